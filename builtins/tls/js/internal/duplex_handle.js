'use strict';

/** The handle of a stream that is no socket: what TLS writes goes to the stream, what the stream reads goes to TLS. */

const process = require('internal:process/object');
const { setImmediate } = require('node:timers');
const { codes } = require('internal:shared/errors');

const UV_EOF = -4095;
const UV_ECANCELED = -125;

class DuplexHandle {
  /** @param {import('node:stream').Duplex} stream */
  constructor(stream) {
    this.stream = stream;
    this.kind = undefined;
    this.ended = false;
    this.native = new binding.DuplexTransport(
      (bytes) => this.write(bytes),
      () => this.end(),
      (wanted) => this.setReading(wanted),
    );
    this.onData = (chunk) => this.receive(chunk);
    this.onEnd = () => this.endReading();
    stream.on('end', this.onEnd);
    stream.on('close', this.onEnd);
  }

  transport() {
    return this.native.transport();
  }

  receive(chunk) {
    if (typeof chunk === 'string' || !ArrayBuffer.isView(chunk)) {
      this.stream.pause();
      this.stream.removeListener('data', this.onData);
      this.stream.destroy(new codes.ERR_STREAM_WRAP());
      return;
    }
    this.native.receive(chunk);
  }

  endReading() {
    if (this.ended) return;
    this.ended = true;
    this.native.ended(UV_EOF);
  }

  setReading(wanted) {
    const { stream } = this;
    if (!wanted) stream.pause();
    else if (stream.listenerCount('data', this.onData) === 0) stream.on('data', this.onData);
    else stream.resume();
  }

  write(bytes) {
    const { length } = bytes;
    this.stream.write(bytes, (error) => this.native.written(length, error ? UV_ECANCELED : 0));
  }

  end() {
    this.stream.end();
  }

  close(callback) {
    const { stream } = this;
    stream.removeListener('data', this.onData);
    stream.removeListener('end', this.onEnd);
    stream.removeListener('close', this.onEnd);
    this.native.release();
    stream.destroy();
    if (callback) setImmediate(callback);
  }
}

module.exports = { DuplexHandle };
