'use strict';

// Some hundred children that start and end in every way (bench/spawn_storm.js): each is told once, and none leaves anything behind.
const assert = require('node:assert');
const { spawnSync } = require('node:child_process');
const path = require('node:path');

const storm = path.join(__dirname, '../../bench/spawn_storm.js');
const { status, stdout, stderr } = spawnSync(process.execPath, [storm, '600', '32'], { encoding: 'utf8', timeout: 120_000 });
assert.strictEqual(status, 0, `${stdout}\n${stderr}`);
