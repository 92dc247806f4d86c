'use strict';

// Coverage tools replace the function that starts children and wait for their end.

const assert = require('node:assert');
const { execFileSync } = require('node:child_process');

process.removeAllListeners('warning');
const binding = process.binding('spawn_sync');
const { spawn } = binding;
binding.spawn = function(options) {
  options.envPairs = [...options.envPairs, 'ADDED=yes'];
  return spawn.call(this, options);
};
assert.strictEqual(execFileSync(process.execPath, ['-p', 'process.env.ADDED'], { encoding: 'utf8' }).trim(), 'yes');
binding.spawn = spawn;
