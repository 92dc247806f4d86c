'use strict';

/** https://websockets.spec.whatwg.org/#the-websocket-interface */

const { clearTimeout, setTimeout } = require('node:timers');
const { URL } = require('internal:url/url');
const process = require('internal:process/object');
const { Buffer } = require('node:buffer');
const { defineEventHandler, Event, EventTarget } = require('internal:events/event_target');
const { CloseEvent, ErrorEvent } = require('internal:web/close_event');
const { MessageEvent } = require('internal:web/message_event');
const channels = require('internal:web/websocket/channels');
const { DOMException } = require('internal:web/dom_exception');
const {
  defineInterface, illegalInvocation, isObject, requireArguments, toDOMString, toDictionary, toUSVString,
} = require('internal:web/webidl');

const kRef = Symbol.for('nodejs.ref');
const kUnref = Symbol.for('nodejs.unref');

const CONNECTING = 0;
const OPEN = 1;
const CLOSING = 2;
const CLOSED = 3;

/** Opcodes, which the decoder uses for what it found as well. */
const TEXT = 1;
const BINARY = 2;
const CLOSE = 8;
const PING = 9;
const PONG = 10;

const kNoStatus = 1005;
const kAbnormal = 1006;
/** Bytes of a message at most, also of one that grows when it is decompressed. */
const kLongestMessage = 128 * 1024 * 1024;
/** How long the server may take to close after it was told to, in ms. */
const kClosePatience = 3000;
const kToken = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

class WebSocket extends EventTarget {
  #url;
  #binaryType = 'blob';
  #state = CONNECTING;
  #protocol = '';
  #extensions = '';
  #buffered = 0;
  #opening = null;
  #socket = null;
  #decoder = null;
  #timer = null;
  /** Code and reason of the server's close frame. @type {[number, string] | null} */
  #received = null;
  #closeSent = false;
  #failure = null;
  #isReferenced = true;
  /** Blobs whose bytes are being read: what follows waits for them. */
  #queue = null;

