'use strict';
// With an inspector asked for, it is the processes of the test files that listen, one at a time where nobody chooses their ports.
const assert = require('node:assert');
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const cwd = fs.mkdtempSync(path.join(os.tmpdir(), 'inspect-'));
process.on('exit', () => fs.rmSync(cwd, { recursive: true }));
for (const name of ['one.js', 'two.js']) fs.writeFileSync(path.join(cwd, name), '');

const { status, stdout, stderr } = spawnSync(process.execPath, ['--inspect=0', '--test', '--test-reporter=tap', 'one.js', 'two.js'], { cwd, encoding: 'utf8' });
assert.strictEqual(status, 0);
assert.match(stdout, /^# pass 2$/m);
assert.match(stderr, /Warning: Using the inspector with --test forces running at a concurrency of 1\. Use the inspectPort option to run with concurrency/);
assert.strictEqual(stderr.match(/^Debugger listening on /mg).length, 2);

fs.writeFileSync(path.join(cwd, 'run.js'), `
const { run } = require('node:test');
const ports = [];
const tests = run({ files: ['one.js', 'two.js'], cwd: __dirname, concurrency: 1, inspectPort: () => (ports.push('asked'), 0) });
tests.on('test:fail', () => { process.exitCode = 1; }).on('end', () => console.log(ports.join())).resume();
`);
const chosen = spawnSync(process.execPath, ['--inspect=0', 'run.js'], { cwd, encoding: 'utf8' });
assert.deepStrictEqual([chosen.status, chosen.stdout], [0, 'asked,asked\n']);
