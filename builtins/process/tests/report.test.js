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
