'use strict';

/**
 * Blob and File (https://w3c.github.io/FileAPI/): immutable bytes, kept as a list of chunks that slices share. A chunk is a Uint8Array, or
 * stands for bytes elsewhere: then it has `length`, `subarray(first, last)` and `read()`, a promise of its bytes.
 */

const { codes } = require('internal:shared/errors');
const { validateDictionary } = require('internal:buffer/dictionary');
const { kClone, markCloneable } = require('internal:web/transferable');
const { utf8 } = require('internal:buffer/encodings');

const kInspect = Symbol.for('nodejs.util.inspect.custom');
/** Bytes that one read of a stream gives at most. */
const kChunkSize = 65536;
const kFromChunks = Symbol('fromChunks');

let chunksOf;

/** @typedef {Uint8Array | { length: number, subarray(first: number, last: number): object, read(): Promise<Uint8Array> }} Chunk */

class Blob {
  /** @type {Chunk[]} */
  #chunks;
  #size = 0;
  #type;

  static {
    chunksOf = (blob) => blob.#chunks;
  }

  /**
   * @param {Iterable<ArrayBuffer | ArrayBufferView | Blob | string>} [sources]
   * @param {{ endings?: 'transparent' | 'native', type?: string }} [options]
   */
  constructor(sources = [], options = {}) {
    markCloneable(this);
    if (options?.[kFromChunks] !== undefined) {
      this.#chunks = options[kFromChunks];
      this.#type = options.type;
    } else {
      requireIterable(sources);
      validateDictionary(options, 'options');
      const { type = '', endings = 'transparent' } = options ?? {};
      if (`${endings}` !== 'transparent' && `${endings}` !== 'native') throw new codes.ERR_INVALID_ARG_VALUE('options.endings', endings);
      this.#chunks = Array.from(sources, (source) => bytesOfSource(source, `${endings}`)).flat();
      this.#type = normaliseType(`${type}`);
    }
    for (const chunk of this.#chunks) this.#size += chunk.length;
    if (this.#size > 2 ** 53 - 1) throw new codes.ERR_BUFFER_TOO_LARGE(2 ** 53 - 1);
  }

  get size() {
    requireBlob(this);
    return this.#size;
  }

  get type() {
    requireBlob(this);
    return this.#type;
  }

  /** @param {number} [start] @param {number} [end] @param {string} [contentType] @returns {Blob} */
  slice(start = 0, end = this.#size, contentType = '') {
    requireBlob(this);
    const from = clamp(start, this.#size);
    const to = clamp(end, this.#size);
    const chunks = [];
    let position = 0;
    for (const chunk of this.#chunks) {
      const first = Math.max(from - position, 0);
      const last = Math.min(to - position, chunk.length);
      if (first < last) chunks.push(chunk.subarray(first, last));
      position += chunk.length;
    }
    return new Blob([], { [kFromChunks]: chunks, type: normaliseType(`${contentType}`) });
  }

  /** @returns {Promise<ArrayBuffer>} */
  async arrayBuffer() {
    requireBlob(this);
    return join(await loaded(this.#chunks), this.#size).buffer;
  }

  /** @returns {Promise<Uint8Array>} */
  async bytes() {
    requireBlob(this);
    return join(await loaded(this.#chunks), this.#size);
  }

  /** @returns {Promise<string>} */
  async text() {
    requireBlob(this);
    const bytes = join(await loaded(this.#chunks), this.#size);
    const text = utf8.slice(bytes, 0, bytes.length);
    return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  }

  /** The text as a stream. @returns {ReadableStream<string>} */
  textStream() {
    const { TextDecoderStream } = require('node:stream/web');
    return this.stream().pipeThrough(new TextDecoderStream());
  }

  /** @returns {ReadableStream} */
  stream() {
    requireBlob(this);
    const { ReadableStream } = require('node:stream/web');
    const rest = this.#chunks.flatMap(pieces);
    return new ReadableStream({
      type: 'bytes',
      async pull(controller) {
        const chunk = rest.shift();
        const bytes = chunk?.read === undefined ? chunk?.slice() : await chunk.read();
        if (bytes?.length > 0) controller.enqueue(bytes);
        if (rest.length === 0) {
          controller.close();
          controller.byobRequest?.respond(0);
        }
      },
    });
  }

  [kClone]() {
    if (this.#chunks.some((chunk) => chunk.read !== undefined)) {
      throw new codes.ERR_INVALID_STATE.TypeError('File-backed Blobs are not cloneable');
    }
    return { data: { chunks: this.#chunks, type: this.#type }, deserializeInfo: 'internal:buffer/blob#reviveBlob' };
  }

  [kInspect](depth, options, inspect = undefined) {
    if (depth < 0) return this;
    const inner = { ...options, depth: options.depth === null ? null : options.depth - 1 };
    return `Blob ${inspect({ size: this.#size, type: this.#type }, inner)}`;
  }
}

class File extends Blob {
  #name;
  #lastModified;

  /** @param {Iterable<unknown>} fileBits @param {string} fileName @param {{ type?: string, lastModified?: number, endings?: string }} [options] */
  constructor(fileBits, fileName, options = {}) {
    if (arguments.length < 2) throw new codes.ERR_MISSING_ARGS('fileBits', 'fileName');
    super(fileBits, options);
    const { lastModified = Date.now() } = options ?? {};
    this.#name = `${fileName}`.toWellFormed();
    this.#lastModified = Number.isFinite(+lastModified) ? Math.trunc(+lastModified) : 0;
  }

  get name() {
    requireFile(this, #name in this);
    return this.#name;
  }

  get lastModified() {
    requireFile(this, #name in this);
    return this.#lastModified;
  }

  [kClone]() {
    const { data } = super[kClone]();
    return {
      data: { ...data, name: this.#name, lastModified: this.#lastModified },
      deserializeInfo: 'internal:buffer/blob#reviveFile',
    };
  }

  [kInspect](depth, options, inspect = undefined) {
    if (depth < 0) return this;
    const inner = { ...options, depth: options.depth === null ? null : options.depth - 1 };
    return `File ${inspect({ size: this.size, type: this.type, name: this.#name, lastModified: this.#lastModified }, inner)}`;
  }
}

for (const [Class, names] of [[Blob, ['size', 'type', 'slice', 'stream', 'text', 'textStream', 'arrayBuffer', 'bytes']], [File, ['name', 'lastModified']]]) {
  for (const name of names) Object.defineProperty(Class.prototype, name, { __proto__: null, enumerable: true });
  Object.defineProperty(Class.prototype, Symbol.toStringTag, { __proto__: null, value: Class.name, configurable: true });
}

function reviveBlob({ chunks, type }) {
  return new Blob([], { [kFromChunks]: chunks, type });
}

function reviveFile({ chunks, type, name, lastModified }) {
  return new File([], name, { [kFromChunks]: chunks, type, lastModified });
}

function requireBlob(value) {
  if (!(value instanceof Blob)) throw new codes.ERR_INVALID_THIS('Blob');
}

function requireFile(value, isFile) {
  if (!isFile) throw new codes.ERR_INVALID_THIS('File');
}

function requireIterable(sources) {
  const isObject = (typeof sources === 'object' && sources !== null) || typeof sources === 'function';
  if (!isObject || typeof sources[Symbol.iterator] !== 'function') {
    throw new codes.ERR_INVALID_ARG_TYPE('sources', 'a sequence', sources);
  }
}

function bytesOfSource(source, endings) {
  if (source instanceof Blob) return chunksOf(source);
  if (ArrayBuffer.isView(source)) return [new Uint8Array(source.buffer, source.byteOffset, source.byteLength).slice()];
  if (source instanceof ArrayBuffer || source instanceof SharedArrayBuffer) return [new Uint8Array(source).slice()];
  const text = `${source}`.toWellFormed();
  return [binding.utf8Bytes(endings === 'native' ? text.replace(/\r\n|\r/g, '\n') : text)];
}

/** Types with characters outside of printable ASCII count as none. */
function normaliseType(type) {
  return /[^\u0020-\u007e]/.test(type) ? '' : type.toLowerCase();
}

function clamp(value, size) {
  const number = Math.trunc(+value) || 0;
  return number < 0 ? Math.max(size + number, 0) : Math.min(number, size);
}

function join(chunks, size) {
  const bytes = new Uint8Array(size);
  let position = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, position);
    position += chunk.length;
  }
  return bytes;
}

/** The chunks with their bytes at hand. @param {Chunk[]} chunks @returns {Uint8Array[] | Promise<Uint8Array[]>} */
function loaded(chunks) {
  if (chunks.every((chunk) => chunk.read === undefined)) return chunks;
  return Promise.all(chunks.map((chunk) => (chunk.read === undefined ? chunk : chunk.read())));
}

/** A Blob of chunks whose bytes nobody else changes. @param {Chunk[]} chunks @param {string} type */
function blobOfChunks(chunks, type) {
  return new Blob([], { [kFromChunks]: chunks, type });
}

function pieces(chunk) {
  // An empty chunk from elsewhere is read as well: its bytes may be gone.
  if (chunk.length === 0) return [chunk];
  const list = [];
  for (let start = 0; start < chunk.length; start += kChunkSize) list.push(chunk.subarray(start, start + kChunkSize));
  return list;
}

/** Blobs that have a `blob:` URL, by its identifier. @type {Map<string, Blob>} */
const registered = new Map();

/** `URL.createObjectURL()`. @param {Blob} blob @returns {string} */
function createObjectURL(blob) {
  if (!(blob instanceof Blob)) throw new codes.ERR_INVALID_ARG_TYPE('obj', 'Blob', blob);
  const id = require('node:crypto').randomUUID();
  registered.set(id, blob);
  return `blob:nodedata:${id}`;
}

function idOf(url) {
  const match = /^blob:nodedata:([^?#]*)/.exec(`${url}`);
  return match?.[1];
}

/** `URL.revokeObjectURL()`. @param {string} url */
function revokeObjectURL(url) {
  registered.delete(idOf(url));
}

/** `buffer.resolveObjectURL()`. @param {string} url @returns {Blob | undefined} */
function resolveObjectURL(url) {
  const blob = registered.get(idOf(url));
  return blob?.slice(0, blob.size, blob.type);
}

module.exports = { Blob, File, blobOfChunks, createObjectURL, revokeObjectURL, resolveObjectURL, reviveBlob, reviveFile };
