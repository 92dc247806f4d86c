'use strict';

const assert = require('node:assert');
const { PassThrough, Readable, Writable, addAbortSignal, finished, pipeline } = require('node:stream');
const promises = require('node:stream/promises');

const collector = (into) => new Writable({
  objectMode: true,
  write(chunk, encoding, callback) { into.push(String(chunk)); callback(); },
});

(async () => {
  // Streams, generators and async functions in one chain.
  const out = [];
  await promises.pipeline(['a', 'b'], async function* (source) {
    for await (const chunk of source) yield chunk.toUpperCase();
  }, collector(out));
  assert.deepStrictEqual(out, ['A', 'B']);

  const sum = await promises.pipeline([1, 2, 3], async (source) => {
    let total = 0;
    for await (const n of source) total += n;
    return total;
  });
  assert.strictEqual(sum, 6);

  // An error anywhere destroys everything.
  const source = new Readable({ read() {} });
  const through = new PassThrough();
  const sink = collector([]);
  const failed = promises.pipeline(source, through, sink);
  through.destroy(new Error('broken pipe'));
  await assert.rejects(failed, { message: 'broken pipe' });
  assert.deepStrictEqual([source.destroyed, sink.destroyed], [true, true]);

  // end: false leaves the last one open.
  const open = collector([]);
  await promises.pipeline(Readable.from(['x']), open, { end: false });
  assert.strictEqual(open.writableEnded, false);

  // A signal stops it.
  const controller = new AbortController();
  const endless = promises.pipeline(new Readable({ read() {} }), collector([]), { signal: controller.signal });
  controller.abort();
  await assert.rejects(endless, { name: 'AbortError' });

  // Cut off before the end.
  const cut = new Readable({ read() {} });
  const watched = promises.finished(cut);
  cut.destroy();
  await assert.rejects(watched, { code: 'ERR_STREAM_PREMATURE_CLOSE' });
})();

// pipe waits for the slowest destination.
{
  const source = new Readable({ read() {} });
  const callbacks = [];
  const slow = new Writable({ highWaterMark: 1, write(chunk, encoding, callback) { callbacks.push(callback); } });
  const fast = collector([]);
  source.pipe(slow);
  source.pipe(fast);
  source.push('1');
  setImmediate(() => {
    assert.strictEqual(source.isPaused(), true);
    callbacks.shift()();
    setImmediate(() => {
      assert.strictEqual(source.isPaused(), false);
      source.destroy();
    });
  });
}

// finished, and its clean-up.
{
  const stream = new PassThrough();
  const before = stream.listenerCount('close');
  const stop = finished(stream, () => assert.fail('was stopped'));
  stop();
  assert.strictEqual(stream.listenerCount('close'), before);
  stream.destroy();
}

// addAbortSignal destroys.
{
  const controller = new AbortController();
  const stream = addAbortSignal(controller.signal, new Readable({ read() {} }));
  stream.on('error', (err) => assert.strictEqual(err.name, 'AbortError'));
  controller.abort();
  assert.strictEqual(stream.destroyed, true);
}
