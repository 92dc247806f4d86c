'use strict';

// ZIP archives: made, read, changed in memory and in files, and exchanged with other programs.

const assert = require('node:assert');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const zlib = require('node:zlib');
const { spawnSync } = require('node:child_process');
const { Readable } = require('node:stream');
const { pipeline } = require('node:stream/promises');
const { ZipBuffer, ZipEntry, ZipFile, createZipArchive, createZipArchiveSync, zipFiles } = zlib;

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'zip-'));
process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));

const kNoon = new Date(2024, 1, 3, 12, 5, 6);
const kText = 'line of text\n'.repeat(200);
const stored = (name, text, options) => ZipEntry.createSync(name, Buffer.from(text), { method: 'store', modified: kNoon, ...options });
const archiveOf = (entries, options) => Buffer.concat([...createZipArchiveSync(entries, options)]);
const bytesOf = async (stream) => Buffer.concat(await Array.fromAsync(stream));
const filled = (name, bytes) => {
  const file = path.join(folder, name);
  fs.writeFileSync(file, bytes);
  return file;
};

// The warning is told once, when something is used first.
{
  const warnings = [];
  process.on('warning', ({ name, message }) => warnings.push([name, message]));
  process.on('exit', () => {
    assert.deepStrictEqual(warnings, [['ExperimentalWarning', 'The zlib ZIP archive API is an experimental feature and might change at any time']]);
  });
}

// What an entry says of itself.
{
  const file = ZipEntry.createSync('a.txt', Buffer.from(kText), { modified: kNoon, comment: 'c', mode: 0o100600 });
  assert.deepStrictEqual(
    [file.name, `${file.nameBuffer}`, file.comment, file.size, file.method, file.compressed, file.flags, file.mode, file.crc32, +file.modified],
    ['a.txt', 'a.txt', 'c', kText.length, 8, true, 0x800, 0o600, zlib.crc32(kText), +kNoon],
  );
  assert.deepStrictEqual([file.isFile, file.isDirectory, file.isSymlink], [true, false, false]);
  assert.strictEqual(file.rawContent.length, file.compressedSize);
  assert.strictEqual(`${file.contentSync()}`, kText);
  const directory = ZipEntry.createSync('d/', Buffer.alloc(0));
  assert.deepStrictEqual([directory.mode, directory.isFile, directory.isDirectory, directory.method], [0o755, false, true, 0]);
  const link = ZipEntry.createSymlink('l', 'a.txt');
  assert.deepStrictEqual([link.mode, link.isFile, link.isSymlink, `${link.contentSync()}`], [0o777, false, true, 'a.txt']);
  // What does not become smaller is stored, and then its memory is that of the program.
  const bytes = Buffer.from('abc');
  const small = ZipEntry.createSync('s', bytes);
  assert.deepStrictEqual([small.method, small.rawContent.buffer], [0, bytes.buffer]);
  bytes[0] = 0;
  assert.throws(() => small.contentSync(), { code: 'ERR_ZIP_ENTRY_CORRUPT' });
  assert.strictEqual(small.contentSync({ verify: false }).length, 3);
  assert.strictEqual(ZipEntry.createSync('z', Buffer.from(kText), { method: 'zstd' }).method, 93);
}

// Bytes: a local header, the content, the directory and its end.
{
  const at = Buffer.from([(kNoon.getSeconds() >> 1) | (5 << 5 & 255), 12 << 3 | 5 >> 3, 3 | (2 << 5 & 255), 44 << 1 | 2 >> 3]).toString('hex');
  assert.deepStrictEqual([...createZipArchiveSync([stored('a', 'hi', { comment: 'n' })], { comment: 'end', baseOffset: 16 })].map((piece) => piece.toString('hex')), [
    `504b030414000008 0000${at} ac2a93d8 02000000 02000000 01000000 61`.replaceAll(' ', ''),
    '6869',
    `504b0102 1403 1400 0008 0000 ${at} ac2a93d8 02000000 02000000 0100 0000 0100 0000 0000 0000a481 10000000 61 6e`.replaceAll(' ', ''),
    '504b0506 0000 0000 0100 0100 30000000 31000000 0300 656e64'.replaceAll(' ', ''),
  ]);
  // Times that the header cannot hold stand in a field of their own.
  for (const time of ['1969-12-31T23:59:59Z', '2024-02-03T04:05:07Z', '2024-02-03T04:05:06.789Z']) {
    const [{ modified }] = ZipEntry.read(archiveOf([stored('a', '', { modified: new Date(time) })]));
    assert.strictEqual(+modified, Math.floor(Date.parse(time) / 1000) * 1000, time);
  }
}

