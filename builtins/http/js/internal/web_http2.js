'use strict';

/** HTTP/2 in the web client: one session to a place carries all exchanges with it, each on a stream of its own. */

const { InformationalError, SocketError } = require('internal:http/web_errors');
const { addressesOf } = require('internal:http/web_connection');

const NGHTTP2_NO_ERROR = 0;
const NGHTTP2_CANCEL = 8;
/** How long a session without streams is kept, in ms. */
const kKeepAliveTime = 4000;
/** What servers may send ahead, in bytes, on a stream and on the session. */
const kStreamWindow = 256 * 1024;
const kSessionWindow = 1024 * 1024;

class WebSession {
  /** @param {import('./web_pool').Lane} lane @param {import('node:tls').TLSSocket} socket that has agreed on `h2` */
  constructor(lane, socket) {
    this.lane = lane;
    this.info = addressesOf(socket);
    this.active = 0;
    this.keepAliveTime = kKeepAliveTime;
    /** When an idle session is closed; see web_pool.js. */
    this.deadline = 0;
    const { protocol, hostname, port } = lane.target;
    this.session = require('node:http2').connect(`${protocol}//${hostname}:${port}`, {
      createConnection: () => socket,
      settings: { enablePush: false, initialWindowSize: kStreamWindow },
    });
    this.session.on('connect', () => this.session.setLocalWindowSize(kSessionWindow));
    // What is wrong with a session each of its streams hears.
    this.session.on('error', ignore);
    this.session.on('close', () => lane.pool.removeSession(this));
  }

  /** Whether it takes more exchanges. */
  get isUsable() {
    return !this.session.closed && !this.session.destroyed;
  }

  /** A stream for one exchange. */
  open() {
    if (this.active++ === 0) this.session.ref();
    return new WebStream(this);
  }

  /** @param {number} time now */
  streamDone(time) {
    if (--this.active > 0) return;
    this.session.unref();
    this.deadline = time + this.keepAliveTime;
  }

  close() {
    this.session.close();
  }
}

/** One exchange, with the methods of a WebConnection. */
class WebStream {
  /** @param {WebSession} owner */
  constructor(owner) {
    this.owner = owner;
    this.lane = owner.lane;
    this.info = owner.info;
    /** @type {import('node:http2').ClientHttp2Stream | null} */
    this.stream = null;
    /** @type {import('./web_connection').Exchange | null} */
    this.exchange = null;
    this.isMultiplexed = true;
    this.isSent = false;
    this.hasHead = false;
    this.isClosed = false;
    this.isReading = true;
    this.used = 0;
    this.bytesWritten = 0;
    this.bytesRead = 0;
    this.deadline = 0;
    this.trailers = '';
  }

  /** @param {import('./web_connection').Exchange} exchange @param {string[]} fields names and values in turn @param {Uint8Array | string} data @param {boolean} isWhole */
  start(exchange, fields, data, isWhole) {
    this.exchange = exchange;
    this.used++;
    this.isSent = isWhole;
    this.bytesWritten = data.length;
    const isEmpty = isWhole && data.length === 0;
    try {
      this.stream = this.owner.session.request(fields, { endStream: isEmpty });
    } catch (error) {
      this.destroy(error);
      return;
    }
    this.#listen(this.stream);
    if (isWhole && !isEmpty) this.stream.end(data);
  }

  #listen(stream) {
    stream.on('response', (headers, flags, list) => this.#head(headers[':status'], textOf(list)));
    stream.on('trailers', (headers, flags, list) => { this.trailers = textOf(list); });
    stream.on('end', () => this.#end());
    stream.on('error', (error) => this.destroy(error));
    stream.on('close', () => this.destroy(this.lostError()));
  }

  #head(status, fields) {
    const { exchange, stream } = this;
    if (exchange === null) return;
    this.hasHead = true;
    this.lane.pool.noteProgress(this);
    stream.on('data', (chunk) => this.#body(chunk));
    if (!this.isReading) stream.pause();
    exchange.onHead(status, '', fields, this);
  }

  #body(chunk) {
    if (this.exchange === null) return;
    this.bytesRead += chunk.length;
    this.lane.pool.noteProgress(this);
    this.exchange.onBody(new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength));
  }

  #end() {
    const { exchange, stream } = this;
    // A reset stream ends, but not with its body.
    if (exchange === null || !this.hasHead || stream.rstCode !== NGHTTP2_NO_ERROR) return;
    this.exchange = null;
    this.giveBack();
    // The server answered before it had read everything: it wants no more.
    if (!this.isSent) this.#reset();
    exchange.onEnd(this.trailers);
  }

  #reset() {
    this.stream?.on('error', ignore).close(NGHTTP2_CANCEL);
  }

  /** True when there is room for more. @returns {boolean} */
  write(head, data) {
    this.bytesWritten += data.length;
    return this.stream === null || this.stream.write(data);
  }

  /** Calls back once there is room again. */
  whenDrained(callback) {
    this.stream?.once('drain', callback);
  }

  finishSending() {
    this.isSent = true;
    this.stream?.end();
  }

  readStop() {
    this.isReading = false;
    if (this.hasHead && !this.isClosed) this.stream.pause();
  }

  readStart() {
    this.isReading = true;
    if (this.hasHead && !this.isClosed) this.stream.resume();
  }

  /** The stream is over; the session goes on. */
  giveBack() {
    if (this.isClosed) return;
    this.isClosed = true;
    this.lane.pool.streamDone(this);
  }

  lostError() {
    if (this.owner.session.destroyed || this.owner.session.closed) return new SocketError('other side closed', this);
    return new InformationalError('HTTP/2: stream closed before the response was complete');
  }

  /** Gives up. An exchange that is open fails with `error`. @param {Error | null} error */
  destroy(error) {
    if (this.isClosed) return;
    const { exchange } = this;
    this.exchange = null;
    this.giveBack();
    this.#reset();
    exchange?.onError(error ?? this.lostError());
  }
}

/** The fields as the parser of HTTP/1 gives them. @param {string[]} list names and values in turn */
function textOf(list) {
  let text = '';
  for (let i = 0; i < list.length; i += 2) {
    if (list[i][0] !== ':') text += `${list[i]}\n${list[i + 1]}\n`;
  }
  return text;
}

function ignore() {}

module.exports = { WebSession };
