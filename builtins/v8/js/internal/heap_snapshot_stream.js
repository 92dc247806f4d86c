'use strict';

const { Readable } = require('node:stream');

/** Bytes of the snapshot handed to a reader at a time. */
const kChunk = 65536;

/** A stream of the snapshot's JSON. */
class HeapSnapshotStream extends Readable {
  #text;
  #position = 0;

  constructor(text) {
    super();
    this.#text = text;
  }

  _read() {
    if (this.#position >= this.#text.length) {
      this.push(null);
      return;
    }
    this.push(this.#text.subarray(this.#position, this.#position += kChunk));
  }
}

module.exports = { HeapSnapshotStream };
