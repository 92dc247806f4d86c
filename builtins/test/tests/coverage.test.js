'use strict';
// What run({ coverage: true }) tells of files: which ran, which comments leave out, and which belong to the report.
const assert = require('node:assert');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { pathToFileURL } = require('node:url');
const { after, run, test } = require('node:test');

const cwd = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'coverage-')));
after(() => fs.rmSync(cwd, { recursive: true }));

const kSources = {
  'either.js': [
    'exports.either = (flag) => {',
    '  if (flag) {',
    "    return 'this';",
    '  }',
    "  return 'that';",
    '};',
    'function never() {',
    '  return 1;',
    '}',
  ],
  'ignored.js': [
    'exports.pick = (flag) => {',
    '  /* node:coverage ignore next 2 */',
    '  if (flag)',
    "    return 'never';",
    '  /* node:coverage disable */',
    '  if (flag) {',
    "    return 'never';",
    '  }',
    '  /* node:coverage enable */',
    '  return 1;',
    '};',
    '/* node:coverage ignore next 3 */',
    'function never() {',
    '  return 1;',
    '}',
  ],
  'true.test.js': ["require('node:test')('true', () => require('./either').either(true));", "require('./ignored').pick(false);"],
  'false.test.js': ["require('node:test')('false', () => require('./either').either(false));"],
  'node_modules/dep/index.js': ['exports.dep = 1;'],
  'dep.test.js': ["require('dep');"],
};
for (const [name, lines] of Object.entries(kSources)) {
  const file = path.join(cwd, name);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, `${lines.join('\n')}\n`);
}

/** @returns {Promise<{ summary: object, told: string[] }>} the coverage, and what is told besides it */
async function cover(files, options) {
  const result = { summary: undefined, told: [] };
  const stream = run({ files: files.map((name) => path.join(cwd, name)), cwd, coverage: true, ...options });
  for await (const { type, data } of stream) {
    if (type === 'test:coverage') result.summary = data.summary;
    if (type === 'test:diagnostic') result.told.push(data.message);
  }
  return result;
}

function fileOf({ files }, name) {
  return files.find((file) => file.path === path.join(cwd, name));
}

/** Lines, functions or branches with their counts. */
function counts(list) {
  return list.map(({ line, count, name }) => (name === undefined ? `${line}:${count}` : `${name} ${line}:${count}`));
}

test('lines, functions and branches of one process', async () => {
  const { summary } = await cover(['true.test.js']);
  assert.strictEqual(summary.workingDirectory, cwd);
  const file = fileOf(summary, 'either.js');
  assert.deepStrictEqual(counts(file.lines), ['1:1', '2:1', '3:1', '4:1', '5:0', '6:1', '7:0', '8:0', '9:0']);
  assert.deepStrictEqual(counts(file.functions), ['exports.either 1:1', 'never 7:0']);
  assert.deepStrictEqual([file.totalLineCount, file.coveredLineCount, file.totalFunctionCount, file.coveredFunctionCount], [9, 5, 2, 1]);
  assert.strictEqual(file.coveredFunctionPercent, 50);
});

test('counts of several processes are joined: what ran in one has run', async () => {
  const { summary } = await cover(['true.test.js', 'false.test.js']);
  const file = fileOf(summary, 'either.js');
  assert.deepStrictEqual(counts(file.lines), ['1:2', '2:2', '3:2', '4:2', '5:2', '6:2', '7:0', '8:0', '9:0']);
  assert.deepStrictEqual(counts(file.functions), ['exports.either 1:2', 'never 7:0']);
});

test('comments leave lines out, which then need not run', async () => {
  const { summary } = await cover(['true.test.js']);
  const file = fileOf(summary, 'ignored.js');
  assert.deepStrictEqual(counts(file.lines), ['1:1', '2:1', '5:1', '10:1', '11:1', '12:1']);
  assert.deepStrictEqual([file.coveredLinePercent, file.coveredBranchPercent, file.coveredFunctionPercent], [100, 100, 100]);
});

