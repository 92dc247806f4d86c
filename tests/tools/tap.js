'use strict';

// tap: its runner with TypeScript and coverage left out, by its own output.
const { command, project, run } = require('./_tools');

const cwd = project('tap', {
  'package.json': { name: 'tapped', version: '1.0.0', tap: { plugin: ['!@tapjs/typescript'] } },
  'test/a.test.js': `
    const t = require('tap');
    t.equal(1, 1, 'equal');
    t.test('inner', async (t) => { t.match({ a: 1, b: 2 }, { a: Number }); t.throws(() => { throw new TypeError('no'); }, { message: 'no' }); });
    t.test('fails', (t) => { t.same([1], [2], 'differs'); t.end(); });
  `,
});
const { status, stdout, stderr } = run([command('tap', 'tap'), 'run', '--reporter=tap', '--disable-coverage', 'test/a.test.js'], { cwd });
console.log(status, stdout.split('\n').filter((line) => /^\s*(not ok|ok|1\.\.)/.test(line)).map((line) => line.replace(/ # time=.*/, '')), stderr);
