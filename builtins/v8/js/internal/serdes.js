'use strict';

/** `Serializer` and `Deserializer` over V8's, and the default pair that also carries views. */

const { Buffer } = require('node:buffer');

/** Views by their index on the wire. The order is part of the format: only add at the end. */
const kViews = [
  Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array, Float32Array, Float64Array, DataView,
  /* 10: Buffer */ undefined, BigInt64Array, BigUint64Array, globalThis.Float16Array,
];
const kBufferIndex = 10;

class Serializer extends binding.ValueSerializer {
  /** @returns {Buffer} what was written */
  releaseBuffer() {
    return bufferOf(this.release());
  }

  writeRawBytes(source) {
    if (!ArrayBuffer.isView(source)) throw invalidBytes('source');
    super.writeRawBytes(source);
  }

  _setTreatArrayBufferViewsAsHostObjects(flag) {
    this.treatViewsAsHostObjects(flag);
  }
}
/** Makes the errors for values that cannot be written; programs replace it. */
Serializer.prototype._getDataCloneError = Error;

class Deserializer extends binding.ValueDeserializer {
  /** @param {ArrayBufferView} buffer */
  constructor(buffer) {
    if (!ArrayBuffer.isView(buffer)) throw invalidBytes('buffer');
    super(buffer);
    this.buffer = buffer;
  }

  /** Passes over bytes; gives where they begin. */
  _readRawBytes(length) {
    return this.skipRawBytes(length);
  }

  /** @param {number} length @returns {Buffer} a part of the buffer itself */
  readRawBytes(length) {
    const offset = this._readRawBytes(length);
    return Buffer.from(this.buffer.buffer, this.buffer.byteOffset + offset, length);
  }
}

function invalidBytes(name) {
  const error = new TypeError(`${name} must be a TypedArray or a DataView`);
  error.code = 'ERR_INVALID_ARG_TYPE';
  return error;
}

class DefaultSerializer extends Serializer {
  constructor() {
    super();
    this._setTreatArrayBufferViewsAsHostObjects(true);
  }

  /** Writes a view: its kind, its length and its bytes. */
  _writeHostObject(view) {
    const index = indexOf(view);
    if (index < 0) throw this._getDataCloneError(`Unserializable host object: ${require('node:util').inspect(view)}`);
    this.writeUint32(index);
    this.writeUint32(view.byteLength);
    this.writeRawBytes(new Uint8Array(view.buffer, view.byteOffset, view.byteLength));
  }
}

function indexOf(view) {
  if (!ArrayBuffer.isView(view)) return -1;
  if (view.constructor === Buffer) return kBufferIndex;
  const tag = Object.prototype.toString.call(view).slice('[object '.length, -1);
  return kViews.findIndex((Class) => Class?.name === tag);
}

class DefaultDeserializer extends Deserializer {
  /** Reads what `_writeHostObject` wrote; shares the memory where the alignment allows. */
  _readHostObject() {
    const index = this.readUint32();
    const byteLength = this.readUint32();
    const offset = this.buffer.byteOffset + this._readRawBytes(byteLength);
    if (index === kBufferIndex) return Buffer.from(this.buffer.buffer, offset, byteLength);
    const Class = kViews[index];
    if (Class === undefined) throw new Error(`Unable to deserialize a view of the unknown kind ${index}`);
    const width = Class.BYTES_PER_ELEMENT ?? 1;
    if (offset % width === 0) return new Class(this.buffer.buffer, offset, byteLength / width);
    const aligned = this.buffer.buffer.slice(offset, offset + byteLength);
    return new Class(aligned, 0, byteLength / width);
  }
}

/** `v8.serialize(value)` @returns {Buffer} */
function serialize(value) {
  const serializer = new DefaultSerializer();
  serializer.writeHeader();
  serializer.writeValue(value);
  return bufferOf(serializer.finish());
}

/** @param {Uint8Array} bytes */
function bufferOf(bytes) {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** `v8.deserialize(buffer)` @param {ArrayBufferView} buffer */
function deserialize(buffer) {
  const deserializer = new DefaultDeserializer(buffer);
  deserializer.readHeader();
  return deserializer.readValue();
}

module.exports = { Serializer, Deserializer, DefaultSerializer, DefaultDeserializer, serialize, deserialize };
