'use strict';

/** From the stored bytes of an entry to its content: never more of it than the directory declares, and checked. */

const { Buffer } = require('node:buffer');
const { Readable, pipeline } = require('node:stream');
const { promisify } = require('node:util');
const zlib = require('node:zlib');
const { codes } = require('internal:shared/errors');
const { DEFLATE, ENCRYPTED, STORE, ZSTD, unsupported } = require('internal:zlib/zip/format');

/** How the content of a method is had, whole and in pieces, and what its failure is called. */
const decoders = new Map([
  [DEFLATE, { sync: zlib.inflateRawSync, inBackground: promisify(zlib.inflateRaw), create: zlib.createInflateRaw, verb: 'inflate' }],
  [ZSTD, { sync: zlib.zstdDecompressSync, inBackground: promisify(zlib.zstdDecompress), create: zlib.createZstdDecompress, verb: 'decompress' }],
]);

/** @typedef {import('internal:zlib/zip/headers').Facts} Facts */

/** Refuses what cannot be read or is too large, before anything is read. @param {Facts} facts @param {number} most in bytes */
function checkReadable(facts, most) {
  const name = nameOf(facts);
  if (facts.size > most) throw new codes.ERR_ZIP_ENTRY_TOO_LARGE(`entry ${name} declares ${facts.size} bytes, exceeding the ${most} byte limit`);
  if ((facts.flags & ENCRYPTED) !== 0) throw unsupported(`entry ${name} is encrypted`);
  if (facts.method !== STORE && !decoders.has(facts.method)) throw unsupported(`entry ${name} uses compression method ${facts.method}`);
}

/** @param {Facts} facts @param {Buffer} raw @param {boolean} verify */
function decodeSync(facts, raw, verify) {
  if (facts.method === STORE) return checkWhole(facts, Buffer.from(raw), verify);
  try {
    return checkWhole(facts, decoders.get(facts.method).sync(raw, limitOf(facts)), verify);
  } catch (error) {
    throw asCorrupt(facts, error);
  }
}

/** @param {Facts} facts @param {Buffer} raw @param {boolean} verify */
async function decode(facts, raw, verify) {
  if (facts.method === STORE) return checkWhole(facts, Buffer.from(raw), verify);
  try {
    return checkWhole(facts, await decoders.get(facts.method).inBackground(raw, limitOf(facts)), verify);
  } catch (error) {
    throw asCorrupt(facts, error);
  }
}

/** @param {Facts} facts @param {AsyncIterable<Buffer>} pieces of the stored bytes @param {boolean} verify */
async function* decodePieces(facts, pieces, verify) {
  let size = 0;
  let crc32 = 0;
  for await (const piece of facts.method === STORE ? pieces : decoded(facts, pieces)) {
    size += piece.length;
    if (size > facts.size) throw beyond(facts);
    if (verify) crc32 = zlib.crc32(piece, crc32);
    yield piece;
  }
  checkEnd(facts, size, verify ? crc32 : facts.crc32);
}

async function* decoded(facts, pieces) {
  const decoder = decoders.get(facts.method).create();
  // What goes wrong comes out of the decoder.
  pipeline(Readable.from(pieces), decoder, () => {});
  try {
    yield* decoder;
  } catch (error) {
    throw asCorrupt(facts, error);
  }
}

function checkWhole(facts, content, verify) {
  checkEnd(facts, content.length, verify ? zlib.crc32(content) : facts.crc32);
  return content;
}

function checkEnd(facts, size, crc32) {
  if (size !== facts.size) throw corrupt(facts, `produced ${size} bytes, expected ${facts.size}`);
  if (crc32 !== facts.crc32) throw corrupt(facts, 'failed CRC-32 verification');
}

/** Room for a byte more, in which a content shows that it is too long. */
function limitOf({ size }) {
  return { maxOutputLength: size + 1 };
}

/** What a codec says, as a fault of the entry; other errors stay what they are. */
function asCorrupt(facts, error) {
  if (error.code === 'ERR_BUFFER_TOO_LARGE') return beyond(facts);
  const isOfCodec = typeof error.errno === 'number' && /^(?:Z_|ZSTD_)/.test(error.code);
  return isOfCodec ? corrupt(facts, `failed to ${decoders.get(facts.method).verb}: ${error.message}`) : error;
}

function beyond(facts) {
  return corrupt(facts, `inflates beyond its declared size of ${facts.size} bytes`);
}

function corrupt(facts, what) {
  return new codes.ERR_ZIP_ENTRY_CORRUPT(`entry ${nameOf(facts)} ${what}`);
}

function nameOf({ text }) {
  return JSON.stringify(text);
}

module.exports = { checkReadable, decode, decodePieces, decodeSync };
