'use strict';

const { AbortError } = require('internal:shared/errors');
const { Duplex } = require('internal:stream/duplex');
const { isNodeStream, isTransformStream } = require('internal:stream/predicates');

/**
 * A duplex over other streams: it writes to one and reads from another. `compose` puts it around a chain, `Duplex.from` around a pair.
 * Who makes it watches those streams and says when they are through, with `finishWriting` and `halvesClosed`.
 */
class JoinedDuplex extends Duplex {
  #onDrain = null;
  #onFinish = null;
  #onReadable = null;
  /** `_destroy`'s callback. */
  #onClose = null;
  #halvesClosed = false;
  #destroyHalves;

  /**
   * @param {object} options of Duplex
   * @param {(err: Error | null) => void} destroyHalves
   */
  constructor(options, destroyHalves) {
    super(options);
    this.#destroyHalves = destroyHalves;
  }

  /** Writes go to `target`, a Node stream or a web stream. */
  writeTo(target) {
    if (isNodeStream(target)) this.#writeToNode(target);
    else this.#writeToWeb((isTransformStream(target) ? target.writable : target).getWriter());
  }

  #writeToNode(target) {
    this._write = (chunk, encoding, callback) => {
      if (target.write(chunk, encoding)) callback();
      else this.#onDrain = callback;
    };
    this._final = (callback) => {
      target.end();
      this.#onFinish = callback;
    };
    target.on('drain', () => {
      const callback = this.#onDrain;
      this.#onDrain = null;
      callback?.();
    });
  }

  #writeToWeb(writer) {
    this._write = async (chunk, encoding, callback) => {
      try {
        await writer.ready;
        // A failed write also fails `ready`, which is where it is handled.
        writer.write(chunk).catch(() => {});
        callback();
      } catch (err) {
        callback(err);
      }
    };
    this._final = async (callback) => {
      try {
        await writer.ready;
        writer.close().catch(() => {});
        this.#onFinish = callback;
      } catch (err) {
        callback(err);
      }
    };
  }

  /** The target has taken everything. */
  finishWriting() {
    const callback = this.#onFinish;
    this.#onFinish = null;
    callback?.();
  }

  /** Reads come from `source`, a Node stream or a web stream. */
  readFrom(source) {
    if (isNodeStream(source)) this.#readFromNode(source);
    else this.#readFromWeb((isTransformStream(source) ? source.readable : source).getReader());
  }

  #readFromNode(source) {
    this._read = () => {
      let chunk;
      do {
        chunk = source.read();
        if (chunk === null) {
          this.#onReadable = this._read;
          return;
        }
      } while (this.push(chunk));
    };
    source.on('readable', () => {
      const callback = this.#onReadable;
      this.#onReadable = null;
      callback?.();
    });
    source.on('end', () => this.push(null));
  }

  #readFromWeb(reader) {
    this._read = async () => {
      try {
        let result;
        do {
          result = await reader.read();
          if (result.done) {
            this.push(null);
            return;
          }
        } while (this.push(result.value));
      } catch {
        // Whoever joined the streams watches the source and destroys this duplex with its error.
      }
    };
  }

  /** Both halves are closed, `err` being the reason if it is not their natural end. */
  halvesClosed(err) {
    if (this.#halvesClosed) return;
    this.#halvesClosed = true;
    const callback = this.#onClose;
    this.#onClose = null;
    if (callback) callback(err);
    else if (err) this.destroy(err);
  }

  _destroy(err, callback) {
    if (!err && !this.#halvesClosed) err = new AbortError();
    this.#onReadable = null;
    this.#onDrain = null;
    this.#onFinish = null;
    this.#destroyHalves(err);
    if (this.#halvesClosed) callback(err);
    else this.#onClose = callback;
  }
}

module.exports = { JoinedDuplex };
