'use strict';
// The table that the reporters for people make of the event test:coverage.
const assert = require('node:assert');
const { Readable } = require('node:stream');
const { tap, spec } = require('node:test/reporters');
const { test } = require('node:test');

const kFile = { coveredLinePercent: 50, coveredBranchPercent: 100, coveredFunctionPercent: 0 };

function event(...files) {
  const list = files.map(([path, uncovered]) => ({
    ...kFile, path, lines: Array.from({ length: 20 }, (_, index) => ({ line: index + 1, count: uncovered.includes(index + 1) ? 0 : 1 })),
  }));
  return { type: 'test:coverage', data: { nesting: 0, summary: { workingDirectory: '/w', files: list, totals: kFile } } };
}

/** What `tap` prints below its first line where the terminal has so many columns. */
async function table(columns, ...files) {
  const before = process.stdout.columns;
  process.stdout.columns = columns;
  const chunks = await Readable.from([event(...files)]).compose(tap).toArray();
  process.stdout.columns = before;
  return chunks.join('').split('\n').slice(1, -1);
}

test('folders stand before their files, uncovered lines as ranges', async () => {
  assert.deepStrictEqual(await table(undefined, ['/w/a.js', [1, 2, 3, 5]], ['/w/lib/b.js', []], ['/w/lib/deep/c.js', [20]], ['/v/d.js', [1]]), [
    '# start of coverage report',
    '# ----------------------------------------------------------',
    '# file      | line % | branch % | funcs % | uncovered lines',
    '# ----------------------------------------------------------',
    '# a.js      |  50.00 |   100.00 |    0.00 | 1-3 5',
    '# lib       |        |          |         | ',
    '#  b.js     |  50.00 |   100.00 |    0.00 | ',
    '#  deep     |        |          |         | ',
    '#   c.js    |  50.00 |   100.00 |    0.00 | 20',
    '# ..        |        |          |         | ',
    '#  v        |        |          |         | ',
    '#   d.js    |  50.00 |   100.00 |    0.00 | 1',
    '# ----------------------------------------------------------',
    '# all files |  50.00 |   100.00 |    0.00 | ',
    '# ----------------------------------------------------------',
    '# end of coverage report',
  ]);
});

test('on a narrow terminal the last column gives way, then the first', async () => {
  const files = [['/w/some/quite_long_name_of_a_file.js', [1, 3, 5, 7, 9, 11]]];
  const row = async (columns) => (await table(columns, ...files))[5];
  assert.strictEqual(await row(200), '#  quite_long_name_of_a_file.js |  50.00 |   100.00 |    0.00 | 1 3 5 7 9 11');
  assert.strictEqual(await row(74), '#  quite_long_name_of_a_file.js |  50.00 |   100.00 |    0.00 | 1 3 5 7 …');
  assert.strictEqual(await row(50), '#  …long_name_of_a_file.js |  50.00 |   100.00 |    0.00 | …');
  assert.strictEqual((await table(50, ...files))[1], `# ${'-'.repeat(48)}`);
});

test('the tree of results ends with the same table', async () => {
  const chunks = await Readable.from([event(['/w/a.js', [1]])]).compose(new spec()).toArray();
  assert.match(chunks.join(''), /\u2139 a\.js {5}.* \| .* 50\.00.* \| .* 100\.00.* \| .*0\.00.* \| 1\n/);
});