// Numbers of more than 32 and 16 bits.
{
  const far = archiveOf([stored('a', 'hi')], { baseOffset: 2 ** 33 });
  assert.ok(far.includes(Buffer.from('504b0606', 'hex')) && far.includes(Buffer.from('504b0607', 'hex')));
  const many = Array.from({ length: 65_536 }, (_, index) => stored(`${index}`, ''));
  const read = new ZipBuffer(archiveOf(many));
  assert.deepStrictEqual([read.size, read.has('65535'), read.has('65536')], [65_536, true, false]);
}

// In memory.
async function inMemory() {
  const zip = new ZipBuffer(archiveOf([stored('a', 'AAA'), stored('b', 'B'), stored('a', 'A2')], 'comment'));
  assert.deepStrictEqual([zip.size, zip.comment, zip.writable, [...zip.keys()]], [2, 'comment', true, ['a', 'b']]);
  assert.strictEqual(`${zip.get('a').contentSync()}`, 'A2');
  assert.throws(() => zip.get('x'), { code: 'ERR_ZIP_ENTRY_NOT_FOUND', message: 'no such entry "x" in the archive' });
  const seen = [];
  zip.forEach(function each(entry, name, all) {
    seen.push([entry.name, name, all === zip, this.own]);
  }, { own: true });
  assert.deepStrictEqual(seen, [['a', 'a', true, true], ['b', 'b', true, true]]);
  await zip.add('c', Buffer.from(kText));
  zip.addSync('d', new Uint16Array([1, 2]));
  assert.deepStrictEqual([zip.delete('b'), zip.delete('b')], [true, false]);
  for (const bytes of [zip.toBufferSync('other'), await zip.toBuffer('other')]) {
    const again = new ZipBuffer(bytes);
    assert.deepStrictEqual([again.comment, [...again].map(([name, { size }]) => [name, size])], ['other', [['a', 2], ['c', kText.length], ['d', 4]]]);
    assert.strictEqual(`${await again.get('c').content()}`, kText);
    assert.strictEqual(`${await bytesOf(again.get('c').contentIterator())}`, kText);
  }
  // Bytes before and behind the archive.
  const within = Buffer.concat([Buffer.from('#!/bin/sh\n'), archiveOf([stored('a', 'A')]), Buffer.from('behind')]);
  assert.strictEqual(`${new ZipBuffer(within).get('a').contentSync()}`, 'A');
  zip.clear();
  assert.strictEqual(zip.size, 0);
}

// Content that comes while the archive is written.
async function streamed() {
  async function* source() {
    for (let i = 0; i < 100; i++) yield Buffer.from(kText);
  }
  for (const method of ['store', 'deflate', 'zstd']) {
    const entry = ZipEntry.createStream('s', source(), { method, modified: kNoon });
    assert.throws(() => entry.size, { code: 'ERR_INVALID_STATE' });
    assert.throws(() => entry.contentSync(), { code: 'ERR_INVALID_STATE' });
    const bytes = await bytesOf(createZipArchive([entry, stored('last', 'L')]));
    assert.deepStrictEqual([entry.size, entry.flags & 8], [kText.length * 100, 8]);
    const zip = new ZipBuffer(bytes);
    assert.strictEqual(`${await zip.get('s').content()}`, kText.repeat(100), method);
    assert.strictEqual(`${zip.get('last').contentSync()}`, 'L');
    await assert.rejects(bytesOf(createZipArchive([entry])), { code: 'ERR_INVALID_STATE' });
  }
  const failing = async function* () {
    yield Buffer.from('a');
    throw new Error('source');
  };
  await assert.rejects(bytesOf(createZipArchive([ZipEntry.createStream('s', failing())])), { message: 'source' });
  await assert.rejects(bytesOf(createZipArchive([ZipEntry.createStream('s', Readable.from(['text']))])), { code: 'ERR_INVALID_ARG_TYPE' });
  // Sources that nobody will read are let go.
  const [first, second] = [Readable.from([Buffer.from('x')]), Readable.from([Buffer.from('y')])];
  const entries = [stored('q', 'q'), ZipEntry.createStream('a', first), ZipEntry.createStream('b', second)];
  assert.throws(() => archiveOf(entries), { code: 'ERR_INVALID_STATE' });
  assert.deepStrictEqual([first.destroyed, second.destroyed], [true, true]);
}

