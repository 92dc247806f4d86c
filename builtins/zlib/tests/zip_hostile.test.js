'use strict';

// Archives that mean harm: an error with Node's code, no more memory than was allowed, and never a byte that the directory does not tell of.

const assert = require('node:assert');
const zlib = require('node:zlib');
const { ZipBuffer, ZipEntry, createZipArchiveSync, getMaxZipContentSize, setMaxZipContentSize } = zlib;

const modified = new Date(2024, 1, 3, 12, 5, 6);
const stored = (name, text) => ZipEntry.createSync(name, Buffer.from(text), { method: 'store', modified });
const archiveOf = (...entries) => Buffer.concat([...createZipArchiveSync(entries)]);
const invalid = (message) => ({ name: 'Error', code: 'ERR_ZIP_INVALID_ARCHIVE', message: `invalid ZIP archive: ${message}` });

/** `archive` with other bytes at some places. @param {Record<number, number>} bytes */
function changed(archive, bytes) {
  const copy = Buffer.from(archive);
  for (const [at, byte] of Object.entries(bytes)) copy[at] = byte;
  return copy;
}

const kArchive = archiveOf(stored('a', 'hello'), stored('b', 'world'));
const kCentral = kArchive.indexOf(Buffer.from('504b0102', 'hex'));
const kEnd = kArchive.length - 22;
const kSecond = kArchive.indexOf(Buffer.from('504b0304', 'hex'), 1);

// Structures against one another.
for (const [bytes, message] of [
  [{ [kEnd]: 0 }, 'no end of central directory record found'],
  [{ [kEnd + 12]: 255 }, 'central directory does not fit inside the archive'],
  [{ [kEnd + 8]: 1, [kEnd + 10]: 1 }, 'central directory record count is inconsistent with its size'],
  [{ [kEnd + 8]: 9, [kEnd + 10]: 9 }, 'central directory record count is inconsistent with its size'],
  [{ [kCentral]: 0 }, 'central directory header signature is invalid'],
  [{ [kCentral + 28]: 200 }, 'central directory header is truncated'],
  [{ [kSecond]: 0 }, 'local file header signature is invalid'],
  [{ [kSecond + 8]: 8 }, 'local and central compression methods disagree'],
  [{ [kSecond + 6]: 1 }, 'local and central encryption flags disagree'],
  [{ [kSecond + 14]: 1 }, 'local and central header crc-32 or sizes disagree'],
  [{ [kSecond + 22]: 1 }, 'local and central header crc-32 or sizes disagree'],
  [{ [kSecond + 26]: 255 }, 'local file header is truncated'],
  // An entry that reaches into the next one.
  [{ 18: 50, 22: 50, [kCentral + 20]: 50, [kCentral + 24]: 50 }, 'entry "a" overlaps the next entry or the central directory (possible zip bomb)'],
  [{ 18: 255, 19: 255, 22: 255, 23: 255, [kCentral + 20]: 255, [kCentral + 21]: 255, [kCentral + 24]: 255, [kCentral + 25]: 255 }, 'entry data is out of bounds'],
]) {
  assert.throws(() => new ZipBuffer(changed(kArchive, bytes)), invalid(message));
  assert.throws(() => [...ZipEntry.read(changed(kArchive, bytes))], invalid(message));
}
const disks = { code: 'ERR_ZIP_UNSUPPORTED_FEATURE', message: 'unsupported ZIP feature: multi-disk archives are not supported' };
for (const at of [kEnd + 4, kEnd + 6, kEnd + 8, kCentral + 34]) assert.throws(() => new ZipBuffer(changed(kArchive, { [at]: 7 })), disks);

// Every end, and every byte another: an error of the archive or of the entry, or the content that was put in.
for (let length = 0; length < kArchive.length; length++) assert.throws(() => new ZipBuffer(kArchive.subarray(0, length)), { code: 'ERR_ZIP_INVALID_ARCHIVE' });
for (const method of ['store', 'deflate', 'zstd']) {
  const text = 'hello hello hello hello hello hello hello';
  const archive = archiveOf(ZipEntry.createSync('a', Buffer.from(text), { method, modified }));
  for (let at = 0; at < archive.length; at++) {
    for (const bits of [0x01, 0x80, 0xff]) {
      try {
        for (const [, entry] of new ZipBuffer(changed(archive, { [at]: archive[at] ^ bits }))) assert.strictEqual(`${entry.contentSync({ maxSize: 1000 })}`, text);
      } catch (error) {
        assert.match(error.code, /^ERR_ZIP_/, `${method} ${at} ${bits}`);
      }
    }
  }
}

// Names are told as they are: where they lead is for who writes them.
const kNames = ['../up', '/root', 'C:\\x', 'a\\b', './a', 'a/../../b', 'nul\0', '__proto__'];
const named = new ZipBuffer(archiveOf(...kNames.map((name) => stored(name, name))));
assert.deepStrictEqual([...named.keys()], kNames);
for (const name of kNames) assert.strictEqual(`${named.get(name).contentSync()}`, name);
assert.strictEqual(named.has('toString'), false);

