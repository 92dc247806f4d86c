'use strict';

// TextEncoder and TextDecoder (https://encoding.spec.whatwg.org/#api).

const { encode, encodeInto } = require('internal:buffer/utf8');
const {
  codes: {
    ERR_ENCODING_INVALID_ENCODED_DATA,
    ERR_ENCODING_NOT_SUPPORTED,
    ERR_INVALID_ARG_TYPE,
    ERR_INVALID_THIS,
  },
} = require('internal:shared/errors');
const { validateObject, validateString } = require('internal:shared/validators');

const kInspect = Symbol.for('nodejs.util.inspect.custom');

let isEncoder;
let isDecoder;

class TextEncoder {
  #isEncoder = true;

  get encoding() {
    requireThis(isEncoder(this), 'TextEncoder');
    return 'utf-8';
  }

  encode(input = '') {
    requireThis(isEncoder(this), 'TextEncoder');
    return encode(`${input}`);
  }

  /**
   * @param {string} src
   * @param {Uint8Array} dest
   * @returns {{ read: number, written: number }} whole characters only
   */
  encodeInto(src, dest) {
    requireThis(isEncoder(this), 'TextEncoder');
    validateString(src, 'src');
    if (!(dest instanceof Uint8Array)) throw new ERR_INVALID_ARG_TYPE('dest', 'Uint8Array', dest);
    const [read, written] = encodeInto(dest, src);
    return { read, written };
  }

  [kInspect](depth, options) {
    requireThis(isEncoder(this), 'TextEncoder');
    if (typeof depth === 'number' && depth < 0) return this;
    return require('internal:util/inspect').inspect({ encoding: this.encoding }, options);
  }

  static {
    isEncoder = (value) => typeof value === 'object' && value !== null && #isEncoder in value;
  }
}

class TextDecoder {
  #encoding;
  #fatal;
  #ignoreBOM;
  /** Made for what is not UTF-8 in one piece. */
  #stream = undefined;
  /** Whether the stream holds something of earlier pieces. */
  #inStream = false;

  /**
   * @param {string} [label]
   * @param {{ fatal?: boolean, ignoreBOM?: boolean }} [options]
   */
  constructor(label = 'utf-8', options = undefined) {
    const text = `${label}`;
    const encoding = binding.label(text);
    if (encoding === undefined) throw new ERR_ENCODING_NOT_SUPPORTED(text);
    if (options !== undefined && options !== null) validateOptions(options);
    this.#encoding = encoding;
    this.#fatal = Boolean(options?.fatal);
    this.#ignoreBOM = Boolean(options?.ignoreBOM);
  }

  /**
   * @param {ArrayBuffer | SharedArrayBuffer | ArrayBufferView} [input]
   * @param {{ stream?: boolean }} [options] `stream`: more is to come
   */
  decode(input = EMPTY, options = undefined) {
    requireThis(isDecoder(this), 'TextDecoder');
    if (!isBufferSource(input)) {
      throw invalidInput();
    }
    if (options !== undefined && options !== null) validateOptions(options);
    const more = Boolean(options?.stream);

    const text = !more && !this.#inStream && this.#encoding === 'utf-8' ?
      binding.decodeUtf8(input, this.#ignoreBOM, this.#fatal) :
      this.#piece(input, !more);
    if (text === undefined) {
      this.#inStream = false;
      throw new ERR_ENCODING_INVALID_ENCODED_DATA(this.#encoding, undefined);
    }
    return text;
  }

  get encoding() {
    requireThis(isDecoder(this), 'TextDecoder');
    return this.#encoding;
  }

  get fatal() {
    requireThis(isDecoder(this), 'TextDecoder');
    return this.#fatal;
  }

  get ignoreBOM() {
    requireThis(isDecoder(this), 'TextDecoder');
    return this.#ignoreBOM;
  }

  [kInspect](depth, options) {
    requireThis(isDecoder(this), 'TextDecoder');
    if (typeof depth === 'number' && depth < 0) return this;
    const { inspect } = require('internal:util/inspect');
    const shown = { encoding: this.#encoding, fatal: this.#fatal, ignoreBOM: this.#ignoreBOM };
    return `${this.constructor.name} ${inspect(shown, options)}`;
  }

  #piece(input, isLast) {
    this.#stream ??= new binding.StreamDecoder(this.#encoding, this.#ignoreBOM, this.#fatal);
    this.#inStream = !isLast;
    return this.#stream.decode(input, isLast);
  }

  static {
    isDecoder = (value) => typeof value === 'object' && value !== null && #encoding in value;
  }
}

exposeMembers(TextEncoder, ['encoding', 'encode', 'encodeInto']);
exposeMembers(TextDecoder, ['decode', 'encoding', 'fatal', 'ignoreBOM']);

module.exports = { TextDecoder, TextEncoder };

const EMPTY = new ArrayBuffer(0);

function exposeMembers(constructor, names) {
  for (const name of names) Object.defineProperty(constructor.prototype, name, { __proto__: null, enumerable: true });
  Object.defineProperty(constructor.prototype, Symbol.toStringTag, { __proto__: null, configurable: true, value: constructor.name });
}

function requireThis(holds, name) {
  if (!holds) throw new ERR_INVALID_THIS(name);
}

function validateOptions(options) {
  if (typeof options !== 'function') validateObject(options, 'options');
}

function isBufferSource(value) {
  if (ArrayBuffer.isView(value)) return true;
  const { isAnyArrayBuffer } = require('internal:util/types');
  return isAnyArrayBuffer(value);
}

/** Node's text, which names neither the argument nor what came. */
function invalidInput() {
  const error = new ERR_INVALID_ARG_TYPE('list', ['SharedArrayBuffer', 'ArrayBuffer', 'ArrayBufferView'], undefined);
  error.message = 'The "list" argument must be an instance of SharedArrayBuffer, ArrayBuffer or ArrayBufferView.';
  return error;
}
