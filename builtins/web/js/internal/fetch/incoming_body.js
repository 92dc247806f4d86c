'use strict';

/**
 * The body of a response while it comes in. What came before somebody reads is kept, and when that is much the sender waits. It is then
 * collected, which needs no stream, or read as a stream.
 */

/** Bytes kept for a reader before the sender has to wait. */
const kHighWaterMark = 64 * 1024;

/** @typedef {{ readStop(): void, readStart(): void, cancel(reason: unknown): void }} Sender */

class IncomingBody {
  /** @param {Sender} sender */
  constructor(sender) {
    this.sender = sender;
    /** @type {Uint8Array[]} */
    this.chunks = [];
    this.waiting = 0;
    this.ended = false;
    /** @type {{ error: unknown } | null} */
    this.failure = null;
    /** Settles the promise of all chunks. */
    this.collector = null;
    this.controller = null;
    this.readable = null;
  }

  /** @param {Uint8Array} chunk */
  push(chunk) {
    if (chunk.length === 0 || this.ended || this.failure !== null) return;
    if (this.controller !== null) {
      this.controller.enqueue(chunk);
      if (this.controller.desiredSize <= 0) this.sender.readStop();
      return;
    }
    this.chunks.push(chunk);
    if (this.collector !== null) return;
    this.waiting += chunk.length;
    if (this.waiting >= kHighWaterMark) this.sender.readStop();
  }

  end() {
    if (this.ended || this.failure !== null) return;
    this.ended = true;
    this.collector?.resolve(this.chunks);
    if (this.controller !== null) closeController(this.controller);
  }

  fail(error) {
    if (this.ended || this.failure !== null) return;
    this.failure = { error };
    this.chunks.length = 0;
    this.collector?.reject(error);
    this.controller?.error(error);
  }

  /** All bytes. @returns {Promise<Uint8Array[]>} */
  collect() {
    if (this.failure !== null) return Promise.reject(this.failure.error);
    if (this.ended) return Promise.resolve(this.chunks);
    this.collector = Promise.withResolvers();
    this.sender.readStart();
    return this.collector.promise;
  }

  /** @returns {ReadableStream} */
  stream() {
    const { ReadableStream } = require('node:stream/web');
    this.readable = new ReadableStream({
      type: 'bytes',
      start: (controller) => this.#attach(controller),
      pull: () => this.sender.readStart(),
      cancel: (reason) => this.cancel(reason),
    }, { highWaterMark: kHighWaterMark });
    return this.readable;
  }

  #attach(controller) {
    this.controller = controller;
    for (const chunk of this.chunks) controller.enqueue(chunk);
    this.chunks = [];
    if (this.failure !== null) controller.error(this.failure.error);
    else if (this.ended) closeController(controller);
  }

  cancel(reason) {
    if (this.ended || this.failure !== null) return;
    this.ended = true;
    this.chunks = [];
    this.sender.cancel(reason);
  }

  /** Whoever could have read it is gone. */
  abandon() {
    if (this.collector !== null) return;
    if (this.readable === null) this.cancel(undefined);
    else if (!this.readable.locked && !require('node:stream').isDisturbed(this.readable)) this.readable.cancel(undefined).catch(ignore);
  }
}

function ignore() {}

function closeController(controller) {
  controller.close();
  controller.byobRequest?.respond(0);
}

/** Bodies of responses that nobody holds any more: their connections must not wait for ever. */
const forgotten = new FinalizationRegistry((body) => body.abandon());

/** Frees the connection of `body` when `response` is collected unread. @param {Response} response @param {IncomingBody} body */
function abandonWith(response, body) {
  forgotten.register(response, body);
}

module.exports = { IncomingBody, abandonWith };
