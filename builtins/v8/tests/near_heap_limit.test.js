'use strict';
// Snapshots and profiles of a heap that is nearly full, of the main thread and of a worker.

const assert = require('node:assert');
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const v8 = require('node:v8');

const kSmall = ['--max-old-space-size=40', '--max-semi-space-size=1'];
/** Empty arrays: they take memory, and are little to tell in a snapshot. V8 does not interrupt a bare loop that only allocates. */
const fill = 'const held = []; (function fill() { for (let i = 0; i < 100; i++) held.push(new Array(1000)); setImmediate(fill) })()';
const inWorker = (text) => `
  const limits = { maxOldGenerationSizeMb: 40 };
  const worker = new (require('node:worker_threads').Worker)(${JSON.stringify(text)}, { eval: true, resourceLimits: limits });
  worker.on('error', ({ code }) => console.log(code));`;

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'near-heap-limit-'));
process.on('exit', () => fs.rmSync(folder, { recursive: true }));

/** Runs a program in an empty folder; gives how it ended and what it wrote, without date, time and process in the names. */
function run(args, options) {
  const cwd = fs.mkdtempSync(path.join(folder, 'run-'));
  const { signal, status, stdout, stderr } = spawnSync(process.execPath, args, { cwd, encoding: 'utf8', ...options });
  const files = fs.readdirSync(cwd).sort();
  const texts = files.map((name) => fs.readFileSync(path.join(cwd, name), 'utf8'));
  const said = stderr.split('\n').filter((line) => /^(Wrote|Failed)/.test(line)).map(short);
  return { end: signal ?? status, stdout, stderr, said, files: files.map(short), contents: texts.map((text) => JSON.parse(text)), cwd };
}

function short(text) {
  return text.replace(/Heap\.\d{8}\.\d{6}\.\d+\./, '');
}

/** V8's inspector needs as much of a heap profile as this. */
function assertHoldsProfile({ head, samples }) {
  assert.ok(head.children.length > 0 && samples.length > 0);
}

const cases = {
  'arguments are checked'() {
    for (const name of ['setHeapSnapshotNearHeapLimit', 'setHeapProfileNearHeapLimit']) {
      for (const wrong of ['1', undefined, {}]) assert.throws(() => v8[name](wrong), { code: 'ERR_INVALID_ARG_TYPE' });
      for (const wrong of [0, -1, 1.5, NaN, 2 ** 32]) assert.throws(() => v8[name](wrong), { code: 'ERR_OUT_OF_RANGE' });
      const options = ['--permission', '--allow-fs-read=*', '-e', `try { v8.${name}(1) } catch (error) { console.log(JSON.stringify(error), error.message) }`];
      const { cwd, stdout } = run(options);
      assert.strictEqual(stdout, `${JSON.stringify({ code: 'ERR_ACCESS_DENIED', permission: 'FileSystemWrite', resource: cwd })} ` +
        'Access to this API has been restricted. Use --allow-fs-write to manage permissions.\n');
    }
    const { end, stderr } = run(['--heapsnapshot-near-heap-limit=-1', '-e', '']);
    assert.strictEqual(end, 9);
    assert.match(stderr, /--heapsnapshot-near-heap-limit must not be negative/);
  },

  'the option has snapshots written before the process ends'() {
    const { end, cwd, contents, files, said, stderr } = run([...kSmall, '--heapsnapshot-near-heap-limit=2', '-e', fill]);
    assert.deepStrictEqual(files, ['0.001.heapsnapshot', '0.002.heapsnapshot']);
    assert.deepStrictEqual(said, files.map((name) => `Wrote snapshot to ${cwd}/${name}`));
    assert.strictEqual(end, 'SIGABRT');
    assert.match(stderr, /FATAL ERROR: .*JavaScript heap out of memory/);
    for (const { snapshot, nodes } of contents) assert.strictEqual(nodes.length, snapshot.node_count * snapshot.meta.node_fields.length);
  },

  'a heap that does not grow is not written'() {
    const { end, files } = run([...kSmall, '--heapsnapshot-near-heap-limit=1', '-e', 'for (let i = 0; i < 5000; i++) new Array(20_000)']);
    assert.deepStrictEqual([end, files], [0, []]);
  },

  'snapshots and profiles are written in turn, as often as was first asked'() {
    const both = 'v8.startHeapProfile(); v8.setHeapProfileNearHeapLimit(2); v8.setHeapSnapshotNearHeapLimit(1); v8.setHeapSnapshotNearHeapLimit(3);';
    const { contents, files } = run([...kSmall, '-e', both + fill]);
    // V8 may see that collecting is in vain before Node's heap reaches its limit once more.
    assert.match(files.join(' '), /^0\.001\.heapsnapshot( 0\.002\.heapprofile( 0\.003\.heapprofile)?)?$/);
    contents.slice(1).forEach(assertHoldsProfile);
  },

  'profiles need one that runs'() {
    const { end, files } = run([...kSmall, '-e', `v8.startHeapProfile().stop(); v8.setHeapProfileNearHeapLimit(1);${fill}`]);
    assert.deepStrictEqual([end, files], ['SIGABRT', []]);
  },

  'of a worker too, which then ends alone'() {
    const profile = `const v8 = require('node:v8'); v8.startHeapProfile(); v8.setHeapProfileNearHeapLimit(1);${fill}`;
    const profiled = run(['-e', inWorker(profile)]);
    assert.deepStrictEqual([profiled.stdout, profiled.files], ['ERR_WORKER_OUT_OF_MEMORY\n', ['1.001.heapprofile']], profiled.stderr);
    assert.deepStrictEqual(profiled.said, [`Wrote heap profile to ${profiled.cwd}/1.001.heapprofile`]);
    assertHoldsProfile(profiled.contents[0]);
    // Node's process ends with the worker now and then.
    if (process.versions.anode === undefined) return;
    const { files, stdout, stderr } = run(['--heapsnapshot-near-heap-limit=1', '-e', inWorker(fill)]);
    assert.deepStrictEqual([stdout, files], ['ERR_WORKER_OUT_OF_MEMORY\n', ['1.001.heapsnapshot']], stderr);
  },

  'files go into the folder of diagnostics, which may be missing: that is said'() {
    const profile = `v8.startHeapProfile(); v8.setHeapProfileNearHeapLimit(1);${fill}`;
    const missing = run([...kSmall, '--diagnostic-dir=none', '-e', profile]);
    assert.deepStrictEqual(missing.said, ['Failed to write heap profile none/0.001.heapprofile: no such file or directory']);
  },
};

for (const [name, check] of Object.entries(cases)) {
  try {
    check();
  } catch (error) {
    error.message = `${name}: ${error.message}`;
    throw error;
  }
}
