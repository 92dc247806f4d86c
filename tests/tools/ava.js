'use strict';

// AVA in processes and in threads, by its TAP report.
const { command, project, run } = require('./_tools');

const cwd = project('ava', {
  'package.json': { type: 'module', ava: { files: ['*.test.js'] } },
  'a.test.js': `
    import test from 'ava';
    test('passes', (t) => t.deepEqual({ a: [1] }, { a: [1] }));
    test('async', async (t) => t.is(await Promise.resolve(1), 1));
    test('throws', async (t) => t.like(await t.throwsAsync(Promise.reject(new TypeError('no'))), { message: 'no' }));
    test('fails', (t) => t.is(1, 2));
    test.skip('skipped', () => {});
    test.serial('context', (t) => t.pass());
  `,
  'b.test.js': "import test from 'ava'; import { isMainThread } from 'node:worker_threads'; test('thread', (t) => t.is(isMainThread, process.env.THREADS !== 'yes'));",
});
for (const threads of ['no', 'yes']) {
  const { status, stdout } = run([command('ava'), '--tap', threads === 'yes' ? '--worker-threads' : '--no-worker-threads'], { cwd, env: { THREADS: threads } });
  const results = stdout.split('\n').filter((line) => /^(not )?ok/.test(line)).map((line) => line.replace(/ \d+ - /, ' ')).sort();
  console.log(`threads: ${threads}`, status, results);
}
