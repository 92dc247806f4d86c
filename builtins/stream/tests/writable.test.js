'use strict';

const assert = require('node:assert');
const { Duplex, PassThrough, Readable, Transform, Writable, duplexPair } = require('node:stream');

// Backpressure: false once the mark is reached, 'drain' once all is written.
{
  const pending = [];
  const sink = new Writable({ highWaterMark: 4, write(chunk, encoding, callback) { pending.push(callback); } });
  let drained = false;
  sink.on('drain', () => { drained = true; });
  assert.strictEqual(sink.write('ab'), true);
  assert.strictEqual(sink.write('cd'), false);
  assert.strictEqual(sink.writableNeedDrain, true);
  pending.shift()();
  pending.shift()();
  assert.strictEqual(drained, true);
}

// Corked writes reach _writev together.
{
  const batches = [];
  const sink = new Writable({ writev(chunks, callback) { batches.push(chunks.map(({ chunk }) => `${chunk}`)); callback(); } });
  sink.cork();
  sink.write('a');
  sink.write('b');
  sink.uncork();
  assert.deepStrictEqual(batches, [['a', 'b']]);
}

// _final, 'prefinish', the callback of end(), 'finish', 'close'.
{
  const order = [];
  const sink = new Writable({
    write(chunk, encoding, callback) { order.push('write'); callback(); },
    final(callback) { order.push('final'); callback(); },
  });
  for (const event of ['prefinish', 'finish', 'close']) sink.on(event, () => order.push(event));
  sink.on('close', () => assert.deepStrictEqual(order, ['write', 'final', 'prefinish', 'end callback', 'finish', 'close']));
  sink.end('x', () => order.push('end callback'));
}

// The error of a write reaches its callback, then the queued ones, then 'error'.
{
  const order = [];
  const failure = new Error('disk full');
  const sink = new Writable({ write(chunk, encoding, callback) { process.nextTick(callback, failure); } });
  sink.write('a', (err) => order.push(['a', err]));
  sink.write('b', (err) => order.push(['b', err]));
  sink.on('error', (err) => order.push(['error', err]));
  sink.on('close', () => assert.deepStrictEqual(order, [['a', failure], ['b', failure], ['error', failure]]));
}

// Writing too late.
{
  const sink = new Writable({ write(chunk, encoding, callback) { callback(); } });
  sink.on('error', (err) => assert.strictEqual(err.code, 'ERR_STREAM_WRITE_AFTER_END'));
  sink.end();
  assert.strictEqual(sink.write('late'), false);
}

// _construct holds everything up.
{
  const order = [];
  const sink = new Writable({
    construct(callback) { order.push('construct'); setImmediate(callback); },
    write(chunk, encoding, callback) { order.push(`${chunk}`); callback(); },
  });
  sink.end('x');
  assert.deepStrictEqual(order, []);
  sink.on('finish', () => assert.deepStrictEqual(order, ['construct', 'x']));
}

// A transform with its flush; duplexes of all kinds.
(async () => {
  const upper = new Transform({
    transform(chunk, encoding, callback) { callback(null, `${chunk}`.toUpperCase()); },
    flush(callback) { callback(null, '!'); },
  });
  upper.end('abc');
  assert.strictEqual((await upper.setEncoding('utf8').toArray()).join(''), 'ABC!');

  const composed = Readable.from(['a', 'b']).compose(async function* (source) {
    for await (const chunk of source) yield `${chunk}${chunk}`;
  });
  assert.deepStrictEqual(await composed.toArray(), ['aa', 'bb']);

  const shout = Duplex.from(async function* (source) {
    for await (const chunk of source) yield `${chunk}!`;
  });
  shout.end('hey');
  assert.deepStrictEqual(await shout.toArray(), ['hey!']);

  const [left, right] = duplexPair();
  left.end('over');
  assert.strictEqual((await right.setEncoding('utf8').toArray()).join(''), 'over');

  assert.strictEqual(new PassThrough() instanceof Writable, true);
  assert.strictEqual(new Readable() instanceof Writable, false);
})();
