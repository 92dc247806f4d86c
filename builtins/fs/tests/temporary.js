'use strict';

// A directory for one test script, removed when the process ends.

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'anode-fs-test-'));
process.on('exit', () => fs.rmSync(directory, { recursive: true, force: true }));

/** A path in the directory. */
exports.inTemp = (...names) => path.join(directory, ...names);
exports.directory = directory;
