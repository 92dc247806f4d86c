'use strict';
const assert = require('node:assert');
const v8 = require('node:v8');

const value = {
  list: [1, 2.5, 'text', null, undefined, 10n],
  date: new Date(0),
  map: new Map([[1, new Set(['x'])]]),
  buffer: Buffer.from('bytes'),
  floats: new Float64Array([1.5, 2.5]),
};
value.self = value;
const copy = v8.deserialize(v8.serialize(value));
assert.deepStrictEqual(copy, value);
assert(Buffer.isBuffer(copy.buffer));
// After the version byte, which is V8's.
assert.strictEqual(v8.serialize({ a: 1, b: Buffer.from('x') }).toString('hex').slice(4), '6f22016149022201625c0a01787b02');
assert.throws(() => v8.serialize(() => {}), /could not be cloned/);
assert.throws(() => v8.deserialize(Buffer.from('00', 'hex')), /Unable to deserialize cloned data/);

const serializer = new v8.Serializer();
serializer.writeHeader();
serializer.writeUint32(7);
serializer.writeUint64(1, 2);
serializer.writeDouble(0.5);
serializer.writeRawBytes(Buffer.from('raw'));
const deserializer = new v8.Deserializer(serializer.releaseBuffer());
assert.strictEqual(deserializer.readHeader(), true);
assert.strictEqual(deserializer.readUint32(), 7);
assert.deepStrictEqual(deserializer.readUint64(), [1, 2]);
assert.strictEqual(deserializer.readDouble(), 0.5);
assert.strictEqual(deserializer.readRawBytes(3).toString(), 'raw');
assert.throws(() => deserializer.readDouble(), /ReadDouble\(\) failed/);

class Host extends v8.DefaultSerializer {
  _writeHostObject() { this.writeUint32(42); }
}
class Reader extends v8.DefaultDeserializer {
  _readHostObject() { return { read: this.readUint32() }; }
}
const host = new Host();
host.writeHeader();
host.writeValue(new Uint8Array(1));
const reader = new Reader(host.releaseBuffer());
reader.readHeader();
assert.deepStrictEqual(reader.readValue(), { read: 42 });

// The form on the wire is the one that both runtimes read.
assert.strictEqual(v8.serialize({ a: 1 }).toString('hex'), 'ff0f6f22016149027b01');

// What a call needs is given back at its end, not when the garbage of all calls is collected.
const before = process.memoryUsage.rss();
for (let i = 0; i < 300_000; i++) v8.serialize('');
const grown = process.memoryUsage.rss() - before;
assert(grown < 90e6, `${grown} bytes for 300,000 calls`);

// A program's own hook that keeps the serializer finds it finished, if it is.
let kept;
const { _writeHostObject } = v8.DefaultSerializer.prototype;
v8.DefaultSerializer.prototype._writeHostObject = function writeHostObject(view) {
  kept = this;
  return _writeHostObject.call(this, view);
};
assert.deepStrictEqual(v8.deserialize(v8.serialize(new Uint8Array(2))), new Uint8Array(2));
v8.DefaultSerializer.prototype._writeHostObject = _writeHostObject;
try {
  kept.writeUint32(1);
} catch (error) {
  assert.match(error.message, /finished/);
}
