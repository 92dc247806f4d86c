'use strict';

/** `--tls-keylog`: the secrets of all connections in a file, for programs that look into recorded traffic. */

const process = require('internal:process/object');
const { getOptionValue } = require('internal:process/options');

let file;

function writeKeylog(socket) {
  if (file === undefined) open();
  if (file !== '') socket.on('keylog', append);
}

function open() {
  file = getOptionValue('--tls-keylog') || '';
  if (file !== '') process.emitWarning(`Using --tls-keylog makes TLS connections insecure by writing secret key material to file ${file}`);
}

function append(line) {
  try {
    require('node:fs').appendFileSync(file, line, { mode: 0o600 });
  } catch (error) {
    process.emitWarning(`Failed to write TLS keylog (this warning will not be repeated): ${error}`);
    file = '';
  }
}

module.exports = { writeKeylog };
