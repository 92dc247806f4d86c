'use strict';

// RFC 6455 and RFC 7692 from the side of a client, kind by kind as the Autobahn suite has them: framing, pings, reserved bits, opcodes,
// fragments, UTF-8, closing and compression, each in one piece and byte by byte.

const assert = require('node:assert');
const http = require('node:http');
const zlib = require('node:zlib');
const { createHash } = require('node:crypto');
const { once } = require('node:events');

const isAnode = process.versions.anode !== undefined;

const TEXT = 0x81;
const BINARY = 0x82;
const CLOSE = 0x88;
const PING = 0x89;
const PONG = 0x8a;
const SQUEEZED = 0x40;

function lengthBytes(length) {
  if (length < 126) return Buffer.of(length);
  if (length < 65536) return Buffer.of(126, length >> 8, length & 255);
  const bytes = Buffer.alloc(9, 127);
  bytes.writeBigUInt64BE(BigInt(length), 1);
  return bytes;
}

function frame(first, body = '') {
  const bytes = Buffer.from(body);
  return Buffer.concat([Buffer.of(first), lengthBytes(bytes.length), bytes]);
}

const closing = (code, reason = '') => frame(CLOSE, [code >> 8, code & 255, ...Buffer.from(reason)]);
const hex = (digits) => Buffer.from(digits, 'hex');
const squeeze = (data) => zlib.deflateRawSync(data, { finishFlush: zlib.constants.Z_SYNC_FLUSH }).subarray(0, -4);
const split = (bytes) => [frame(1), ...[...bytes].map((byte) => frame(0, [byte])), frame(0x80)];

/**
 * By name: frames of the server, then what the client tells. `pongs` are what it answers, `close` how it ends: a code, or nothing for one that
 * goes on; `fails` ends it with an error.
 */
const cases = new Map();
const good = (name, frames, messages, more = {}) => cases.set(name, { frames, messages, pongs: [], ...more });
const bad = (name, frames, messages = [], more = {}) => cases.set(name, { frames, messages, pongs: [], fails: true, ...more });

for (const length of [0, 1, 125, 126, 127, 128, 65_535, 65_536, 1 << 20]) {
  const text = 'a'.repeat(length);
  good(`text of ${length}`, [frame(TEXT, text)], [text]);
  good(`bytes of ${length}`, [frame(BINARY, text)], [Buffer.from(text)]);
}
good('a length in too many bytes', [Buffer.concat([Buffer.of(TEXT, 127, 0, 0, 0, 0, 0, 0, 0, 1), Buffer.from('a')])], ['a']);

good('an empty ping', [frame(PING)], [], { pongs: [''] });
good('a long ping', [frame(PING, 'p'.repeat(125))], [], { pongs: ['p'.repeat(125)] });
good('many pings', Array.from({ length: 10 }, (_, index) => frame(PING, `${index}`)), [], { pongs: [...'0123456789'] });
good('a pong nobody asked for', [frame(PONG, 'x'), frame(PING, 'y')], [], { pongs: ['y'] });
bad('a pong too long', [frame(PONG, 'x'.repeat(126))]);
bad('a ping too long', [frame(PING, 'x'.repeat(126))]);

for (let bits = 1; bits < 8; bits++) {
  for (const kind of [TEXT, BINARY, PING, PONG, CLOSE]) bad(`reserved bits ${bits} of ${kind}`, [frame(TEXT, 'before'), frame(kind | (bits << 4)), frame(TEXT, 'after')], ['before']);
}
for (const opcode of [3, 4, 5, 6, 7, 11, 12, 13, 14, 15]) bad(`opcode ${opcode}`, [frame(TEXT, 'before'), frame(0x80 | opcode, 'x'), frame(TEXT, 'after')], ['before']);

good('two fragments', [frame(1, 'a'), frame(0x80, 'b')], ['ab']);
good('empty fragments', [frame(1), frame(0), frame(0x80)], ['']);
good('pings between fragments', [frame(1, 'f1'), frame(0, 'f2'), frame(PING, 'p1'), frame(0, 'f3'), frame(PING, 'p2'), frame(0x80, 'f4')], ['f1f2f3f4'], { pongs: ['p1', 'p2'] });
good('bytes in fragments', [frame(2, 'a'), frame(0x80, 'b')], [Buffer.from('ab')]);
for (const [name, frames] of Object.entries({
  'a last fragment of nothing': [frame(0x80, 'x')],
  'a fragment of nothing': [frame(0, 'x'), frame(TEXT, 'a')],
  'text within text': [frame(1, 'a'), frame(TEXT, 'b')],
  'bytes within text': [frame(1, 'a'), frame(2, 'b')],
  'a ping in fragments': [frame(9, 'p'), frame(0x80)],
  'a pong in fragments': [frame(10, 'p'), frame(0x80)],
  'a close in fragments': [frame(8), frame(0x80)],
})) bad(name, frames);
bad('a fragment behind the last', [frame(1, 'a'), frame(0x80, 'b'), frame(0x80, 'c')], ['ab']);

