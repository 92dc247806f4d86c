'use strict';
// What the runner tells of tests that end in other ways than by passing, failing or being skipped: each case is a file of its own.
const assert = require('node:assert');
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'outcome-'));
process.on('exit', () => fs.rmSync(folder, { recursive: true }));
const reporter = path.join(folder, 'reporter.js');
fs.writeFileSync(reporter, `
  module.exports = async function* (events) {
    for await (const { type, data } of events) {
      if (type !== 'test:pass' && type !== 'test:fail') continue;
      const { name, nesting, testNumber, details } = data;
      yield JSON.stringify([type.slice(5), '  '.repeat(nesting) + name, testNumber, details.error?.failureType ?? null]) + '\\n';
    }
  };`);

/** @returns {string[]} a line for each result: outcome, name, number, type of failure */
function results(source, ...options) {
  const file = path.join(folder, 'case.js');
  fs.writeFileSync(file, `const { after, afterEach, before, beforeEach, describe, it, test } = require('node:test');\n${source}`);
  const { stdout } = spawnSync(process.execPath, [`--test-reporter=${reporter}`, ...options, file], { encoding: 'utf8' });
  return stdout.trim().split('\n').filter((line) => line !== '').map((line) => {
    const [outcome, name, number, failureType] = JSON.parse(line);
    return [outcome, name.replace(file, 'FILE'), number, ...(failureType === null ? [] : [failureType])].join(' ');
  });
}

// Numbers are those of the definition, whatever ends first.
assert.deepStrictEqual(results(`test('t', { concurrency: 2 }, async (t) => {
  let last;
  const first = t.test('first', () => new Promise((resolve) => { last = resolve; }));
  const second = t.test('second', () => last());
  await Promise.all([first, second]);
});`), ['pass   first 1', 'pass   second 2', 'pass t 1']);

// A test to be done that is expected to fail is judged by that.
assert.deepStrictEqual(results(`
  test.todo('fails', { expectFailure: true }, () => { throw new Error(); });
  test.todo('passes', { expectFailure: true }, () => {});
  test('skips and fails', { expectFailure: true }, (t) => { t.skip(); throw new Error(); });
`), ['pass fails 1', 'fail passes 2 expectedFailure', 'pass skips and fails 3']);

// The time that a suite gets from the command line is that of each test.
assert.deepStrictEqual(results(`describe('s', () => {
  for (const name of ['one', 'two', 'three']) it(name, () => new Promise((resolve) => setTimeout(resolve, 300)));
});`, '--test-timeout=700'), ['pass   one 1', 'pass   two 2', 'pass   three 3', 'pass s 1']);

// A hook that is aborted, also by itself, has failed, and does not run once it is.
assert.deepStrictEqual(results(`
  describe('before', () => {
    const controller = new AbortController();
    before(() => controller.abort(), { signal: controller.signal });
    it('never', () => {});
  });
  describe('beforeEach', () => {
    const controller = new AbortController();
    let calls = 0;
    beforeEach(() => { controller.abort(); if (++calls > 1) process.abort(); }, { signal: controller.signal });
    it('one', () => {});
    it('two', () => {});
  });
`), [
  'fail   never 1 cancelledByParent', 'fail before 1 hookFailed',
  'fail   one 1 hookFailed', 'fail   two 2 hookFailed', 'fail beforeEach 2 subtestsFailed',
]);

// A suite that is aborted before it begins defines nothing.
assert.deepStrictEqual(results(`describe('s', { signal: AbortSignal.abort() }, () => { it('never', () => {}); });`), ['fail s 1 testAborted']);

// What a test waits for need not keep the process alive.
assert.deepStrictEqual(results(`test('t', () => new Promise((resolve) => setTimeout(resolve, 50).unref()));`), ['pass t 1']);

// Tests that stop the clock do not stop the waiting.
assert.deepStrictEqual(results(`test('t', (t) => {
  performance.now = () => 0;
  return t.waitFor(() => { throw new Error(); }, { interval: 1, timeout: 20 });
});`), ['fail t 1 testCodeFailure']);

// A hook that fails when all tests have ended is told as a result of the file.
assert.deepStrictEqual(results(`after(() => { throw new Error(); }); test('t', () => {});`), ['pass t 1', 'fail FILE 2 hookFailed']);

// What cannot be shown can be told.
assert.deepStrictEqual(
  results(`test('t', () => { throw { [Symbol.for('nodejs.util.inspect.custom')]() { throw new Error(); } }; });`), ['fail t 1 testCodeFailure']);

// Marks count in a file that runs alone, and in those of a run only where the command line says so.
const marked = `
  test('t', async (t) => {
    await t.test('a');
    await t.test('b', { only: true });
    await t.test('c');
    t.runOnly(false);
    await t.test('d');
  });
  test('never', { only: false }, () => {});
`;
assert.deepStrictEqual(results(marked), ['pass   a 1', 'pass   b 2', 'pass   d 3', 'pass t 1']);
assert.deepStrictEqual(results(marked, '--test'), ['pass   a 1', 'pass   b 2', 'pass   c 3', 'pass   d 4', 'pass t 1', 'pass never 2']);
assert.deepStrictEqual(results(marked, '--test-only'), []);

// Random orders change when tests run and are told, not their numbers.
const shuffled = results("for (const name of 'abcdefgh') test(name, () => {});", '--test-randomize', '--test-random-seed=7');
assert.notDeepStrictEqual(shuffled, shuffled.toSorted());
assert.deepStrictEqual(shuffled.toSorted(), [...'abcdefgh'].map((name, index) => `pass ${name} ${index + 1}`));

// A file that cannot be loaded fails by its own error where all files share a process.
fs.writeFileSync(path.join(folder, 'broken.mjs'), 'if true');
const broken = `
  require('node:test').run({ files: [${JSON.stringify(path.join(folder, 'broken.mjs'))}], isolation: 'none' })
    .on('test:fail', ({ name, details }) => console.log(name + ' ' + details.error)).resume();`;
const { stdout: brokenText } = spawnSync(process.execPath, ['-e', broken], { encoding: 'utf8' });
assert.strictEqual(brokenText, `${path.join(folder, 'broken.mjs')} SyntaxError: Unexpected token 'true'\n`);
