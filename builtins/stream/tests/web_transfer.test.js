'use strict';

// Streams that are moved: by structuredClone(), by a port, and to another thread. Chunks, backpressure, ends, errors and cancellation cross.
const assert = require('node:assert');
const { once } = require('node:events');
const { MessageChannel, Worker } = require('node:worker_threads');

const move = (stream) => structuredClone(stream, { transfer: [stream] });
const turns = async (count) => {
  for (let i = 0; i < count; i++) await new Promise((resolve) => setImmediate(resolve));
};
const startWorker = (program) => new Worker(`const { parentPort } = require('node:worker_threads'); ${program}`, { eval: true });

async function whatCanMove() {
  for (const Stream of [ReadableStream, WritableStream, TransformStream]) {
    const stream = new Stream();
    assert.throws(() => structuredClone(stream), { name: 'DataCloneError' });
    assert.throws(() => structuredClone({ stream, f() {} }, { transfer: [stream] }), { name: 'DataCloneError' });
    assert.throws(() => structuredClone(0, { transfer: [stream, stream] }), { message: `Transfer list contains duplicate ${Stream.name}` });
    const moved = move(stream);
    assert.ok(moved instanceof Stream && moved !== stream);
    assert.throws(() => move(stream), { name: 'DataCloneError', message: /^Cannot transfer a locked/ });
  }
  const locked = new TransformStream();
  locked.writable.getWriter();
  assert.throws(() => move(locked), { message: 'Cannot transfer a locked WritableStream' });
}

async function reading() {
  const log = [];
  let n = 0;
  const source = new ReadableStream({
    pull(controller) {
      log.push(`pull ${n}`);
      controller.enqueue(n++);
    },
    cancel(reason) { log.push(reason); },
  }, { highWaterMark: 0 });
  const reader = move(source).getReader();
  assert.ok(source.locked);
  await turns(20);
  assert.deepStrictEqual(log, ['pull 0']);
  for (const value of [0, 1]) assert.deepStrictEqual((await reader.read()).value, value);
  await turns(20);
  assert.deepStrictEqual(log, ['pull 0', 'pull 1', 'pull 2']);
  await reader.cancel('enough');
  await turns(20);
  assert.strictEqual(log.at(-1), 'enough');
  assert.strictEqual(source.locked, false);

  const bytes = new Uint8Array([1, 2]);
  const again = move(move(new ReadableStream({
    start(controller) {
      controller.enqueue(bytes);
      controller.close();
    },
  })));
  assert.deepStrictEqual(await Array.fromAsync(again), [new Uint8Array([1, 2])]);
  assert.strictEqual(bytes.length, 2);
}

async function readingErrors() {
  const failed = move(new ReadableStream({ start(controller) { controller.error(new RangeError('no source')); } }));
  await assert.rejects(failed.getReader().read(), { name: 'RangeError', message: 'no source' });

  // What cannot be cloned ends both sides.
  const { promise, resolve } = Promise.withResolvers();
  const odd = move(new ReadableStream({ start(controller) { controller.enqueue(() => {}); }, cancel: resolve }));
  await assert.rejects(odd.getReader().read(), { name: 'DataCloneError' });
  assert.strictEqual((await promise).name, 'DataCloneError');
}

async function writing() {
  const log = [];
  let release;
  const sink = new WritableStream({
    write(chunk) {
      log.push(chunk);
      return new Promise((resolve) => { release = resolve; });
    },
    close() { log.push('close'); },
  });
  const writer = move(sink).getWriter();
  for (const chunk of ['a', 'b', 'c', 'd']) writer.write(chunk);
  await turns(20);
  assert.deepStrictEqual(log, ['a']);
  // The sink is slow, and that is felt here.
  assert.ok(writer.desiredSize <= 0);
  const closed = writer.close();
  for (let i = 0; i < 4; i++) {
    release();
    await turns(10);
  }
  await closed;
  await turns(10);
  assert.deepStrictEqual(log, ['a', 'b', 'c', 'd', 'close']);
}

async function writingErrors() {
  const broken = move(new WritableStream({ write() { throw new TypeError('no sink'); } })).getWriter();
  await broken.write('x');
  await assert.rejects(broken.closed, { name: 'TypeError', message: 'no sink' });

  const { promise, resolve } = Promise.withResolvers();
  const aborted = move(new WritableStream({ abort: resolve })).getWriter();
  await aborted.abort({ why: 'not needed' });
  assert.deepStrictEqual(await promise, { why: 'not needed' });
  await assert.rejects(aborted.closed);

  const odd = move(new WritableStream()).getWriter();
  await assert.rejects(odd.write(() => {}), { name: 'DataCloneError' });
  await assert.rejects(odd.closed, { name: 'DataCloneError' });

  const shut = new WritableStream();
  shut.close();
  await assert.rejects(move(shut).getWriter().closed, { name: 'TypeError', message: /closed/ });
}

async function throughAPort() {
  const { port1, port2 } = new MessageChannel();
  const stream = ReadableStream.from(['from', 'a', 'port']);
  port1.postMessage({ stream }, [stream]);
  const [message] = await once(port2, 'message');
  assert.deepStrictEqual(await Array.fromAsync(message.stream), ['from', 'a', 'port']);
  port1.close();
}

async function betweenThreads() {
  const worker = startWorker(`
    parentPort.once('message', async ({ upper, source, sink }) => {
      for await (const chunk of source.pipeThrough(upper)) if (chunk === 'STOP') break;
      const writer = sink.getWriter();
      await writer.write('seen');
      await writer.close();
    });
    const numbers = new ReadableStream({
      pull(controller) { controller.enqueue(require('node:worker_threads').threadId); },
      cancel(reason) { parentPort.postMessage(reason); },
    });
    parentPort.postMessage(numbers, [numbers]);`);
  const [numbers] = await once(worker, 'message');
  for await (const number of numbers) {
    assert.strictEqual(number, worker.threadId);
    break;
  }
  const written = [];
  const { promise: closed, resolve: close } = Promise.withResolvers();
  const { promise: cancelled, resolve: cancel } = Promise.withResolvers();
  const source = new ReadableStream({
    start(controller) { for (const chunk of ['a', 'stop', 'b', 'c', 'd', 'e']) controller.enqueue(chunk); },
    cancel,
  });
  const upper = new TransformStream({ transform(chunk, controller) { controller.enqueue(chunk.toUpperCase()); } });
  const sink = new WritableStream({ write(chunk) { written.push(chunk); }, close });
  worker.postMessage({ upper, source, sink }, [upper, source, sink]);
  await Promise.all([closed, cancelled]);
  assert.deepStrictEqual(written, ['seen']);
  await worker.terminate();
}

(async () => {
  await whatCanMove();
  await reading();
  await readingErrors();
  await writing();
  await writingErrors();
  await throughAPort();
  await betweenThreads();
})();
