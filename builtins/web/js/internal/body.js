'use strict';

/** What Request and Response have in common (https://fetch.spec.whatwg.org/#body-mixin): a body that is read once. */

const kTextTypes = 'text/plain;charset=UTF-8';

/**
 * A body as a stream with the content type it implies.
 * @param {unknown} init
 * @returns {{ stream: ReadableStream | null, type: string | null }}
 */
function extractBody(init) {
  if (init === undefined || init === null) return { stream: null, type: null };
  const { ReadableStream } = require('node:stream/web');
  if (init instanceof ReadableStream) {
    if (init.locked) throw new TypeError('Response body object should not be disturbed or locked');
    return { stream: init, type: null };
  }
  const { blob, type } = blobOf(init);
  return { stream: blob.stream(), type };
}

function blobOf(init) {
  const { Blob } = require('node:buffer');
  const { FormData, encodeForm } = require('internal:web/form_data');
  const { URLSearchParams } = require('node:url');
  if (init instanceof Blob) return { blob: init, type: init.type || null };
  if (init instanceof FormData) return encodeForm(init);
  if (init instanceof URLSearchParams) return { blob: new Blob([`${init}`]), type: 'application/x-www-form-urlencoded;charset=UTF-8' };
  if (ArrayBuffer.isView(init) || init instanceof ArrayBuffer) return { blob: new Blob([init]), type: null };
  return { blob: new Blob([`${init}`]), type: kTextTypes };
}

class Body {
  #stream = null;
  #used = false;

  /** Takes the body over; called once by the constructors. */
  static attach(target, stream) {
    target.#stream = stream;
  }

  get body() { return this.#stream; }

  get bodyUsed() {
    return this.#stream !== null && (this.#used || require('node:stream').isDisturbed(this.#stream));
  }

  async arrayBuffer() { return (await this.#read()).buffer; }
  async bytes() { return this.#read(); }
  async text() { return new TextDecoder().decode(await this.#read()); }
  async json() { return JSON.parse(await this.text()); }

  async blob() {
    const { Blob } = require('node:buffer');
    return new Blob([await this.#read()], { type: this.headers.get('content-type') ?? '' });
  }

  /** A second body with the same content. */
  static split(target) {
    if (target.bodyUsed || target.#stream?.locked) throw new TypeError('Response.clone: Body has already been consumed.');
    if (target.#stream === null) return null;
    const [first, second] = target.#stream.tee();
    target.#stream = first;
    return second;
  }

  async #read() {
    if (this.bodyUsed || this.#stream?.locked) throw new TypeError('Body is unusable: Body has already been read');
    if (this.#stream === null) return new Uint8Array(0);
    this.#used = true;
    const chunks = [];
    for await (const chunk of this.#stream) {
      if (!(chunk instanceof Uint8Array)) throw new TypeError('Received non-Uint8Array chunk');
      chunks.push(chunk);
    }
    const bytes = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
    let position = 0;
    for (const chunk of chunks) {
      bytes.set(chunk, position);
      position += chunk.length;
    }
    return bytes;
  }
}

module.exports = { Body, extractBody };
