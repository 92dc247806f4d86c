'use strict';
const assert = require('node:assert');
const { Console } = require('node:console');

/** A console and the texts that it wrote. */
function recording(options) {
  const written = { out: '', err: '' };
  const stream = (name) => ({
    write(text) { written[name] += text; },
    on() {}, once() {}, removeListener() {}, listenerCount: () => 0,
  });
  return { console: new Console({ stdout: stream('out'), stderr: stream('err'), ...options }), written };
}

// Formatting, streams, groups.
{
  const { console, written } = recording({ groupIndentation: 4 });
  console.log('%s is %d', 'x', 5, { a: 1 });
  console.group('group');
  console.log('two\nlines');
  console.groupEnd();
  console.error(new Map());
  assert.strictEqual(written.out, 'x is 5 { a: 1 }\ngroup\n    two\n    lines\n');
  assert.strictEqual(written.err, 'Map(0) {}\n');
}

// Counters, assertions, traces.
{
  const { console, written } = recording();
  console.count();
  console.count('other');
  console.countReset();
  console.count();
  console.assert(true, 'not shown');
  console.assert(false, 'shown %d', 1);
  console.trace('here');
  assert.strictEqual(written.out, 'default: 1\nother: 1\ndefault: 1\n');
  assert.match(written.err, /^Assertion failed: shown 1\nTrace: here\n {4}at /);
}

// Methods are bound; the global console is a Console.
{
  const { console: own, written } = recording();
  const { log } = own;
  log('bound');
  assert.strictEqual(written.out, 'bound\n');
  assert.ok(own instanceof Console && console instanceof Console);
  assert.strictEqual(require('node:console'), console);
  assert.strictEqual(Object.prototype.toString.call(console), '[object console]');
}

// Timers say how long it took, also to a program that has stopped its clock.
{
  const { console, written } = recording();
  const { now } = performance;
  performance.now = () => 0;
  console.time('t');
  console.timeLog('t', 'data');
  console.timeEnd('t');
  performance.now = now;
  assert.match(written.out, /^t: [\d.]+ms data\nt: [\d.]+ms\n$/);
  assert.ok(!written.out.endsWith('t: 0ms\n'), written.out);
}

// A stream that fails does not end the program, unless asked.
{
  const broken = { write() { throw new Error('broken'); }, once() {}, removeListener() {}, listenerCount: () => 0 };
  new Console({ stdout: broken }).log('x');
  assert.throws(() => new Console({ stdout: broken, ignoreErrors: false }).log('x'), /broken/);
}

assert.throws(() => new Console({}), { code: 'ERR_CONSOLE_WRITABLE_STREAM' });
assert.throws(() => recording({ colorMode: 'x' }), { code: 'ERR_INVALID_ARG_VALUE' });
