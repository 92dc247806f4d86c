'use strict';

/** Why `cp` refuses. */

const { codes } = require('internal:shared/errors');

const EEXIST = 17;
const EINVAL = 22;
const EISDIR = 21;
const ENOTDIR = 20;

/** By reason: class, code and number of the system, and what is wrong. */
const REASONS = {
  '__proto__': null,
  'same file': ['ERR_FS_CP_EINVAL', 'EINVAL', EINVAL, () => 'src and dest cannot be the same'],
  'into itself': [
    'ERR_FS_CP_EINVAL',
    'EINVAL',
    EINVAL,
    (src, dest) => `cannot copy ${src} to a subdirectory of self ${dest}`,
  ],
  'directory onto file': [
    'ERR_FS_CP_DIR_TO_NON_DIR',
    'EISDIR',
    EISDIR,
    (src, dest) => `cannot overwrite non-directory ${dest} with directory ${src}`,
  ],
  'file onto directory': [
    'ERR_FS_CP_NON_DIR_TO_DIR',
    'ENOTDIR',
    ENOTDIR,
    (src, dest) => `cannot overwrite directory ${dest} with non-directory ${src}`,
  ],
  'directory without recursive': [
    'ERR_FS_EISDIR',
    'EISDIR',
    EISDIR,
    (src) => `${src} is a directory (not copied)`,
  ],
  'exists': ['ERR_FS_CP_EEXIST', 'EEXIST', EEXIST, (src, dest) => `${dest} already exists`],
  'link over its parent': [
    'ERR_FS_CP_SYMLINK_TO_SUBDIRECTORY',
    'EINVAL',
    EINVAL,
    (src, dest) => `cannot overwrite ${dest} with ${src}`,
  ],
  'socket': ['ERR_FS_CP_SOCKET', 'EINVAL', EINVAL, (src, dest) => `cannot copy a socket file: ${dest}`],
  'pipe': ['ERR_FS_CP_FIFO_PIPE', 'EINVAL', EINVAL, (src, dest) => `cannot copy a FIFO pipe: ${dest}`],
  'unknown': ['ERR_FS_CP_UNKNOWN', 'EINVAL', EINVAL, (src, dest) => `cannot copy an unknown file type: ${dest}`],
};

/**
 * @param {keyof typeof REASONS} reason
 * @param {string} src
 * @param {string} dest
 * @param {string} [path] what the error is about
 */
function fileError(reason, src, dest, path = dest) {
  const [name, code, errno, describe] = REASONS[reason];
  return new codes[name]({ message: describe(src, dest), path, syscall: 'cp', errno, code });
}

module.exports = { fileError };
