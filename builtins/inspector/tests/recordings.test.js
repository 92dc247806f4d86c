'use strict';

// What the command line and NODE_V8_COVERAGE ask to record, however the program ends.

const assert = require('node:assert');
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'recordings-'));
process.on('exit', () => fs.rmSync(directory, { recursive: true }));

/** Runs a program and gives what it recorded, by ending. */
function record(options, program, { env, ...expected } = {}) {
  const folder = fs.mkdtempSync(path.join(directory, 'run-'));
  const file = path.join(folder, 'program.js');
  fs.writeFileSync(file, program);
  const ended = spawnSync(process.execPath, [...options, file], {
    cwd: folder, encoding: 'utf8', env: { ...process.env, ...(env === undefined ? {} : { [env]: 'out' }) },
  });
  for (const [name, value] of Object.entries(expected)) assert.strictEqual(ended[name], value, ended.stderr);
  const out = path.join(folder, 'out');
  const files = fs.existsSync(out) ? fs.readdirSync(out) : [];
  return files.map((name) => ({ name, value: JSON.parse(fs.readFileSync(path.join(out, name), 'utf8')) }));
}

function countsOf(recordings, functionName, file = 'program.js') {
  return recordings.flatMap(({ value }) => value.result)
    .filter(({ url }) => url.endsWith(`/${file}`))
    .flatMap(({ functions }) => functions)
    .filter((candidate) => candidate.functionName === functionName)
    .map(({ ranges }) => ranges[0].count);
}

const cpu = ['--cpu-prof', '--cpu-prof-dir=out', '--cpu-prof-interval=100'];
// Time of the processor, not of the clock: who samples gets its turns, too, on a machine that is busy elsewhere.
const busy = 'function busy() { do for (let i = 0; i < 1e5; i++); while (process.threadCpuUsage().user < 100_000 + before.user); }\nconst before = process.threadCpuUsage();\nbusy();\n';
const ends = [
  ['', { status: 0 }],
  ['process.exit(5);', { status: 5 }],
  ['process.reallyExit(6);', { status: 6 }],
  ['throw new Error("on purpose");', { status: 1 }],
  ['process.kill(process.pid, "SIGINT"); setTimeout(() => {}, 1e4);', { signal: 'SIGINT' }],
];
for (const [end, expected] of ends) {
  const [{ name, value }, ...others] = record(cpu, busy + end, expected);
  assert.deepStrictEqual(others, []);
  assert.match(name, /^CPU\.\d{8}\.\d{6}\.\d+\.0\.\d{3}\.cpuprofile$/);
  assert.ok(value.nodes.some((node) => node.callFrame.functionName === 'busy'), end);
}

// Names, and the heap.
const named = record([...cpu, '--cpu-prof-name=a.${pid}.b', '--heap-prof', '--heap-prof-dir=out', '--heap-prof-interval=128', '--heap-prof-name=heap'], busy);
assert.deepStrictEqual(named.map(({ name }) => name.replace(/\d+/, 'PID')), ['a.PID.b', 'heap']);
assert.ok(named[1].value.head.children.length > 0);

// A CPU profile drawn as a flame graph, which only Anode does.
if (process.versions.anode !== undefined) {
  const folder = fs.mkdtempSync(path.join(directory, 'flame-'));
  const file = path.join(folder, 'program.js');
  fs.writeFileSync(file, busy);
  const { status, stderr } = spawnSync(process.execPath, ['--cpu-prof-flame', '--cpu-prof-interval=100', '--cpu-prof-name=named.cpuprofile', file], { cwd: folder });
  assert.deepStrictEqual([status, `${stderr}`], [0, '']);
  assert.deepStrictEqual(fs.readdirSync(folder), ['named.cpuprofile', 'named.svg', 'program.js']);
  const image = fs.readFileSync(path.join(folder, 'named.svg'), 'utf8');
  assert.match(image, /^<svg [^]*<title>busy \/[^<]*program\.js:1 \(\d+\.\d ms, \d+\.\d%\)<\/title>[^]*<\/svg>\n$/);
  assert.strictEqual(JSON.parse(fs.readFileSync(path.join(folder, 'named.cpuprofile'), 'utf8')).nodes[0].callFrame.functionName, '(root)');
}

// Options that mean nothing alone.
for (const option of ['--cpu-prof-dir', '--cpu-prof-name', '--cpu-prof-interval', '--heap-prof-dir', '--heap-prof-name', '--heap-prof-interval']) {
  const { status, stderr } = spawnSync(process.execPath, [option, 'x', '-e', '0'], { encoding: 'utf8' });
  assert.strictEqual(stderr.trim(), `${process.execPath}: ${option} must be used with ${option.replace(/-[a-z]+$/, '')}`);
  assert.strictEqual(status, 9);
}

// Coverage of the program, of its child and of a worker that is terminated in the middle of a loop.
const family = `
  const { spawnSync } = require('node:child_process');
  const { Worker } = require('node:worker_threads');
  function seen() {}
  seen();
  seen();
  if (process.argv[2] !== 'child') {
    spawnSync(process.execPath, [__filename, 'child'], { cwd: '/', env: {} });
    const worker = new Worker('function looping() { for (;;); }\\nrequire("node:worker_threads").parentPort.postMessage(0);\\nlooping();', { eval: true });
    worker.on('message', () => worker.terminate());
  }`;
const coverage = record([], family, { env: 'NODE_V8_COVERAGE', status: 0 });
assert.strictEqual(coverage.length, 3);
for (const { name } of coverage) assert.match(name, /^coverage-\d+-\d+-[01]\.json$/);
assert.deepStrictEqual(countsOf(coverage, 'seen'), [2, 2]);

// Taken in between, and stopped. The files are named by the millisecond, so the end has to be in another.
const taken = record([], `
  const v8 = require('node:v8');
  function counted() {}
  counted();
  counted();
  v8.takeCoverage();
  counted();
  for (const taken = Date.now(); Date.now() === taken;);`, { env: 'NODE_V8_COVERAGE', status: 0 });
assert.deepStrictEqual(countsOf(taken, 'counted').sort(), [1, 2]);
assert.deepStrictEqual(record([], 'require("node:v8").stopCoverage(); require("node:v8").takeCoverage();', { env: 'NODE_V8_COVERAGE', status: 0 }), []);

// Source maps go along.
const map = Buffer.from('{"version":3,"sources":["a.ts"],"names":[],"mappings":"AAAA"}').toString('base64');
const [{ value: mapped }] = record([], `1;\n//# sourceMappingURL=data:application/json;base64,${map}\n`, { env: 'NODE_V8_COVERAGE', status: 0 });
const [[url, entry]] = Object.entries(mapped['source-map-cache']);
assert.ok(url.startsWith('file://') && url.endsWith('/program.js'));
assert.strictEqual(entry.lineLengths[0], 2);
assert.match(entry.data.sources[0], /^file:.*\/a\.ts$/);
assert.strictEqual(entry.url, null);
