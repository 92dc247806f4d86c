'use strict';

const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'anode-cli-'));
process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));

/** Writes files into a temporary folder and gives the path of the first. */
exports.files = function files(contents) {
  const paths = Object.entries(contents).map(([name, text]) => {
    const file = path.join(folder, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, text);
    return file;
  });
  return paths[0];
};

/** Runs this runtime to its end; gives status, signal, stdout and stderr. */
exports.run = function run(args, options = {}) {
  return spawnSync(process.execPath, args, { encoding: 'utf8', timeout: 20_000, ...options });
};

exports.folder = folder;
