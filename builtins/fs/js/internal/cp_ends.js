'use strict';

/** What `cpSync` refuses once the filter has passed both ends. Node checks both ends natively there: by other words, and through links where `cp` looks at the link. */

const { toStats } = require('internal:fs/stats');

/**
 * @param {string} src
 * @param {string} dest
 * @param {{ dereference: boolean, recursive: boolean }} options
 */
function refuseEnds(src, dest, { dereference, recursive }) {
  const source = statsOf(binding.stat, src);
  if (source === undefined) return;
  const target = statsOf(binding.stat, dest);
  refuseMismatch(src, source, dest, target, dereference ? target : statsOf(binding.lstat, dest));
  const folder = src.endsWith('/') ? src : `${src}/`;
  if (dest.startsWith(folder) || liesInside(source, src, dest)) {
    throw refusal('ERR_FS_CP_EINVAL', `Cannot copy ${folder} to a subdirectory of self ${dest}`);
  }
  if (source.isDirectory() && !recursive) throw refusal('ERR_FS_EISDIR', `Recursive option not enabled, cannot copy a directory: ${folder}`);
}

/** @param {object | undefined} target what is there behind links @param {object | undefined} entry what is there itself */
function refuseMismatch(src, source, dest, target, entry) {
  if (target !== undefined && isSameFile(source, target)) throw refusal('ERR_FS_CP_EINVAL', `src and dest cannot be the same ${dest}`);
  if (entry === undefined) return;
  if (source.isDirectory() && !entry.isDirectory()) {
    throw refusal('ERR_FS_CP_DIR_TO_NON_DIR', `Cannot overwrite non-directory ${dest} with directory ${src}`);
  }
  if (!source.isDirectory() && entry.isDirectory()) {
    throw refusal('ERR_FS_CP_NON_DIR_TO_DIR', `Cannot overwrite directory ${dest} with non-directory ${src}`);
  }
}

/** Whether one of the directories above `dest` is the source, which links may hide. */
function liesInside(source, src, dest) {
  const { dirname, parse, resolve } = require('node:path');
  const parentOfSource = resolve(dirname(src));
  let above = resolve(dirname(dest));
  while (above !== parentOfSource && above !== parse(above).root) {
    const stats = statsOf(binding.stat, above);
    if (stats !== undefined && isSameFile(source, stats)) return true;
    above = dirname(above);
  }
  return false;
}

/** @returns {import('node:fs').Stats | undefined} undefined when it cannot be told: the copying meets the reason again */
function statsOf(stat, path) {
  try {
    return toStats(stat(path, true));
  } catch {
    return undefined;
  }
}

/** @param {import('node:fs').BigIntStats | import('node:fs').Stats} one @param {import('node:fs').BigIntStats | import('node:fs').Stats} other */
function isSameFile(one, other) {
  return one.ino === other.ino && one.dev === other.dev;
}

function refusal(code, message) {
  const error = new Error(message);
  error.code = code;
  return error;
}

module.exports = { isSameFile, refuseEnds };
