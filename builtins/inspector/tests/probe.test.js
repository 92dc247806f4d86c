'use strict';

// `inspect --probe`: expressions at places of a program that nobody sits before.

const assert = require('node:assert');
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { pathToFileURL } = require('node:url');

const directory = fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), 'probe '));
process.on('exit', () => fs.rmSync(directory, { recursive: true }));
const file = path.join(directory, 'program.js');
fs.writeFileSync(file, `function give(value) {
  return value;
}
give(1); give('a"b'); give({ x: [1], f: null }); give([1, 'x']);
if (process.argv[2] === 'fail') throw new Error('at the end');
if (process.argv[2] === 'wait') setInterval(() => {}, 1000);
`);
const { href: url } = pathToFileURL(file);

function inspect(...words) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['inspect', ...words], { cwd: directory, encoding: 'utf8' });
  return { status, stdout, message: stderr.split('\n')[0] };
}

// For people.
assert.deepStrictEqual(inspect('--probe', 'program.js:2', '--expr', 'value', 'program.js'), {
  status: 0, message: '',
  stdout: `Hit 1 at ${url}:2:3\n  value = 1\nHit 2 at ${url}:2:3\n  value = "a\\"b"\n` +
    `Hit 3 at ${url}:2:3\n  value = {x: Array(1), f: null}\nHit 4 at ${url}:2:3\n  value = [1, "x"]\nCompleted\n`,
});
assert.strictEqual(inspect('--probe=program.js:99:1', '--expr=value', '--', '--no-warnings', 'program.js').stdout, 'Missed probes: program.js:99:1\n');

// For programs: two expressions in one place under one condition, of which one has enough after one hit.
const both = inspect(
  '--json', '--probe', 'program.js:2', '--expr', 'value', '--cond', 'value.x || value === 1', '--max-hit', '2',
  '--probe', 'program.js:2', '--expr', 'missing', '--cond', 'value.x || value === 1', 'program.js', 'wait');
const { v, probes, results } = JSON.parse(both.stdout);
const target = { suffix: 'program.js', line: 2 };
const condition = 'value.x || value === 1';
assert.strictEqual(v, 2);
assert.deepStrictEqual(probes, [{ expr: 'value', target, condition, maxHit: 2 }, { expr: 'missing', target, condition }]);
const location = { url, line: 2, column: 3 };
assert.deepStrictEqual(results[0], { probe: 0, event: 'hit', hit: 1, location, result: { type: 'number', value: 1, description: '1' } });
assert.match(results[1].error.message, /^ReferenceError: missing is not defined\n/);
assert.deepStrictEqual(results.map(({ probe, event, hit }) => `${probe} ${event} ${hit}`), ['0 hit 1', '1 hit 1', '0 hit 2', '1 hit 2', 'undefined completed undefined']);
assert.deepStrictEqual(results[2].result, { type: 'object', description: 'Object' });

// Programs that end otherwise, or not.
const failed = inspect('--json', '--probe', 'other.js:1', '--expr', '1', 'program.js', 'fail');
const [{ event, pending, error }] = JSON.parse(failed.stdout).results;
assert.deepStrictEqual([failed.status, event, pending, error.code, error.exitCode], [0, 'error', [0], 'probe_target_exit', 1]);
assert.strictEqual(error.message, 'Target exited with code 1 before probes: other.js:1');
assert.match(error.stderr, /^\S.*program\.js:5\n[^]*Error: at the end\n/);
const late = inspect('--timeout=2000', '--probe', 'other.js:1', '--expr', '1', 'program.js', 'wait');
assert.deepStrictEqual([late.status, late.stdout], [1, 'Timed out after 2000ms waiting for probes: other.js:1\n']);

// Command lines that say nothing.
for (const [words, message] of [
  [['--probe', 'program.js', 'program.js'], 'Invalid probe location: program.js'],
  [['--probe', 'program.js:0', 'program.js'], 'Invalid probe location: 0'],
  [['--probe', 'program.js:1', 'program.js'], 'Each --probe must be followed immediately by --expr <expr>'],
  [['--probe', 'program.js:1', '--expr', '1'], 'Probe mode requires a child script'],
  [['--probe', 'program.js:1', '--expr', '1', '--max-hit', '0', 'program.js'], 'Invalid max-hit: 0'],
  [['--cond', '1', '--probe', 'program.js:1', '--expr', '1', 'program.js'], 'Unexpected --cond before --probe'],
  [['--other', '--probe', 'program.js:1', '--expr', '1', 'program.js'], 'Unknown probe option: --other'],
  [['--probe', 'a:1', '--expr', '1', '--cond', 'x', '--probe', 'a:1', '--expr', '2', 'a'], 'Probes at a:1 must use the same --cond (or none)'],
]) {
  assert.deepStrictEqual(inspect(...words), { status: 9, stdout: '', message });
}