  /** @param {string | URL} url @param {string | string[] | { protocols?: string | string[], headers?: HeadersInit, dispatcher?: object }} [protocols] */
  constructor(url, protocols = []) {
    super();
    requireArguments(arguments, 1, 'WebSocket constructor');
    const options = optionsOf(protocols);
    this.#url = parseUrl(toUSVString(url, 'WebSocket constructor', 'url'));
    requireProtocols(options.protocols);
    const { openWebSocket } = require('internal:web/websocket/handshake');
    this.#opening = openWebSocket(this.#url, options.protocols, options, (error, agreement) => {
      this.#opening = null;
      if (this.#state === CLOSED) agreement?.socket.destroy();
      else if (error !== null) this.#fail(error);
      else this.#opened(agreement);
    });
  }

  close(code = undefined, reason = undefined) {
    requireSocket(this);
    const status = code === undefined ? undefined : toClampedShort(code);
    const text = reason === undefined ? '' : toUSVString(reason, 'WebSocket.close', 'reason');
    if (status !== undefined && status !== 1000 && (status < 3000 || status > 4999)) {
      throw new DOMException('invalid code', 'InvalidAccessError');
    }
    const length = Buffer.byteLength(text);
    if (length > 123) throw new DOMException(`Reason must be less than 123 bytes; received ${length}`, 'SyntaxError');
    if (this.#state === CONNECTING) {
      this.#state = CLOSING;
      const opening = this.#opening;
      this.#opening = null;
      opening?.destroy();
      process.nextTick(() => this.#fail(new TypeError('Connection was closed before it was established.')));
    } else if (this.#state === OPEN) {
      this.#state = CLOSING;
      this.#inOrder(() => this.#sendClose(status, text));
    }
  }

  send(data) {
    requireSocket(this);
    requireArguments(arguments, 1, 'WebSocket.send');
    const { Blob } = require('node:buffer');
    const isBlob = data instanceof Blob;
    const payload = isBlob ? data : bytesOf(data);
    if (this.#state === CONNECTING) throw new DOMException('Sent before connected.', 'InvalidStateError');
    const size = isBlob ? data.size : payload.byteLength;
    this.#buffered += size;
    if (this.#state !== OPEN) return;
    if (isBlob) this.#sendBlob(data);
    else if (this.#queue === null) this.#write(opcodeOf(data), payload, size);
    else this.#queueCopy(opcodeOf(data), payload.slice());
  }

  get readyState() {
    requireSocket(this);
    return this.#state;
  }

  get bufferedAmount() {
    requireSocket(this);
    return this.#buffered;
  }

  get url() {
    requireSocket(this);
    return this.#url.href;
  }

  get extensions() {
    requireSocket(this);
    return this.#extensions;
  }

  get protocol() {
    requireSocket(this);
    return this.#protocol;
  }

  static {
    for (const type of ['open', 'error', 'close', 'message']) defineEventHandler(this.prototype, type);
  }

  get binaryType() {
    requireSocket(this);
    return this.#binaryType;
  }

  set binaryType(value) {
    requireSocket(this);
    this.#binaryType = value === 'arraybuffer' ? 'arraybuffer' : 'blob';
  }

  /** The open connection keeps the process alive. */
  [kRef]() {
    this.#isReferenced = true;
    this.#socket?.ref?.();
  }

  [kUnref]() {
    this.#isReferenced = false;
    this.#socket?.unref?.();
  }

  static isWebSocket(value) {
    return isObject(value) && #state in value;
  }

  // The connection.

  /** @param {import('./websocket/handshake').Agreement} agreement */
  #opened(agreement) {
    const { socket, head, protocol, extensions, keepsContext } = agreement;
    this.#socket = socket;
    this.#protocol = protocol;
    this.#extensions = extensions;
    this.#decoder = new binding.WebSocketDecoder(extensions !== '', keepsContext, kLongestMessage);
    socket.setNoDelay?.(true);
    socket.setTimeout?.(0);
    if (!this.#isReferenced) socket.unref?.();
    socket.on('data', (chunk) => this.#receive(chunk));
    socket.on('error', (error) => {
      this.#failure ??= error;
      channels.failed(error);
    });
    socket.on('end', () => socket.end());
    socket.on('close', () => this.#closed());
    this.#state = OPEN;
    this.dispatchEvent(new Event('open'));
    channels.opened(this, agreement);
    if (head.length > 0) this.#receive(head);
    socket.resume();
  }

  #receive(chunk) {
    const found = this.#decoder.feed(chunk);
    for (let i = 0; i < found.length; i += 2) this.#handle(found[i], found[i + 1]);
  }

  #handle(kind, content) {
    if (this.#received !== null) return;
    switch (kind) {
      case TEXT:
        this.#deliver(content);
        break;
      case BINARY:
        this.#deliver(this.#binaryType === 'blob' ? new (require('node:buffer').Blob)([content]) : content.buffer);
        break;
      case PING:
        if (!this.#closeSent) this.#socket.write(frameOf(PONG, content));
        channels.pinged(this, content);
        break;
      case CLOSE:
        this.#peerCloses(content);
        break;
      case PONG:
        channels.ponged(this, content);
        break;
      default: {
        const [code, reason] = content;
        if (!this.#closeSent) this.#socket.write(closeFrame(code, reason));
        this.#failure = new TypeError(reason);
        this.#socket.destroy();
      }
    }
  }

  #deliver(data) {
    if (this.#state === OPEN) this.dispatchEvent(new MessageEvent('message', { data, origin: this.#url.origin }));
  }

  #peerCloses([code, reason]) {
    this.#received = [code, reason];
    if (!this.#closeSent) {
      this.#closeSent = true;
      this.#socket.write(closeFrame(code === kNoStatus ? undefined : code, ''));
    }
    this.#state = CLOSING;
    // The server closes first (RFC 6455 section 7.1.1), within reason.
    this.#expectClose();
  }

  #sendClose(code, reason) {
    if (this.#closeSent || this.#state === CLOSED) return;
    this.#closeSent = true;
    this.#socket.write(closeFrame(code, reason));
    this.#expectClose();
  }

  #expectClose() {
    if (this.#received !== null) this.#socket.end();
    this.#timer ??= setTimeout(() => this.#socket.destroy(), kClosePatience);
    this.#timer.unref();
  }

  #closed() {
    clearTimeout(this.#timer);
    const wasClean = this.#closeSent && this.#received !== null;
    const [code, reason] = this.#received ?? [kAbnormal, ''];
    if (wasClean) this.#finish(code, reason, true);
    else this.#fail(this.#failure ?? new TypeError('The connection was closed abnormally.'));
  }

  #fail(error) {
    if (this.#state === CLOSED) return;
    this.#state = CLOSED;
    this.dispatchEvent(new ErrorEvent('error', { error, message: error.message }));
    this.#finish(this.#received?.[0] ?? kAbnormal, this.#received?.[1] ?? '', false);
  }

  #finish(code, reason, wasClean) {
    this.#state = CLOSED;
    this.dispatchEvent(new CloseEvent('close', { wasClean, code, reason }));
    channels.closed(this, code, reason);
  }

  // Sending.

  #inOrder(action) {
    if (this.#queue === null) action();
    else this.#queue = this.#queue.then(action);
  }

  /** The program may change its bytes before it is their turn. */
  #queueCopy(opcode, payload) {
    this.#inOrder(() => this.#write(opcode, payload, payload.byteLength));
  }

  #sendBlob(blob) {
    const before = this.#queue;
    const bytes = blob.bytes();
    const mine = (before ?? Promise.resolve()).then(() => bytes).then((payload) => this.#write(BINARY, payload, payload.byteLength));
    const last = mine.then(() => { if (this.#queue === last) this.#queue = null; });
    this.#queue = last;
  }

  #write(opcode, payload, size) {
    if (this.#closeSent || this.#state === CLOSED) return;
    this.#socket.write(frameOf(opcode, payload), () => { this.#buffered -= size; });
  }
}

const { isWebSocket } = WebSocket;
delete WebSocket.isWebSocket;

defineInterface(WebSocket, ['close', 'send', 'readyState', 'bufferedAmount', 'url', 'extensions', 'protocol', 'binaryType']);
for (const [name, value] of Object.entries({ CONNECTING, OPEN, CLOSING, CLOSED })) {
  for (const target of [WebSocket, WebSocket.prototype]) Object.defineProperty(target, name, { __proto__: null, value, enumerable: true });
}

function requireSocket(value) {
  if (!isWebSocket(value)) throw illegalInvocation();
}

function optionsOf(init) {
  if (typeof init === 'string') return { protocols: [init] };
  if (isObject(init) && typeof init[Symbol.iterator] === 'function') {
    return { protocols: Array.from(init, (item) => toDOMString(item, 'WebSocket constructor', 'protocols')) };
  }
  if (!isObject(init)) return { protocols: init === undefined || init === null ? [] : [toDOMString(init, 'WebSocket constructor', 'protocols')] };
  const { protocols = [], headers, dispatcher } = toDictionary(init);
  return { protocols: typeof protocols === 'string' ? [protocols] : Array.from(protocols, String), headers, dispatcher };
}

function parseUrl(text) {
  let url;
  try {
    url = new URL(text);
  } catch (error) {
    throw new DOMException(error, 'SyntaxError');
  }
  if (url.protocol === 'http:') url.protocol = 'ws:';
  else if (url.protocol === 'https:') url.protocol = 'wss:';
  if (url.protocol !== 'ws:' && url.protocol !== 'wss:') throw new DOMException('expected a ws: or wss: url', 'SyntaxError');
  if (url.hash !== '' || url.href.endsWith('#')) throw new DOMException('hash', 'SyntaxError');
  return url;
}

function requireProtocols(protocols) {
  const isDistinct = new Set(protocols.map((protocol) => protocol.toLowerCase())).size === protocols.length;
  if (isDistinct && protocols.every((protocol) => kToken.test(protocol))) return;
  throw new DOMException('Invalid Sec-WebSocket-Protocol value', 'SyntaxError');
}

/** `[Clamp] unsigned short`. */
function toClampedShort(value) {
  const number = Math.min(Math.max(Number(value), 0), 65535);
  return Number.isNaN(number) ? 0 : Math.round(number);
}

/** The bytes to send. */
function bytesOf(data) {
  if (ArrayBuffer.isView(data)) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  if (require('node:util').types.isAnyArrayBuffer(data)) return new Uint8Array(data);
  return Buffer.from(toUSVString(data, 'WebSocket.send', 'data'));
}

function opcodeOf(data) {
  return ArrayBuffer.isView(data) || require('node:util').types.isAnyArrayBuffer(data) ? BINARY : TEXT;
}

function frameOf(opcode, payload) {
  return binding.websocketFrame(opcode, payload, nextMask());
}

function closeFrame(code, reason) {
  if (code === undefined) return frameOf(CLOSE, Buffer.alloc(0));
  const payload = Buffer.allocUnsafe(2 + Buffer.byteLength(reason));
  payload.writeUInt16BE(code, 0);
  payload.write(reason, 2);
  return frameOf(CLOSE, payload);
}

/** Random words, drawn many at a time. */
let masks = new Uint32Array(0);
let used = 0;

function nextMask() {
  if (used === masks.length) {
    masks = new Uint32Array(1024);
    require('node:crypto').randomFillSync(masks);
    used = 0;
  }
  return masks[used++];
}

module.exports = { WebSocket };