// Bombs: refused by what they declare before anything is unpacked, and by what they are if they lie.
async function explode() {
  const bomb = archiveOf(ZipEntry.createSync('bomb', Buffer.alloc(32 << 20), { modified }));
  assert.ok(bomb.length < 64 << 10);
  const tooLarge = { name: 'RangeError', code: 'ERR_ZIP_ENTRY_TOO_LARGE' };
  const entry = new ZipBuffer(bomb).get('bomb');
  assert.throws(() => entry.contentSync({ maxSize: 1 << 20 }), tooLarge);
  await assert.rejects(entry.content({ maxSize: 1 << 20 }), tooLarge);
  await assert.rejects(Array.fromAsync(entry.contentIterator({ maxSize: 1 << 20 })), tooLarge);
  assert.strictEqual(getMaxZipContentSize(), 256 << 20);
  setMaxZipContentSize(1 << 20);
  assert.throws(() => entry.contentSync(), tooLarge);
  setMaxZipContentSize(256 << 20);
  for (const size of [-1, 1.5, NaN]) assert.throws(() => setMaxZipContentSize(size), { code: 'ERR_OUT_OF_RANGE' });
  assert.throws(() => setMaxZipContentSize('1'), { code: 'ERR_INVALID_ARG_TYPE' });

  // It says 1000 bytes.
  const central = bomb.indexOf(Buffer.from('504b0102', 'hex'));
  const lying = Buffer.from(bomb);
  for (const at of [22, central + 24]) lying.writeUInt32LE(1000, at);
  const beyond = { code: 'ERR_ZIP_ENTRY_CORRUPT', message: 'ZIP entry is corrupt: entry "bomb" inflates beyond its declared size of 1000 bytes' };
  const liar = new ZipBuffer(lying).get('bomb');
  assert.throws(() => liar.contentSync(), beyond);
  await assert.rejects(liar.content(), beyond);
  let got = 0;
  await assert.rejects(async () => {
    for await (const piece of liar.contentIterator({ verify: false })) got += piece.length;
  }, { code: 'ERR_ZIP_ENTRY_CORRUPT' });
  assert.ok(got <= 1000);

  // An encrypted entry is not read.
  const secret = changed(kArchive, { 6: 1, [kCentral + 8]: 1 });
  const encrypted = { code: 'ERR_ZIP_UNSUPPORTED_FEATURE', message: 'unsupported ZIP feature: entry "a" is encrypted' };
  assert.throws(() => new ZipBuffer(secret).get('a').contentSync(), encrypted);
  await assert.rejects(new ZipBuffer(secret).get('a').content(), encrypted);
  const wrong = new ZipBuffer(changed(kArchive, { 31: 0x48 })).get('a');
  await assert.rejects(Array.fromAsync(wrong.contentIterator()), { message: 'ZIP entry is corrupt: entry "a" failed CRC-32 verification' });
  assert.strictEqual(`${await wrong.content({ verify: false })}`, 'Hello');
}

// Arguments.
const type = { code: 'ERR_INVALID_ARG_TYPE' };
const value = { code: 'ERR_INVALID_ARG_VALUE' };
const range = { code: 'ERR_OUT_OF_RANGE' };
const nothing = Buffer.alloc(0);
for (const wrong of [undefined, null, 1, {}, [], Symbol('s')]) {
  assert.throws(() => ZipEntry.createSync(wrong, nothing), type);
  assert.throws(() => ZipEntry.createSync('a', wrong), type);
  assert.throws(() => ZipEntry.createSymlink('a', wrong), type);
  assert.throws(() => new ZipBuffer(wrong), type);
  assert.throws(() => named.get(wrong), type);
  assert.throws(() => named.addEntry(wrong), type);
  assert.throws(() => [...createZipArchiveSync([wrong])], TypeError);
}
for (const name of ['', 'd/']) assert.throws(() => ZipEntry.createStream(name, []), value);
assert.throws(() => ZipEntry.createSync('d/', Buffer.from('x')), value);
assert.throws(() => ZipEntry.createSync('x'.repeat(65_536), nothing), { code: 'ERR_ZIP_ENTRY_TOO_LARGE' });
assert.throws(() => ZipEntry.createSync('x', nothing, { comment: 'x'.repeat(65_536) }), { code: 'ERR_ZIP_ENTRY_TOO_LARGE' });
assert.throws(() => [...createZipArchiveSync([], 'x'.repeat(65_536))], { code: 'ERR_ZIP_ARCHIVE_TOO_LARGE' });
assert.throws(() => ZipEntry.createSync('x', nothing, { method: 'lzma' }), { ...value, message: "The property 'options.method' must be 'deflate', 'store', or 'zstd'. Received 'lzma'" });
assert.throws(() => ZipEntry.createSync('x', nothing, { modified: 0 }), type);
assert.throws(() => archiveOf(ZipEntry.createSync('x', nothing, { modified: new Date(NaN) })), value);
for (const mode of [-1, 1.5, 2 ** 32]) assert.throws(() => ZipEntry.createSync('x', nothing, { mode }), range);
for (const baseOffset of [-1, 1.5]) assert.throws(() => [...createZipArchiveSync([], { baseOffset })], range);

explode();
