'use strict';

/** What ends the making of a single executable application: a message for the terminal, without a stack. */
class Problem extends Error {}

/** The words of the system for a failed call: `no such file or directory`. @param {Error & { errno?: number }} error */
function reasonOf(error) {
  return error.errno < 0 ? require('node:util').getSystemErrorMessage(error.errno) : error.message;
}

/** The bytes of a file. @param {string} file @param {string} complaint what the message says before the name of a file that cannot be read */
function readFile(file, complaint) {
  try {
    return require('node:fs').readFileSync(file);
  } catch (error) {
    throw new Problem(`${complaint} ${file}: ${reasonOf(error)}`);
  }
}

module.exports = { Problem, readFile, reasonOf };
