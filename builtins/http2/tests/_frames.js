'use strict';

/** Frames as peers write them that know no API. */

/** @param {number} type @param {number} flags @param {number} stream its number @param {Uint8Array} [payload] */
function frame(type, flags, stream, payload = Buffer.alloc(0)) {
  const head = Buffer.alloc(9);
  head.writeUIntBE(payload.length, 0, 3);
  head[3] = type;
  head[4] = flags;
  head.writeUInt32BE(stream, 5);
  return Buffer.concat([head, payload]);
}

const DATA = 0;
const HEADERS = 1;
const PRIORITY = 2;
const RST_STREAM = 3;
const SETTINGS = 4;
const PUSH_PROMISE = 5;
const PING = 6;
const GOAWAY = 7;
const WINDOW_UPDATE = 8;
const CONTINUATION = 9;

const END_STREAM = 1;
const ACK = 1;
const END_HEADERS = 4;
const PADDED = 8;

/** `:method`, `:scheme http`, `:path /` from the static table, `:authority a` as a literal. */
const GET = Buffer.from([0x82, 0x86, 0x84, 1, 1, 0x61]);
const POST = Buffer.from([0x83, 0x86, 0x84, 1, 1, 0x61]);
/** A POST whose body is still to come. */
const OPEN = frame(HEADERS, END_HEADERS, 1, POST);
/** What a client says first, with settings that change nothing. */
const PREFACE = Buffer.concat([Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'), frame(SETTINGS, 0, 0)]);

module.exports = {
  ACK, CONTINUATION, DATA, END_HEADERS, END_STREAM, frame, GET, GOAWAY, HEADERS, OPEN, PADDED, PING, POST, PREFACE, PRIORITY, PUSH_PROMISE,
  RST_STREAM, SETTINGS, WINDOW_UPDATE,
};
