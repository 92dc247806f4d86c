'use strict';

/** Where in the user's code a test is defined. */

const { getCallSites } = require('internal:util/call_sites');
const { fileURLToPath } = require('node:url');

/** Enough frames to leave the runner. */
const FRAMES = 12;

/** @returns {{ line: number, column: number, file: string } | undefined} */
function callerLocation() {
  const site = getCallSites(FRAMES).find(({ scriptName }) => scriptName !== '' && !scriptName.startsWith('node:'));
  if (site === undefined) return undefined;
  return { line: site.lineNumber, column: site.columnNumber, file: toPath(site.scriptName) };
}

function toPath(scriptName) {
  return scriptName.startsWith('file://') ? fileURLToPath(scriptName) : scriptName;
}

module.exports = { callerLocation };