const kUtf8 = [
  'cebae1bdb9cf83cebcceb5', '00', '7f', 'c280', 'dfbf', 'e0a080', 'ed9fbf', 'ee8080', 'efbfbd', 'efbfbe', 'efbfbf', 'f0908080', 'f09fbfbf', 'f48fbfbf',
];
const kNotUtf8 = [
  '80', 'bf', '80bf80', 'c0', 'c020', 'c080', 'c0af', 'c1bf', 'df', 'e020', 'e080', 'e080af', 'e09fbf', 'efbf', 'eda080', 'edadbf', 'edbe80', 'eda080edb080',
  'f020', 'f08080', 'f08080af', 'f08fbfbf', 'f4908080', 'f7bfbf', 'f7bfbfbf', 'f820', 'f888808080', 'fbbfbfbfbf', 'fc8480808080', 'fe', 'ff', 'fefeffff',
  'cebae1bdb9cf83cebcceb5eda08065',
];
for (const digits of kUtf8) {
  const text = hex(digits).toString();
  good(`UTF-8 ${digits}`, [frame(TEXT, hex(digits))], [text]);
  good(`UTF-8 ${digits} in bytes`, split(hex(digits)), [text]);
  good(`UTF-8 ${digits} as a reason`, [closing(1000, text)], [], { close: [1000, text] });
}
for (const digits of kNotUtf8) {
  bad(`not UTF-8: ${digits}`, [frame(TEXT, hex(digits))]);
  bad(`not UTF-8: ${digits} in bytes`, split(hex(digits)));
  bad(`not UTF-8: ${digits} as a reason`, [closing(1000, hex(digits))]);
  bad(`not UTF-8: ${digits} compressed`, [frame(TEXT | SQUEEZED, squeeze(hex(digits)))], [], { extension: 'permessage-deflate' });
}
good('a mark of the byte order', [frame(TEXT, '\ufefftext')], ['text']);

good('a close without a code', [frame(CLOSE)], [], { close: [1005, ''] });
for (const code of [1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999]) good(`close ${code}`, [closing(code, 'why')], [], { close: [code, 'why'] });
for (const code of [0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65_535]) bad(`close ${code}`, [closing(code, 'why')]);
bad('a close of one byte', [frame(CLOSE, [3])]);
good('a long reason', [closing(1000, 'r'.repeat(123))], [], { close: [1000, 'r'.repeat(123)] });
bad('a reason too long', [closing(1000, 'r'.repeat(124))]);
good('what follows a close', [frame(TEXT, 'x'), closing(1000), frame(TEXT, 'y'), frame(PING, 'p'), closing(1001)], ['x'], { close: [1000, ''] });
good('a close between fragments', [frame(1, 'a'), closing(1000), frame(0x80, 'b')], [], { close: [1000, ''] });

