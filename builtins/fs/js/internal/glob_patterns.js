'use strict';

/** The patterns of `glob`, compiled. */

const { expandBraces } = require('internal:path/braces');
const { GLOBSTAR, compileSegment, matches } = require('internal:path/glob');

/**
 * @typedef {object} Pattern
 * @property {number} number tells the patterns of a search apart
 * @property {string} root the directory it begins in: `.` or `/`
 * @property {(string | RegExp | symbol)[]} segments
 * @property {number} dots how many `.` segments stood in front
 * @property {boolean} onlyDirectories whether it ends with a slash
 */

/** @param {string[]} patterns @returns {Pattern[]} */
function compilePatterns(patterns) {
  return patterns.flatMap(expandBraces).map(compile).filter((pattern) => pattern.segments.length > 0);
}

function compile(text, number) {
  // A slash cannot be escaped: it ends a segment whatever stands before it.
  const parts = text.replaceAll('\\/', '/').split('/');
  const root = parts[0] === '' && parts.length > 1 ? '/' : '.';
  const named = parts.filter((part) => part !== '');
  let dots = 0;
  while (named[dots] === '.') dots++;
  const segments = named.filter((part) => part !== '.').map((part) => (part === '..' ? part : compileSegment(part)));
  return {
    number,
    root,
    segments: segments.filter((segment, i) => segment !== GLOBSTAR || segments[i - 1] !== GLOBSTAR),
    dots,
    onlyDirectories: parts.length > 1 && parts.at(-1) === '',
  };
}

/**
 * The test for entries to leave out, with all that is below them.
 * @param {Function | string[] | null | undefined} exclude the user's
 * @returns {(name: string, path: string, dirent: () => object, withFileTypes: boolean) => boolean}
 */
function excluderOf(exclude) {
  if (exclude === undefined || exclude === null) return () => false;
  if (typeof exclude === 'function') {
    return (name, path, dirent, withFileTypes) => {
      return Boolean(withFileTypes ? exclude(dirent()) : exclude(name) || exclude(path));
    };
  }
  const patterns = exclude.flatMap(expandBraces).map(withoutDots).flatMap(withBase);
  return (name, path) => patterns.some((pattern) => isAbsolute(pattern) === isAbsolute(path) && matches(path, pattern, '/'));
}

function withoutDots(pattern) {
  return pattern.replace(/(^|\/)(?:\.\/+)+/g, '$1');
}

/** To leave out all below a directory is to leave out the directory. */
function withBase(pattern) {
  return pattern.endsWith('/**') ? [pattern, pattern.slice(0, -3)] : [pattern];
}

function isAbsolute(path) {
  return path.startsWith('/');
}

module.exports = { compilePatterns, excluderOf };
