// `--run`: scripts of package.json.
'use strict';

const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const { files, folder, run } = require('./_run');

const cwd = path.join(folder, 'scripts', 'deep');
const manifest = files({
  'scripts/package.json': JSON.stringify({ scripts: {
    where: 'pwd; echo "$NODE_RUN_SCRIPT_NAME $NODE_RUN_PACKAGE_JSON_PATH"', words: 'printf "<%s>"', fails: 'exit 3', tool: 'tool', list: [],
  } }),
  'scripts/deep/file': '',
  'scripts/node_modules/.bin/tool': '#!/bin/sh\necho from bin',
});
fs.chmodSync(path.join(folder, 'scripts/node_modules/.bin/tool'), 0o755);

/** Runs a script from a folder below the package. */
function script(...args) {
  return run(['--run', ...args], { cwd });
}

const root = fs.realpathSync(path.dirname(manifest));
assert.strictEqual(script('where').stdout, `${root}\nwhere ${root}/package.json\n`);
assert.strictEqual(script('words', '--', 'a b', "it's", '$HOME').stdout, "<a b><it's><$HOME>");
assert.strictEqual(script('fails').status, 3);
assert.strictEqual(script('tool').stdout, 'from bin\n');
assert.match(script('list').stderr, /Script "list" is unexpectedly not a string/);

const missing = script('missing');
assert.strictEqual(missing.status, 1);
assert.match(missing.stderr, /^Missing script: "missing" for .*package\.json\n\nAvailable scripts are:\n {2}where: pwd/);
assert.strictEqual(script().status, 9);
