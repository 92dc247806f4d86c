'use strict';

const assert = require('node:assert');
const { inspect } = require('node:util');
const { Duplex, Readable, Writable } = require('node:stream');
const { ReadableStream, TransformStream, WritableStream } = require('node:stream/web');

(async () => {
  // A queue with backpressure.
  let control;
  const plain = new ReadableStream({ start(controller) { control = controller; } }, { highWaterMark: 2 });
  control.enqueue('a');
  assert.strictEqual(control.desiredSize, 1);
  const reader = plain.getReader();
  assert.deepStrictEqual(await reader.read(), { value: 'a', done: false });
  control.close();
  assert.deepStrictEqual(await reader.read(), { value: undefined, done: true });
  await reader.closed;

  // tee, from, pipeThrough, iteration.
  const [one, two] = ReadableStream.from([1, 2]).tee();
  assert.deepStrictEqual([await Array.fromAsync(one), await Array.fromAsync(two)], [[1, 2], [1, 2]]);
  const doubled = ReadableStream.from([1, 2]).pipeThrough(new TransformStream({
    transform(chunk, controller) { controller.enqueue(chunk * 2); },
    flush(controller) { controller.enqueue('end'); },
  }));
  assert.deepStrictEqual(await Array.fromAsync(doubled), [2, 4, 'end']);

  // Bytes into the reader's buffer.
  const bytes = new ReadableStream({
    type: 'bytes',
    pull(controller) {
      controller.byobRequest.view[0] = 7;
      controller.byobRequest.respond(1);
    },
  });
  const { value } = await bytes.getReader({ mode: 'byob' }).read(new Uint8Array(4));
  assert.deepStrictEqual(value, new Uint8Array([7]));
  assert.strictEqual(value.buffer.byteLength, 4);

  // The error of a sink reaches every side.
  const broken = new WritableStream({ write() { throw new Error('no'); } });
  await assert.rejects(ReadableStream.from(['x', 'y']).pipeTo(broken), { message: 'no' });

  // An aborted pipe cancels its source.
  let cancelled;
  const endless = new ReadableStream({ cancel(reason) { cancelled = reason; } });
  await assert.rejects(endless.pipeTo(new WritableStream(), { signal: AbortSignal.abort('enough') }));
  assert.strictEqual(cancelled, 'enough');

  // To Node and back.
  assert.deepStrictEqual(await Readable.fromWeb(ReadableStream.from(['a', 'b'])).toArray(), ['a', 'b'].map((s) => Buffer.from(s)));
  const written = [];
  const sink = new Writable({ objectMode: true, write(chunk, encoding, callback) { written.push(chunk); callback(); } });
  await Readable.toWeb(Readable.from(['c', 'd'])).pipeTo(Writable.toWeb(sink));
  assert.deepStrictEqual(written, ['c', 'd']);
  const echo = Duplex.fromWeb(new TransformStream());
  echo.end('echo');
  assert.strictEqual((await echo.setEncoding('utf8').toArray()).join(''), 'echo');

  assert.strictEqual(inspect(new ReadableStream()), "ReadableStream { locked: false, state: 'readable', supportsBYOB: false }");
  assert.throws(() => new ReadableStream({ type: 'tape' }), { code: 'ERR_INVALID_ARG_VALUE' });
  assert.throws(() => Reflect.get(ReadableStream.prototype, 'locked', {}), { code: 'ERR_INVALID_THIS' });
})();

// The members of a result come in the order in which programs print them.
(async () => {
  const results = [await ReadableStream.from([1]).getReader().read(), await ReadableStream.from([1]).values().next()];
  for (const result of results) assert.strictEqual(inspect(result), '{ done: false, value: 1 }');
})();