/** Two messages of one compressor, of which the second refers to the first. */
const related = ['f248cdc9c90700', 'f200110000'].map(hex);
const compressed = (extension) => ({ extension });
good('compression with context', related.map((data) => frame(TEXT | SQUEEZED, data)), ['Hello', 'Hello'], compressed('permessage-deflate'));
good('compression without context', [frame(TEXT | SQUEEZED, related[0]), frame(TEXT | SQUEEZED, related[0])], ['Hello', 'Hello'], compressed('permessage-deflate; server_no_context_takeover'));
good('compressed fragments', [frame(1 | SQUEEZED, related[0].subarray(0, 3)), frame(PING, 'p'), frame(0x80, related[0].subarray(3))], ['Hello'], { ...compressed('permessage-deflate'), pongs: ['p'] });
good('plain among compressed', [frame(TEXT, 'plain'), frame(TEXT | SQUEEZED, related[0]), frame(TEXT, 'plain'), frame(TEXT | SQUEEZED, related[1])], ['plain', 'Hello', 'plain', 'Hello'], compressed('permessage-deflate'));
good('compressed bytes', [frame(BINARY | SQUEEZED, squeeze(Buffer.alloc(100_000, 1)))], [Buffer.alloc(100_000, 1)], compressed('permessage-deflate; server_max_window_bits=15'));
good('compressed nothing', [frame(TEXT | SQUEEZED, [0])], [''], compressed('permessage-deflate'));
bad('compressed noise', [frame(TEXT | SQUEEZED, Buffer.alloc(20, 0xff))], [], compressed('permessage-deflate'));
bad('an extension twice', [frame(TEXT, 'x')], [], compressed('permessage-deflate, permessage-deflate'));
// Node lets these pass, or loses the message behind a final block.
if (isAnode) {
  const final = zlib.deflateRawSync('final');
  good('a final block', [frame(TEXT | SQUEEZED, final), frame(TEXT | SQUEEZED, related[0])], ['final', 'Hello'], compressed('permessage-deflate'));
  bad('context that was denied', related.map((data) => frame(TEXT | SQUEEZED, data)), ['Hello'], compressed('permessage-deflate; server_no_context_takeover'));
  bad('a compressed ping', [frame(PING | SQUEEZED, 'p')], [], compressed('permessage-deflate'));
  bad('compression of a later fragment', [frame(1 | SQUEEZED, related[0].subarray(0, 3)), frame(0x80 | SQUEEZED, related[0].subarray(3))], [], compressed('permessage-deflate'));
  bad('an unknown parameter', [frame(TEXT, 'x')], [], compressed('permessage-deflate; nope'));
}

/** The last ping, whose pong says that all before it was read. */
const kEnd = 'the end';
const server = http.createServer();
const sockets = new Set();

server.on('upgrade', (request, socket) => {
  const { searchParams } = new URL(request.url, 'http://x');
  const one = cases.get(searchParams.get('name'));
  sockets.add(socket);
  socket.on('error', () => {}).setNoDelay();
  const accept = createHash('sha1').update(`${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
  socket.write([
    'HTTP/1.1 101 Switching Protocols', 'Upgrade: websocket', 'Connection: Upgrade', `Sec-WebSocket-Accept: ${accept}`,
    ...(one.extension === undefined ? [] : [`Sec-WebSocket-Extensions: ${one.extension}`]), '', '',
  ].join('\r\n'));
  one.pongsSeen = [];
  readFrames(socket, (opcode, body) => {
    if (opcode === 10 && `${body}` === kEnd) socket.end(closing(1000));
    else if (opcode === 10) one.pongsSeen.push(`${body}`);
    else if (opcode === 8) socket.end();
  });
  const bytes = Buffer.concat([...one.frames, ...(one.close === undefined ? [frame(PING, kEnd)] : [])]);
  if (searchParams.has('bytewise')) writeBytewise(socket, bytes);
  else socket.write(bytes);
});

/** The short, masked frames of a client. */
function readFrames(socket, tell) {
  let rest = Buffer.alloc(0);
  socket.on('data', (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    while (rest.length >= 6 + (rest[1] & 127)) {
      const length = rest[1] & 127;
      const mask = rest.subarray(2, 6);
      tell(rest[0] & 15, Buffer.from(rest.subarray(6, 6 + length).map((byte, at) => byte ^ mask[at & 3])));
      rest = rest.subarray(6 + length);
    }
  });
}

function writeBytewise(socket, bytes, at = 0) {
  if (at < bytes.length && !socket.destroyed) socket.write(bytes.subarray(at, at + 1), () => setImmediate(writeBytewise, socket, bytes, at + 1));
}

async function check(name, way) {
  const { messages, pongs, close = [1000, ''], fails = false } = cases.get(name);
  const label = `${name} ${way}`;
  const socket = new WebSocket(`ws://127.0.0.1:${server.address().port}/?${new URLSearchParams({ name, [way]: '' })}`);
  socket.binaryType = 'arraybuffer';
  const told = [];
  let errors = 0;
  socket.onmessage = ({ data }) => told.push(typeof data === 'string' ? data : Buffer.from(data));
  socket.onerror = () => errors++;
  const [{ code, reason, wasClean }] = await once(socket, 'close');
  assert.deepStrictEqual(told, messages, label);
  assert.deepStrictEqual([code, reason, wasClean, errors], fails ? [1006, '', false, 1] : [...close, true, 0], label);
  if (!fails) assert.deepStrictEqual(cases.get(name).pongsSeen, pongs, label);
}

(async () => {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const names = [...cases.keys()];
  await Promise.all(names.map((name) => check(name, 'whole')));
  await Promise.all(names.filter((name) => Buffer.concat(cases.get(name).frames).length < 1000).map((name) => check(name, 'bytewise')));
  for (const socket of sockets) socket.destroy();
  server.close();
})();
