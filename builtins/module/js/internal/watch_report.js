'use strict';

/** Tells the parent process of `--watch` which files this process loads. */

const process = require('internal:process/object');

let isOn = false;

/** Called once in a process that was started to be watched. */
function enableWatchReport() {
  isOn = process.send !== undefined;
}

/**
 * @param {'watch:require' | 'watch:import'} type
 * @param {string} file path or URL
 */
function reportFile(type, file) {
  if (isOn && process.connected && !file.startsWith('node:')) process.send({ [type]: [file] });
}

module.exports = { enableWatchReport, reportFile };