// In files.
async function inFiles() {
  const file = filled('a.zip', archiveOf([stored('a', 'AAA'), stored('b', 'BBBB')], 'comment'));
  const closed = { code: 'ERR_INVALID_STATE', message: 'Invalid state: the ZipFile has been closed' };
  const reading = await ZipFile.open(file);
  assert.deepStrictEqual([reading.writable, reading.comment, reading.size, [...reading.keys()]], [false, 'comment', 2, ['a', 'b']]);
  const entry = await reading.get('a');
  assert.deepStrictEqual([entry.rawContent, `${await entry.content()}`, `${entry.contentSync()}`, `${await bytesOf(entry.contentIterator())}`], [null, 'AAA', 'AAA', 'AAA']);
  assert.strictEqual(`${await bytesOf(await reading.stream('b'))}`, 'BBBB');
  assert.deepStrictEqual((await Promise.all(reading.values())).map(({ name }) => name), ['a', 'b']);
  assert.deepStrictEqual([...reading.entriesSync()].map(([name, { size }]) => [name, size]), [['a', 3], ['b', 4]]);
  for (const change of [() => reading.add('c', Buffer.from('c')), () => reading.delete('a')]) await assert.rejects(change(), { code: 'ERR_ZIP_NOT_WRITABLE' });
  await reading.close();
  await reading.close();
  assert.throws(() => reading.size, closed);
  await assert.rejects(reading.get('a'), closed);
  await assert.rejects(entry.content(), { code: 'ERR_INVALID_STATE' });

  const zip = ZipFile.openSync(file, { writable: true });
  await zip.add('c', Buffer.from(kText));
  zip.addSync('a', Buffer.from('new'));
  assert.deepStrictEqual([await zip.delete('b'), await zip.delete('b')], [true, false]);
  const source = ZipEntry.createStream('s', Readable.from([Buffer.from('st'), Buffer.from('ream')]));
  assert.strictEqual(await zip.addEntry(source), source);
  assert.strictEqual(`${await source.content()}${source.contentSync()}`, 'streamstream');
  // One after the other, and nothing at once meanwhile.
  const adding = [zip.add('x', Buffer.from('1')), zip.delete('x'), zip.add('y', Buffer.from('2'))];
  for (const name of ['getSync', 'deleteSync']) assert.throws(() => zip[name]('a'), { code: 'ERR_INVALID_STATE' });
  assert.throws(() => zip.closeSync(), { code: 'ERR_INVALID_STATE' });
  await Promise.all(adding);
  const failing = ZipEntry.createStream('f', (async function* () {
    yield Buffer.from('lost');
    throw new Error('source');
  })());
  await assert.rejects(zip.addEntry(failing), { message: 'source' });
  const expected = [['a', 'new'], ['c', kText], ['s', 'stream'], ['y', '2']];
  const contentsOf = (bytes) => [...new ZipBuffer(bytes)].map(([name, one]) => [name, `${one.contentSync()}`]);
  for (const bytes of [fs.readFileSync(file), zip.compactSync(), await bytesOf(zip.compact())]) assert.deepStrictEqual(contentsOf(bytes), expected);
  assert.ok(zip.compactSync().length < fs.statSync(file).size);
  zip.closeSync();
  await assert.rejects(ZipFile.open(path.join(folder, 'none')), { code: 'ENOENT' });
  assert.throws(() => ZipFile.openSync(folder), { code: 'EISDIR' });
  assert.throws(() => ZipFile.openSync(filled('junk', 'junk')), { code: 'ERR_ZIP_INVALID_ARCHIVE' });
  // An entry of an archive that ends before the place where it is written now.
  const longer = ZipFile.openSync(filled('longer.zip', archiveOf([stored('long', kText)])), { writable: true });
  for (const one of ZipEntry.read(archiveOf([stored('short', 'S')]))) longer.addEntrySync(one);
  assert.strictEqual(`${longer.getSync('short').contentSync()}`, 'S');
  longer.closeSync();
  // What is before the archive in its file stays.
  const prefixed = filled('p.zip', Buffer.concat([Buffer.from('before'), archiveOf([stored('a', 'A')])]));
  const behind = ZipFile.openSync(prefixed, { writable: true });
  behind.addSync('b', Buffer.from('B'));
  behind.closeSync();
  assert.strictEqual(`${fs.readFileSync(prefixed).subarray(0, 6)}`, 'before');
  assert.deepStrictEqual(contentsOf(fs.readFileSync(prefixed)), [['a', 'A'], ['b', 'B']]);
}