test('tests and installed packages are left out unless globs say otherwise', async () => {
  const names = async (options) => (await cover(['true.test.js', 'dep.test.js'], options)).summary.files
    .map((file) => path.relative(cwd, file.path)).filter((name) => !name.startsWith('..'));
  assert.deepStrictEqual(await names({}), ['either.js', 'ignored.js']);
  assert.deepStrictEqual(await names({ coverageExcludeGlobs: 'either*' }), ['dep.test.js', 'ignored.js', 'true.test.js']);
  assert.deepStrictEqual(await names({ coverageIncludeGlobs: ['**/node_modules/**', path.join(cwd, 'e*')] }), ['either.js', 'node_modules/dep/index.js']);
});

test('what is short of a threshold fails the run', async () => {
  const before = process.exitCode;
  const { summary, told } = await cover(['true.test.js'], {
    coverageIncludeGlobs: 'either.js', lineCoverage: 60, functionCoverage: 50, branchCoverage: 10,
  });
  assert.strictEqual(process.exitCode, 1);
  process.exitCode = before;
  assert.deepStrictEqual(told.filter((message) => message.startsWith('Error')), ['Error: 55.56% line coverage does not meet threshold of 60%.']);
  assert.deepStrictEqual({ ...summary.thresholds }, { line: 60, branch: 10, function: 50 });
});

test('coverage that a child of a test cannot have written is told, and fails the run', async () => {
  fs.writeFileSync(path.join(cwd, 'corrupt.js'), `
    require('node:test')('corrupt', () => {
      require('node:fs').writeFileSync(process.env.NODE_V8_COVERAGE + '/coverage-1-1234567890123-0.json', '{');
    });`);
  const before = process.exitCode;
  const { summary, told } = await cover(['corrupt.js']);
  assert.strictEqual(process.exitCode, 1);
  process.exitCode = before;
  assert.strictEqual(summary, undefined);
  assert.match(told[0], /^Warning: Could not report code coverage\. Error \[ERR_OPERATION_FAILED\]: .*failed to parse coverage file/);
});

test('the thread in which hooks run is counted too', async () => {
  fs.writeFileSync(path.join(cwd, 'hooks.mjs'), 'export const resolve = (specifier, context, next) => next(specifier, context);');
  fs.writeFileSync(path.join(cwd, 'register.mjs'), "import { register } from 'node:module'; register('./hooks.mjs', import.meta.url);");
  const { summary } = await cover(['true.test.js'], {
    execArgv: ['--no-warnings', '--import', pathToFileURL(path.join(cwd, 'register.mjs')).href], coverageIncludeGlobs: 'hooks.mjs',
  });
  assert.deepStrictEqual(counts(fileOf(summary, 'hooks.mjs').lines), ['1:1']);
});

test('with source maps the sources are reported', async () => {
  // The generated file has two lines of its own in front; each other one is one of the source.
  const source = ['exports.either = (flag) => {', '  if (flag) {', '    return 1;', '  }', '  return 2;', '};'];
  const map = {
    version: 3, names: [], sources: [pathToFileURL(path.join(cwd, 'source.ts')).href], sourcesContent: [source.join('\n')],
    mappings: `;;AAAA${';AACA'.repeat(source.length - 1)}`,
  };
  const comment = `//# sourceMappingURL=data:application/json;base64,${Buffer.from(JSON.stringify(map)).toString('base64')}`;
  fs.writeFileSync(path.join(cwd, 'generated.js'), ["'use strict';", 'let own;', ...source, comment].join('\n'));
  fs.writeFileSync(path.join(cwd, 'mapped.test.js'), "require('node:test')('mapped', () => require('./generated').either(false));");
  const { spawnSync } = require('node:child_process');
  const reporter = path.join(cwd, 'reporter.js');
  fs.writeFileSync(reporter, `
    module.exports = async function* (events) {
      for await (const { type, data } of events) if (type === 'test:coverage') yield JSON.stringify(data.summary.files);
    };`);
  const args = ['--enable-source-maps', '--experimental-test-coverage', '--test', '--test-reporter', reporter, 'mapped.test.js'];
  const { stdout } = spawnSync(process.execPath, args, { cwd, encoding: 'utf8' });
  const [file, ...others] = JSON.parse(stdout);
  assert.deepStrictEqual(others, []);
  assert.strictEqual(file.path, path.join(cwd, 'source.ts'));
  assert.strictEqual(file.totalLineCount, 6);
  assert.deepStrictEqual(counts(file.lines).slice(2), ['3:0', '4:1', '5:1', '6:1']);
});
