'use strict';
// --test-rerun-failures: what has passed on an earlier attempt does not run again.
const assert = require('node:assert');
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { run } = require('node:test');

const cwd = fs.mkdtempSync(path.join(os.tmpdir(), 'attempts-'));
process.on('exit', () => fs.rmSync(cwd, { recursive: true }));
fs.writeFileSync(path.join(cwd, 'case.js'), `
const { describe, it, test } = require('node:test');
const ran = (name) => require('node:fs').appendFileSync('ran', name + ' ');
test('passes', (t) => ran('passes' + t.attempt));
test('fails twice', (t) => { ran('fails'); if (t.attempt < 2) throw new Error(); });
test('parent', async (t) => {
  ran('parent');
  await t.test('passes', () => ran('child'));
  await t.test('fails once', (t) => { ran('failing-child'); if (t.attempt < 1) throw new Error(); });
});
describe('suite', () => { it('passes', () => ran('in-suite')); });
for (const name of ['one', 'two']) test('same place', () => ran(name));
`);
fs.writeFileSync(path.join(cwd, 'reporter.js'), `
module.exports = async function* (events) {
  for await (const { type, data } of events) {
    if (type === 'test:pass' || type === 'test:fail') yield type.slice(5) + ' ' + data.name + ' ' + data.details.attempt + ' ' + data.details.passed_on_attempt + '\\n';
  }
};`);

/** @returns {{ status: number, ran: string, results: string[] }} of one attempt */
function attempt(...options) {
  fs.writeFileSync(path.join(cwd, 'ran'), '');
  const { status, stdout } = spawnSync(process.execPath, [...options, '--test-rerun-failures=state.json', '--test-reporter=./reporter.js', 'case.js'], { cwd });
  return { status, ran: fs.readFileSync(path.join(cwd, 'ran'), 'utf8').trim(), results: String(stdout).trim().split('\n') };
}

for (const options of [['--test'], [], ['--test', '--test-isolation=none']]) {
  fs.rmSync(path.join(cwd, 'state.json'), { force: true });
  const first = attempt(...options);
  assert.strictEqual(first.status, 1);
  assert.strictEqual(first.ran, 'passes0 fails parent child failing-child in-suite one two');
  assert.deepStrictEqual(first.results, [
    'pass passes 0 undefined', 'fail fails twice 0 undefined', 'pass passes 0 undefined', 'fail fails once 0 undefined', 'fail parent 0 undefined',
    'pass passes 0 undefined', 'pass suite 0 undefined', 'pass same place 0 undefined', 'pass same place 0 undefined',
  ]);

  const second = attempt(...options);
  assert.strictEqual(second.status, 1);
  assert.strictEqual(second.ran, 'fails parent failing-child');

  // The parent has passed now: those inside it are told without it.
  const third = attempt(...options);
  assert.strictEqual(third.status, 0);
  assert.strictEqual(third.ran, 'fails');
  assert.deepStrictEqual(third.results, [
    'pass passes 2 0', 'pass fails twice 2 undefined', 'pass passes 2 0', 'pass fails once 2 1', 'pass parent 2 1',
    'pass passes 2 0', 'pass suite 2 0', 'pass same place 2 0', 'pass same place 2 0',
  ]);

  const state = JSON.parse(fs.readFileSync(path.join(cwd, 'state.json'), 'utf8'));
  assert.strictEqual(state.length, 3);
  assert.deepStrictEqual(Object.keys(state[0]).sort(), ['case.js:11:1', 'case.js:11:27', 'case.js:12:36', 'case.js:12:36:(1)', 'case.js:4:1', 'case.js:8:11']);
  assert.deepStrictEqual(state[2]['case.js:6:1'].children.map(({ name, line, column }) => [name, line, column]), [['passes', 8, 11], ['fails once', 9, 11]]);
}

assert.throws(() => run({ files: [], rerunFailuresFilePath: 'a\0b' }), { code: 'ERR_INVALID_ARG_VALUE', message: /'options\.rerunFailuresFilePath'/ });
fs.writeFileSync(path.join(cwd, 'state.json'), 'no JSON');
const { status, ran } = attempt('--test');
assert.deepStrictEqual([status, ran], [1, '']);
