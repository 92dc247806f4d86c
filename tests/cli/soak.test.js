'use strict';

// Three seconds of the server under mixed load (bench/soak.js), after which nothing of it may be left.
const assert = require('node:assert');
const { spawnSync } = require('node:child_process');
const path = require('node:path');

const soak = path.join(__dirname, '../../bench/soak.js');
const { status, stdout, stderr } = spawnSync(process.execPath, [soak, '3', '8'], { encoding: 'utf8', timeout: 60_000 });
assert.strictEqual(status, 0, `${stdout}\n${stderr}`);
