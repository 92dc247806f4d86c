'use strict';
// Diagnostic reports: their sections, and what makes the process write one.

const assert = require('node:assert');
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'report-'));
process.on('exit', () => fs.rmSync(folder, { recursive: true }));

const report = process.report.getReport(Object.assign(new Error('shown'), { code: 'E_SHOWN' }));
assert.deepStrictEqual(Object.keys(report), [
  'header', 'javascriptStack', 'javascriptHeap', 'nativeStack', 'resourceUsage', 'uvthreadResourceUsage', 'libuv', 'workers',
  'environmentVariables', 'userLimits', 'sharedObjects',
]);
assert.strictEqual(report.javascriptStack.message, 'Error: shown');
assert.deepStrictEqual(report.javascriptStack.errorProperties, { code: 'E_SHOWN' });
assert.ok(report.nativeStack.length > 2 && /^0x[0-9a-f]+$/.test(report.nativeStack[0].pc));
assert.ok(report.sharedObjects.some((name) => name.includes('libc')));
assert.strictEqual(typeof report.resourceUsage.free_memory, 'number');
assert.ok(report.userLimits.open_files.soft > 0);
assert.strictEqual(report.libuv.at(-1).type, 'loop');

{
  // Each thread tells of itself, also one that is busy, and one that another thread has started.
  const { Worker } = require('node:worker_threads');
  const inner = 'setInterval(() => {}, 1e6)';
  const outer = `new (require("worker_threads").Worker)(${JSON.stringify(inner)}, { eval: true, name: "inner" }).once("online", function busy() {
    require("worker_threads").parentPort.postMessage("busy"); for (;;);
  })`;
  const worker = new Worker(outer, { eval: true, name: 'outer' });
  worker.once('message', () => {
    const { header, workers } = process.report.getReport();
    assert.deepStrictEqual([header.threadId, header.event, workers.length], [0, 'JavaScript API', 1]);
    const [busy] = workers;
    assert.deepStrictEqual(Object.keys(busy), Object.keys(report));
    assert.deepStrictEqual([busy.header.threadId, busy.header.event], [worker.threadId, 'Worker thread subreport [outer]']);
    assert.strictEqual(busy.javascriptStack.message, 'GetReport');
    assert.match(busy.javascriptStack.stack[0], /^at busy \(\[worker eval\]:2:/);
    assert.ok(busy.javascriptHeap.usedMemory > 0 && busy.javascriptHeap.heapSpaces.old_space.used > 0);
    assert.deepStrictEqual(busy.workers.map((thread) => thread.header.event), ['Worker thread subreport [inner]']);
    assert.strictEqual(busy.workers[0].javascriptStack.message, 'No stack.');
    worker.terminate().then(() => assert.deepStrictEqual(process.report.getReport().workers, []));
  });
}
{
  // What handles wait for.
  const server = require('node:net').createServer().listen(0, '127.0.0.1', () => {
    process.report.excludeNetwork = true;
    const timer = setTimeout(() => {}, 1e6);
    const child = require('node:child_process').spawn(process.execPath, ['-e', 'setTimeout(() => {}, 1e6)'], { stdio: 'ignore' });
    const ignore = () => {};
    process.on('SIGUSR2', ignore);
    const { libuv } = process.report.getReport();
    const { port } = server.address();
    const listening = libuv.find(({ type, localEndpoint }) => type === 'tcp' && localEndpoint?.port === port);
    assert.deepStrictEqual(listening.localEndpoint, { host: '127.0.0.1', ip4: '127.0.0.1', port });
    assert.deepStrictEqual([listening.is_active, listening.is_referenced, listening.remoteEndpoint], [true, true, null]);
    assert.ok(libuv.some(({ type, firesInMsFromNow }) => type === 'timer' && firesInMsFromNow > 0));
    assert.ok(libuv.some(({ type, pid }) => type === 'process' && pid === child.pid));
    assert.ok(libuv.some(({ type, signum, signal, is_referenced }) => type === 'signal' && signum === 12 && signal === 'SIGUSR2' && !is_referenced));
    process.off('SIGUSR2', ignore);
    clearTimeout(timer);
    queuesAndNames();
    child.kill();
    server.close();
  });
}

/** What waits to be written, and what is watched. */
function queuesAndNames() {
  const { glibcVersionRuntime, glibcVersionCompiler } = process.report.getReport().header;
  for (const version of [glibcVersionRuntime, glibcVersionCompiler]) assert.match(version, /^\d+\.\d+$/);
  // A child that does not read.
  const sleeper = require('node:child_process').spawn('sleep', ['1000'], { stdio: ['pipe', 'ignore', 'ignore'] });
  sleeper.stdin.on('error', () => {}).write(Buffer.alloc(4 << 20));
  const watchers = [fs.watch(folder), fs.watch(__filename, { persistent: false })];
  const { libuv } = process.report.getReport();
  assert.ok(libuv.some(({ type, writeQueueSize }) => type === 'pipe' && writeQueueSize > 0));
  assert.ok(libuv.some(({ type, writeQueueSize }) => type === 'tcp' && writeQueueSize === 0));
  const watched = libuv.filter(({ type }) => type === 'fs_event').map((entry) => [entry.filename, entry.is_referenced]);
  assert.deepStrictEqual(watched.toSorted(), [[folder, true], [__filename, false]].toSorted());
  for (const watcher of watchers) watcher.close();
  sleeper.kill();
}

function run(options, program) {
  const name = `${fs.readdirSync(folder).length}.json`;
  const { status, signal, stderr } = spawnSync(
    process.execPath, [`--report-dir=${folder}`, `--report-filename=${name}`, ...options, '-e', program], { encoding: 'utf8' });
  const file = path.join(folder, name);
  return { status, signal, stderr, text: fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : undefined };
}

{
  const { status, text } = run(['--report-uncaught-exception', '--report-exclude-env'], 'throw new TypeError("uncaught")');
  const { header, javascriptStack, environmentVariables } = JSON.parse(text);
  assert.deepStrictEqual([status, header.trigger], [1, 'Exception']);
  assert.ok(JSON.stringify(javascriptStack).includes('TypeError: uncaught'));
  assert.strictEqual(environmentVariables, undefined);
}
{
  const { text } = run(['--report-uncaught-exception'], 'process.on("uncaughtException", () => {}); throw 1');
  assert.strictEqual(text, undefined, 'an exception that was handled is not reported');
}
{
  const { text } = run(
    ['--report-on-signal', '--report-signal=SIGUSR2', '--report-compact', '--report-exclude-network'],
    'process.kill(process.pid, "SIGUSR2"); setImmediate(function again() { fs.existsSync(process.report.directory + "/" + process.report.filename) || setImmediate(again) })');
  assert.strictEqual(text.indexOf('\n'), text.length - 1, 'one line');
  const { header } = JSON.parse(text);
  assert.deepStrictEqual([header.event, header.trigger, header.networkInterfaces], ['SIGUSR2', 'Signal', undefined]);
}
{
  // The heap is full: no JavaScript can run any more.
  const { signal, stderr, text } = run(
    ['--report-on-fatalerror', '--max-heap-size=30'], 'const a = []; for (;;) a.push(new Array(1e4).fill(1.1))');
  assert.strictEqual(signal, 'SIGABRT');
  assert.match(stderr, /FATAL ERROR: .* JavaScript heap out of memory/);
  const { header, javascriptHeap } = JSON.parse(text);
  assert.strictEqual(header.trigger, 'OOMError');
  assert.strictEqual(javascriptHeap.memoryLimit, 30 << 20);
  assert.ok(javascriptHeap.usedMemory > 10 << 20);
}
{
  const { stderr } = run(['--report-dir=/no/such/folder'], 'process.exitCode = process.report.writeReport() === "" ? 0 : 1');
  assert.match(stderr, /Failed to open Node\.js report file/);
}
