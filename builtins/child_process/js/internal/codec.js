'use strict';

/** How a message becomes bytes of a channel. Both forms are Node's, so that either runtime can be the other's child. */

const { Buffer } = require('node:buffer');

/** A line of JSON. */
const json = {
  isSized: false,
  write: (channel, message, fd) => channel.writeText(`${JSON.stringify(message)}\n`, fd),
  decode: JSON.parse,
};

/** What structured cloning can copy, as V8 writes it, after its length. */
const advanced = {
  isSized: true,
  write(channel, message, fd) {
    const body = serialize(message);
    const bytes = Buffer.allocUnsafe(kHeaderLength + body.length);
    bytes.writeUInt32BE(body.length, 0);
    bytes.set(body, kHeaderLength);
    return channel.writeBytes(bytes, fd);
  },
  decode(bytes) {
    const { Reader } = serdes();
    const reader = new Reader(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    reader.readHeader();
    return reader.readValue();
  },
};

const kHeaderLength = 4;
/** What follows in the place of an object that V8 leaves to its host. */
const kView = 0;
const kOther = 1;

function serialize(message) {
  const { Writer } = serdes();
  const writer = new Writer();
  writer.writeHeader();
  writer.writeValue(message);
  return writer.releaseBuffer();
}

let classes;

/** Made when the first message needs them: most channels speak JSON. */
function serdes() {
  if (classes !== undefined) return classes;
  const { DefaultSerializer, DefaultDeserializer } = require('node:v8');

  class Writer extends DefaultSerializer {
    _writeHostObject(object) {
      const isView = ArrayBuffer.isView(object);
      this.writeUint32(isView ? kView : kOther);
      if (isView) super._writeHostObject(object);
      else this.writeValue({ ...object });
    }
  }

  class Reader extends DefaultDeserializer {
    _readHostObject() {
      return this.readUint32() === kView ? super._readHostObject() : this.readValue();
    }
  }

  classes = { Writer, Reader };
  return classes;
}

/** @param {'json' | 'advanced'} serialization */
function codecOf(serialization) {
  return serialization === 'advanced' ? advanced : json;
}

module.exports = { codecOf };
