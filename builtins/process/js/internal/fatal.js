'use strict';

/** The text of an exception that ends the process, as Node prints it to standard error. */

const process = require('internal:process/object');

/** Nothing comes after it, so it shows more; and what the program would print in an object's stead may be at fault itself. */
const kLastWords = { depth: 5, customInspect: false };

/**
 * @param {unknown} error
 * @param {string} excerpt file, line and carets, followed by an empty line; empty when V8 does not know where
 * @param {string} thrownAt the frames of the throw, a line each, where they are asked for
 * @param {string} file of the excerpt
 * @param {number} line of the excerpt, from 1
 * @param {number} column of the excerpt, from 0
 * @returns {string}
 */
function formatFatal(error, excerpt, thrownAt, file, line, column) {
  const traced = thrownAt === '' ? '' : `\nThrown at:\n${thrownAt}`;
  const shown = require('internal:module/source_maps').isEnabled() ? excerptOfSource(file, line, column) ?? excerpt : excerpt;
  return `${describe(error, shown, traced !== '')}${traced}\n\nNode.js ${process.version}\n`;
}

function excerptOfSource(file, line, column) {
  try {
    return require('internal:module/mapped_frame').mappedExcerpt(file, line, column);
  } catch {
    // A map is only a help.
    return undefined;
  }
}

function describe(error, excerpt, isTraced) {
  const { inspect, types } = require('node:util');
  const print = (value) => inspect(value, kLastWords);
  if (types.isNativeError(error) || error instanceof Error) return (namesItsPlace(error) ? '' : excerpt) + withEmission(error, print(error));
  const location = `\n${excerpt.replace(/\n\n$/, '\n')}`;
  if ((typeof error === 'object' && error !== null) || typeof error === 'function') return location + print(error);
  const text = typeof error === 'symbol' ? '' : String(error);
  if (isTraced) return `${location}${text}`;
  return `${location}${text}\n(Use \`${programName()} --trace-uncaught ...\` to show where the exception was thrown)`;
}

/** Adds where an error event was emitted behind the stack, before the properties. */
function withEmission(error, text) {
  const { emissionOf } = require('internal:events/unhandled_error');
  const emission = emissionOf(error);
  if (emission === undefined) return text;
  const lastFrame = String(error.stack).split('\n').at(-1);
  const at = text.indexOf(lastFrame);
  const end = at === -1 ? text.length : at + lastFrame.length;
  return `${text.slice(0, end)}\n${emission}${text.slice(end)}`;
}

/** Whether the stack starts with a place of its own: syntax errors of loaded files have one. */
function namesItsPlace(error) {
  return typeof error.stack === 'string' && /^\S.*:\d+\n/.test(error.stack);
}

function programName() {
  return require('node:path').basename(process.argv0 || 'node', '.exe');
}

module.exports = { formatFatal };
