'use strict';

const assert = require('node:assert');
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { createTracing, getEnabledCategories } = require('node:trace_events');

const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'trace-'));
process.chdir(directory);
process.on('exit', () => fs.rmSync(directory, { recursive: true }));

// Tracings of a program.
assert.strictEqual(getEnabledCategories(), undefined);
assert.throws(() => createTracing(), { code: 'ERR_INVALID_ARG_TYPE' });
assert.throws(() => createTracing({ categories: 'x' }), { code: 'ERR_INVALID_ARG_TYPE' });
assert.throws(() => createTracing({ categories: [] }), { code: 'ERR_TRACE_EVENTS_CATEGORY_REQUIRED' });
const one = createTracing({ categories: ['node.perf', 'node.console'] });
const other = createTracing({ categories: ['node.perf'] });
assert.strictEqual(one.categories, 'node.perf,node.console');
one.enable();
one.enable();
other.enable();
assert.strictEqual(getEnabledCategories(), 'node.console,node.perf');
one.disable();
assert.deepStrictEqual([one.enabled, other.enabled, getEnabledCategories()], [false, true, 'node.perf']);
other.disable();
assert.strictEqual(getEnabledCategories(), undefined);

/** The events of a program that ends by itself, of `pid` and of the file that the options name. */
function trace(options, program, { status = 0, file = 'node_trace.1.log' } = {}) {
  const ended = spawnSync(process.execPath, [...options, '-e', program], { encoding: 'utf8' });
  assert.strictEqual(ended.status, status, ended.stderr);
  const name = file.replace('PID', ended.pid);
  const { traceEvents } = JSON.parse(fs.readFileSync(name, 'utf8'));
  fs.rmSync(name);
  for (const event of traceEvents) assert.ok(event.pid === ended.pid && event.ts > 0, JSON.stringify(event));
  return traceEvents;
}

const namesOf = (events, category, phase) => events.filter(({ cat, ph }) => cat === category && ph === phase).map(({ name }) => name);

// Metadata, also where nothing is traced.
const empty = trace(['--trace-event-categories', 'none.such'], '1');
assert.ok(empty.every(({ cat }) => cat === '__metadata'));
assert.ok(namesOf(empty, '__metadata', 'M').includes('thread_name'));

// Asynchronous resources.
const hooks = trace(['--trace-event-categories=node.async_hooks'], 'setTimeout(() => {}, 1);');
const timeout = hooks.find(({ name, ph }) => name === 'Timeout' && ph === 'b');
assert.ok(timeout.args.data.executionAsyncId > 0 && timeout.args.data.triggerAsyncId > 0);
assert.match(timeout.id, /^0x[0-9a-f]+$/);
for (const phase of ['B', 'E']) assert.ok(namesOf(hooks, 'node,node.async_hooks', phase).includes('Timeout_CALLBACK'));

// Calls of require(), also nested ones and those that fail.
fs.writeFileSync('outer.js', 'require("./in\'ner.js"); try { require("./missing"); } catch {}');
fs.writeFileSync("in'ner.js", 'require("url")');
const loads = trace(['--trace-event-categories', 'node.module_timer'], 'require("./outer.js")').filter(({ cat, name }) => cat === 'node,node.module_timer' && name !== "require('module')");
assert.deepStrictEqual(loads.map(({ ph, name }) => `${ph} ${name}`), [
  "b require('./outer.js')", "b require('./in'ner.js')", "b require('url')", "e require('url')", "e require('./in'ner.js')",
  "b require('./missing')", "e require('./missing')", "e require('./outer.js')",
]);
const timed = spawnSync(process.execPath, ['-e', 'require("./outer.js")'], { encoding: 'utf8', env: { ...process.env, NODE_DEBUG: 'module_timer' } });
assert.match(timed.stderr, /^MODULE_TIMER \d+ \[.*outer\.js\] \[\.\/in'ner\.js\]: [\d.]+ms$/m);

// Several categories, another file, an end by process.exit().
const program = `
  console.time('label');
  console.timeEnd('label');
  process.exit(3);`;
const mixed = trace(
  ['--trace-event-categories', 'node.console,node.bootstrap', '--trace-event-file-pattern=\${pid}-\${rotation}.json'], program,
  { status: 3, file: 'PID-1.json' });
assert.deepStrictEqual(namesOf(mixed, 'node,node.console', 'b'), ['time::label']);
assert.deepStrictEqual(namesOf(mixed, 'node,node.console', 'e'), ['time::label']);
assert.ok(namesOf(mixed, 'node,node.bootstrap', 'I').includes('bootstrapComplete'));

// Requests.
const requests = trace(['--trace-events-enabled', '--trace-event-categories', 'node.http'], `
  const http = require('node:http');
  const server = http.createServer((request, response) => { response.end(); server.close(); }).listen(0, () => {
    http.get({ port: server.address().port, path: '/path' });
  });`);
for (const phase of ['b', 'e']) {
  assert.deepStrictEqual(namesOf(requests, 'node,node.http', phase).sort(), ['http.client.request', 'http.server.request']);
}
assert.deepStrictEqual(requests.find(({ name, ph }) => name === 'http.server.request' && ph === 'e').args.data, { url: '/path', statusCode: 200 });

// Workers write to the same file.
const threads = trace(['--trace-event-categories', 'node'], 'new (require("node:worker_threads").Worker)("1", { eval: true, name: "named" });');
assert.ok(threads.some(({ name, args }) => name === 'thread_name' && args.name === '[worker 1] named'));
