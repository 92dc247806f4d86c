'use strict';

/**
 * Events between a child process and its parent: frames in the child's standard output, among what the tests print.
 *
 * A frame is two marking bytes, the length of the rest in four bytes, most significant first, and a value as node:v8 serialises it. Errors
 * travel as descriptions, because V8 keeps only few of their properties.
 */

const { Buffer } = require('node:buffer');
const v8 = require('node:v8');
const { isNativeError } = require('internal:util/types');
const { inspectFailure } = require('internal:test/failure');

const MARK = Buffer.from([0xff, 0x0f]);
const PREFIX_BYTES = MARK.length + 4;
const MARK_PROPERTY = 'anode:error';

/** Bounds what a cyclic or deep cause costs. */
const MOST_DEPTH = 8;

/** @param {{ type: string, data: object }} item @returns {Buffer} */
function encode({ type, data }) {
  const payload = serialize({ type, data });
  const frame = Buffer.allocUnsafe(PREFIX_BYTES + payload.length);
  MARK.copy(frame);
  frame.writeUInt32BE(payload.length, MARK.length);
  payload.copy(frame, PREFIX_BYTES);
  return frame;
}

function serialize({ type, data }) {
  const { details } = data;
  if (details?.error === undefined) return v8.serialize({ type, data: { ...data } });
  const packed = (error) => v8.serialize({ type, data: { ...data, details: { ...details, error } } });
  try {
    return packed(describe(details.error));
  } catch {
    // Something in the error cannot be sent, so its text has to do.
    return packed(describe(details.error, 0));
  }
}

function describe(value, depth = MOST_DEPTH) {
  if (!isNativeError(value)) return isPlain(value) ? value : inspectFailure(value);
  const { name, message, stack } = value;
  const properties = {};
  if (depth > 0) {
    for (const [key, own] of Object.entries(value)) {
      if (key !== 'message' && key !== 'stack' && key !== 'name') properties[key] = describe(own, depth - 1);
    }
    if (Object.hasOwn(value, 'cause')) properties.cause = describe(value.cause, depth - 1);
  } else if (value.code !== undefined) {
    properties.code = value.code;
    if (value.failureType !== undefined) Object.assign(properties, { failureType: value.failureType, cause: inspectFailure(value.cause) });
  }
  return { [MARK_PROPERTY]: value.constructor?.name ?? 'Error', name, message, stack, properties };
}

function isPlain(value) {
  if (typeof value === 'function' || typeof value === 'symbol') return false;
  if (value === null || typeof value !== 'object') return true;
  try {
    v8.serialize(value);
    return true;
  } catch {
    return false;
  }
}

function restore(value) {
  if (value === null || typeof value !== 'object' || value[MARK_PROPERTY] === undefined) return value;
  const { name, message, stack, properties } = value;
  const Kind = { EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError }[value[MARK_PROPERTY]] ?? Error;
  const result = new Kind(message);
  Object.defineProperty(result, 'stack', { __proto__: null, value: stack, writable: true, enumerable: false, configurable: true });
  if (name !== result.name) Object.defineProperty(result, 'name', { __proto__: null, value: name, writable: true, enumerable: false, configurable: true });
  for (const [key, own] of Object.entries(properties)) result[key] = restore(own);
  return result;
}

/** Takes a child's output apart. */
class FrameReader {
  #rest = Buffer.alloc(0);

  /**
   * @param {(item: { type: string, data: object }) => void} onItem
   * @param {(bytes: Buffer) => void} onOutput what is no frame
   */
  constructor(onItem, onOutput) {
    this.onItem = onItem;
    this.onOutput = onOutput;
  }

  write(chunk) {
    let bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    while (bytes.length > 0) {
      const start = bytes.indexOf(MARK);
      if (start !== 0) {
        const end = start === -1 ? endWithoutMark(bytes) : start;
        if (end === 0) break;
        this.onOutput(bytes.subarray(0, end));
        bytes = bytes.subarray(end);
        continue;
      }
      const frame = this.#frame(bytes);
      if (frame === undefined) break;
      bytes = bytes.subarray(frame);
    }
    this.#rest = bytes;
  }

  /** Reads the frame at the start; gives its length, or undefined where a part is still to come. */
  #frame(bytes) {
    if (bytes.length < PREFIX_BYTES) return undefined;
    const length = PREFIX_BYTES + bytes.readUInt32BE(MARK.length);
    // No frame starts otherwise, so these bytes are something that a test printed.
    if (bytes.length > PREFIX_BYTES && bytes[PREFIX_BYTES] !== MARK[0]) return this.#output(bytes, MARK.length);
    if (bytes.length < length) return undefined;
    let item;
    try {
      item = v8.deserialize(bytes.subarray(PREFIX_BYTES, length));
    } catch {
      return this.#output(bytes, MARK.length);
    }
    if (item.data.details !== undefined) item.data.details.error &&= restore(item.data.details.error);
    this.onItem(item);
    return length;
  }

  #output(bytes, length) {
    this.onOutput(bytes.subarray(0, length));
    return length;
  }

  end() {
    if (this.#rest.length > 0) this.onOutput(this.#rest);
    this.#rest = Buffer.alloc(0);
  }
}

/** The last byte may be the first of a mark. */
function endWithoutMark(bytes) {
  return bytes.at(-1) === MARK[0] ? bytes.length - 1 : bytes.length;
}

module.exports = { FrameReader, encode };