// Files as entries.
async function ofFiles() {
  const file = filled('text', kText);
  fs.chmodSync(file, 0o640);
  fs.utimesSync(file, kNoon, kNoon);
  fs.symlinkSync('text', path.join(folder, 'link'));
  const pairs = [[file, 'f'], [folder, 'd'], [path.join(folder, 'link'), 'l']];
  const facts = (bytes) => [...ZipEntry.read(bytes)].map((entry) => [entry.name, entry.isSymlink, entry.isDirectory, entry.size]);
  assert.deepStrictEqual(facts(await bytesOf(zipFiles(pairs))), [['f', false, false, kText.length], ['d/', false, true, 0], ['l', false, false, kText.length]]);
  assert.deepStrictEqual(facts(await bytesOf(zipFiles(new Map(pairs), { followSymlinks: false })))[2], ['l', true, false, 4]);
  const [entry] = ZipEntry.read(await bytesOf(zipFiles(pairs)));
  assert.deepStrictEqual([entry.mode, +entry.modified], [0o640, +kNoon]);
  await assert.rejects(bytesOf(zipFiles([[path.join(folder, 'none'), 'x']])), { code: 'ENOENT' });
  await assert.rejects(bytesOf(zipFiles([['/dev/null', 'x']])), { code: 'ERR_ZIP_UNSUPPORTED_FEATURE' });
}

// Other programs, where they are there.
async function exchanged() {
  const file = path.join(folder, 'exchanged.zip');
  const entries = [ZipEntry.createSync('dir/', Buffer.alloc(0)), ZipEntry.createSync('dir/é.txt', Buffer.from(kText)), ZipEntry.createStream('s', Readable.from([Buffer.from(kText)])), ZipEntry.createSymlink('l', 's')];
  await pipeline(createZipArchive(entries, 'comment'), fs.createWriteStream(file));
  const tested = spawnSync('unzip', ['-t', file], { encoding: 'utf8' });
  if (tested.error === undefined) assert.match(tested.stdout, /No errors detected/);
  const script = 'import sys, zipfile\nz = zipfile.ZipFile(sys.argv[1])\nassert z.testzip() is None\nprint([(i.filename, i.file_size) for i in z.infolist()], z.comment)';
  const read = spawnSync('python3', ['-c', script, file], { encoding: 'utf8' });
  if (read.error === undefined) assert.strictEqual(read.stdout, `[('dir/', 0), ('dir/é.txt', 2600), ('s', 2600), ('l', 1)] b'comment'\n`, read.stderr);
  const other = path.join(folder, 'other.zip');
  const zipped = spawnSync('python3', ['-c', `import sys, zipfile
z = zipfile.ZipFile(sys.argv[1], 'w')
z.comment = b'other'
z.writestr('stored', 'A')
z.writestr(zipfile.ZipInfo('é', (2024, 2, 3, 4, 5, 6)), 'B' * 1000, zipfile.ZIP_DEFLATED)
with z.open('wide', 'w', force_zip64=True) as entry: entry.write(b'wide')
z.writestr('bzip', 'C' * 100, zipfile.ZIP_BZIP2)
z.close()`, other], { encoding: 'utf8' });
  if (zipped.error !== undefined) return;
  const zip = new ZipBuffer(fs.readFileSync(other));
  assert.deepStrictEqual([zip.comment, ...['stored', 'é', 'wide'].map((name) => `${zip.get(name).contentSync()}`)], ['other', 'A', 'B'.repeat(1000), 'wide']);
  assert.throws(() => zip.get('bzip').contentSync(), { code: 'ERR_ZIP_UNSUPPORTED_FEATURE', message: 'unsupported ZIP feature: entry "bzip" uses compression method 12' });
}

inMemory().then(streamed).then(inFiles).then(ofFiles).then(exchanged);
