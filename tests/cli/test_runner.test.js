// `--test`: which files run, which tests of them, what is told, and the exit code.
'use strict';

const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const { files, folder, run } = require('./_run');

const cwd = path.join(folder, 'project');
files({
  'project/a.test.js': `
    const { describe, it, test } = require('node:test');
    test('passes', () => console.log('printed'));
    describe('suite', () => { it('fails', () => { throw new Error('boom'); }); it.skip('skipped'); it.todo('later'); });`,
  'project/test/b.mjs': `import test from 'node:test'; test('in a folder called test', (t) => t.diagnostic(process.env.NODE_TEST_CONTEXT));`,
  'project/typed.test.ts': `import test from 'node:test'; const n: number = 1; test('typed', () => n as number);`,
  'project/node_modules/dep/x.test.js': 'throw new Error("not a test of this project")',
  'project/other.js': `require('node:test')('named on the command line', () => {})`,
  'project/reporter.mjs': 'export default async function* (events) { for await (const { type, data } of events) if (type === "test:pass") yield `${data.name};`; }',
  'project/setup.mjs': 'export function globalSetup() { console.log("up"); } export function globalTeardown() { console.log("down"); }',
  'project/hangs.js': `require('node:test')('hangs', () => new Promise((resolve) => setTimeout(resolve, 60_000)))`,
});

/** Runs tests in the project. */
function anode(...args) {
  return run(['--test', ...args], { cwd });
}

/** The counts of a summary in TAP. */
function counts({ stdout }) {
  return Object.fromEntries([...stdout.matchAll(/^# (tests|pass|fail|skipped|todo) (\d+)$/gm)].map(([, name, count]) => [name, Number(count)]));
}

const whole = anode('--test-reporter=tap');
assert.strictEqual(whole.status, 1, whole.stderr);
assert.deepStrictEqual(counts(whole), { tests: 6, pass: 3, fail: 1, skipped: 1, todo: 1 });
assert.match(whole.stdout, /^# printed$/m);
assert.match(whole.stdout, /^# child-v8$/m);
assert.match(whole.stdout, /^ {4}not ok 1 - fails$/m);
assert.match(whole.stdout, /error: 'boom'/);

const inOne = anode('--test-reporter=tap', '--test-isolation=none');
assert.deepStrictEqual([inOne.status, counts(inOne)], [1, { tests: 6, pass: 3, fail: 1, skipped: 1, todo: 1 }]);

assert.strictEqual(anode('other.js').status, 0);
assert.match(anode('missing.js').stderr, /^Could not find/);
assert.deepStrictEqual(counts(anode('--test-reporter=tap', '--test-name-pattern=/^fails$/')).fail, 1);
assert.strictEqual(anode('--test-skip-pattern=fails').status, 0);
assert.strictEqual(anode('--test-reporter=./reporter.mjs', 'other.js', 'typed.test.ts').stdout, 'named on the command line;typed;');
assert.strictEqual(counts(anode('--test-reporter=tap', '--test-shard=1/3')).tests, 4);
assert.match(anode('--test-shard=x').stderr, /must be in the form of <index>\/<total>/);
assert.match(anode('--test-global-setup=./setup.mjs', 'other.js').stdout, /^up\n[^]*down\n/);
assert.match(anode('--test-timeout=20', 'hangs.js').stdout, /test timed out after 20ms|cancelled 1/);

const dot = anode('--test-reporter=dot', 'a.test.js');
assert.match(dot.stdout, /^\.XX?\.\.|^\.X\.\.X/);
assert.match(anode('--test-reporter=junit', 'a.test.js').stdout, /<testcase name="fails"[^>]*classname="suite"/);
const both = anode('--test-reporter=spec', '--test-reporter-destination=stderr', '--test-reporter=tap', '--test-reporter-destination=stdout', 'other.js');
assert.match(both.stderr, /✔ named on the command line/);
assert.match(both.stdout, /^TAP version 13/);

// A random order can be had again.
const shuffled = anode('--test-reporter=tap', '--test-random-seed=7');
assert.match(shuffled.stdout, /^# Randomized test order seed: 7$/m);
assert.match(anode('--test-reporter=tap', '--test-randomize').stdout, /^# Randomized test order seed: \d+$/m);
assert.notStrictEqual(anode('--test-random-seed=-1').status, 0);

// What a reporter writes to a file is there when the run ends.
anode('--test-reporter=tap', '--test-reporter-destination=report.tap', '--test-force-exit', 'other.js');
assert.match(fs.readFileSync(path.join(cwd, 'report.tap'), 'utf8'), /^# pass 1$/m);

// A test belongs to the file that was run, also when another module defines it.
files({
  'project/helper.js': `exports.define = () => require('node:test')('defined elsewhere', (t) => console.log(require('node:path').basename(t.filePath)));`,
  'project/main_of_helper.js': `require('./helper').define();`,
});
for (const isolation of ['process', 'none']) assert.match(anode(`--test-isolation=${isolation}`, 'main_of_helper.js').stdout, /^main_of_helper\.js$/m);

// A file by itself reports too.
assert.match(run(['other.js'], { cwd }).stdout, /✔ named on the command line/);
assert.strictEqual(run(['a.test.js'], { cwd }).status, 1);
for (const other of [['--check', 'x.js'], ['-e', '1'], ['--watch-path=.']]) assert.strictEqual(anode(...other).status, 9, other.join(' '));
