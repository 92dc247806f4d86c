'use strict';

// Three seconds of the service whose workers, threads and children are killed at random moments (bench/kill_storm.js). Node, which gives up
// connections of a worker that dies while it takes them, loses requests there.
const assert = require('node:assert');
const { spawnSync } = require('node:child_process');
const path = require('node:path');

const storm = path.join(__dirname, '../../bench/kill_storm.js');
const { status, stdout, stderr } = spawnSync(process.execPath, [storm, '3', '8', '3'], { encoding: 'utf8' });
assert.strictEqual(status, 0, `${stdout}\n${stderr}`);
