// Bytes outside of strings.
'use strict';

const buf = Buffer.from('Grüße, Anode', 'utf8');
console.log(buf);
console.log(buf.length, buf.toString(), buf.toString('hex'), buf.toString('base64'), buf.toString('base64url'));
console.log(Buffer.alloc(4), Buffer.alloc(6, 'ab'), Buffer.allocUnsafe(3).fill(7));
console.log(Buffer.from([1, 2, 300]), Buffer.from('ff00', 'hex'), Buffer.from('€', 'utf16le'));
console.log(Buffer.concat([Buffer.from('a'), Buffer.from('b')]).equals(Buffer.from('ab')), Buffer.compare(Buffer.from('a'), Buffer.from('b')));

const shared = buf.subarray(0, 2);
shared[0] = 0x67;
console.log(buf.toString('latin1', 0, 1), buf.indexOf('Anode'), buf.includes('node'), Buffer.isBuffer(shared), Buffer.byteLength('€'));

const record = Buffer.alloc(16);
record.writeUInt32BE(0xcafebabe, 0);
record.writeDoubleLE(Math.PI, 4);
record.writeInt16LE(-2, 12);
console.log(record, record.readUInt32BE(0).toString(16), record.readDoubleLE(4), record.readInt16LE(12));
try {
  record.readUInt32BE(14);
} catch (err) {
  console.log(err.name, err.code, err.message);
}
console.log(JSON.stringify(Buffer.from('hi')), [...Buffer.from('hi').entries()]);
