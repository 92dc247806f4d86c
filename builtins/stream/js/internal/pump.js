'use strict';

const { aggregateTwoErrors, codes: { ERR_INVALID_ARG_TYPE } } = require('internal:shared/errors');
const { finished } = require('internal:stream/finished');
const { isIterable, isReadableNodeStream, isTransformStream } = require('internal:stream/predicates');

/**
 * Writes what an iterable yields to a Node stream, with backpressure.
 * @param {Iterable | AsyncIterable} iterable
 * @param {import('node:stream').Writable} writable
 * @param {(err?: Error) => void} finish
 * @param {boolean} end also ends the stream
 */
async function pumpToNode(iterable, writable, finish, end) {
  let failure;
  let wake = null;

  function resume(err) {
    if (err) failure = err;
    if (wake === null) return;
    const settle = wake;
    wake = null;
    settle();
  }
  function waitForDrain() {
    return new Promise((resolve, reject) => {
      if (failure) {
        reject(failure);
        return;
      }
      wake = () => {
        if (failure) reject(failure);
        else resolve();
      };
    });
  }

  writable.on('drain', resume);
  const stopWatching = finished(writable, { readable: false }, resume);
  try {
    if (writable.writableNeedDrain) await waitForDrain();
    for await (const chunk of iterable) {
      if (!writable.write(chunk)) await waitForDrain();
    }
    if (end) {
      writable.end();
      // Wakes at 'finish'.
      await waitForDrain();
    }
    finish();
  } catch (err) {
    finish(failure !== err ? aggregateTwoErrors(failure, err) : err);
  } finally {
    stopWatching();
    writable.off('drain', resume);
  }
}

/** The same for a web stream. */
async function pumpToWeb(iterable, stream, finish, end) {
  const writer = (isTransformStream(stream) ? stream.writable : stream).getWriter();
  try {
    for await (const chunk of iterable) {
      await writer.ready;
      // A failed write also fails `ready`, which is where it is handled.
      writer.write(chunk).catch(() => {});
    }
    await writer.ready;
    if (end) await writer.close();
    finish();
  } catch (err) {
    try {
      await writer.abort(err);
      finish(err);
    } catch (abortError) {
      finish(abortError);
    }
  }
}

function makeAsyncIterable(value) {
  if (isIterable(value)) return value;
  if (isReadableNodeStream(value)) return iterateLegacy(value);
  throw new ERR_INVALID_ARG_TYPE('val', ['Readable', 'Iterable', 'AsyncIterable'], value);
}

/** Userland streams that are no iterables. They are touched only when somebody iterates. */
async function* iterateLegacy(stream) {
  const { Readable } = require('internal:stream/readable');
  yield* Readable.prototype[Symbol.asyncIterator].call(stream);
}

module.exports = { pumpToNode, pumpToWeb, makeAsyncIterable };
