// Files that could configure the process are not opened unless somebody asks. Each is a pipe here: who opens one waits for ever.
'use strict';

const assert = require('node:assert');
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { files, folder, run } = require('./_run');

const cwd = path.join(folder, 'traps');
files({ 'traps/script.js': 'console.log("ran")' });
for (const name of ['.env', '.env.local', '.npmrc', '.noderc', 'node.config.json', 'anode.config.json', 'anode.json', 'bunfig.toml', 'deno.json', 'tsconfig.json', 'openssl.cnf']) {
  assert.strictEqual(spawnSync('mkfifo', [path.join(cwd, name)]).status, 0);
}
const home = path.join(cwd, 'home');
fs.mkdirSync(home);
for (const name of ['.noderc', '.npmrc', '.node_repl_history', '.anoderc']) assert.strictEqual(spawnSync('mkfifo', [path.join(home, name)]).status, 0);

const env = { PATH: process.env.PATH, HOME: home };
for (const args of [['script.js'], ['-e', 'console.log("ran")'], ['--test-reporter=tap', 'script.js']]) {
  const { stdout, stderr } = run(args, { cwd, env, timeout: 10_000 });
  assert.strictEqual(stdout, 'ran\n', `${args} ${stderr}`);
}

// Nobody connects, and no variable but the documented ones is an option.
const listening = run(['-p', 'require("node:inspector").url() ?? "closed"'], { env: { ...env, INSPECT: '1', DEBUG: '*', ANODE_OPTIONS: '--inspect=0', NODE_INSPECT: '0' } });
assert.strictEqual(listening.stdout, 'closed\n');
for (const option of ['--eval=1', '--print=1', '--check', '--test', '--version', '--interactive', '--expose-internals']) {
  assert.strictEqual(run(['-p', '1'], { env: { ...env, NODE_OPTIONS: option } }).status, 9, option);
}
