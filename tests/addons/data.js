'use strict';

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { both } = require('./_both');

const folderOf = (name) => fs.mkdtempSync(path.join(os.tmpdir(), `${name}-`));

both(__filename, {
  bufferutil() {
    const { mask, unmask } = require('bufferutil');
    const [key, out] = [Buffer.from([1, 2, 3, 4]), Buffer.alloc(5)];
    mask(Buffer.from('hello'), key, out, 0, 5);
    const masked = out.toString('hex');
    unmask(out, key);
    return [masked, String(out)];
  },
  utf8Validate() {
    const isValid = require('utf-8-validate');
    return [isValid(Buffer.from('ü')), isValid(Buffer.from([0xff]))];
  },
  msgpackr() {
    const { isNativeAccelerationEnabled, pack, unpack } = require('msgpackr');
    return [isNativeAccelerationEnabled, unpack(pack({ a: ['x'.repeat(50), 'ü'.repeat(20), 1, null, new Date(0), 2n ** 40n] }))];
  },
  async lmdb() {
    const { open } = require('lmdb');
    const folder = folderOf('lmdb');
    const db = open({ path: folder });
    await db.put('a', { x: 1 });
    await db.transaction(() => { db.put('b', 2); });
    const found = [db.get('a'), db.get('b'), [...db.getRange()].map(({ key }) => key)];
    await db.close();
    fs.rmSync(folder, { recursive: true });
    return found;
  },
  async watcher() {
    const watcher = require('@parcel/watcher');
    const folder = folderOf('watcher');
    const seen = Promise.withResolvers();
    const subscription = await watcher.subscribe(folder, (error, events) => seen.resolve(events.map(({ type, path: file }) => [type, path.basename(file)])));
    fs.writeFileSync(path.join(folder, 'a'), 'x');
    const events = await seen.promise;
    await subscription.unsubscribe();
    fs.rmSync(folder, { recursive: true });
    return events;
  },
  crc32: () => [require('@node-rs/crc32').crc32('hello'), require('@node-rs/crc32').crc32c(Buffer.from('hello'))],
  xxhash() {
    const { xxh32, xxh64, xxh3, Xxh32 } = require('@node-rs/xxhash');
    return [xxh32('a'), xxh64('a'), xxh3.xxh128('a'), new Xxh32().update('a').digest()];
  },
  sodium() {
    const sodium = require('sodium-native');
    const [digest, key, nonce] = [sodium.crypto_generichash_BYTES, sodium.crypto_secretbox_KEYBYTES, sodium.crypto_secretbox_NONCEBYTES].map((size) => Buffer.alloc(size));
    sodium.crypto_generichash(digest, Buffer.from('x'));
    const box = Buffer.alloc(1 + sodium.crypto_secretbox_MACBYTES);
    sodium.crypto_secretbox_easy(box, Buffer.from('y'), nonce, key);
    return [digest.toString('hex'), box.toString('hex')];
  },
  async zeromq() {
    const { Pull, Push } = require('zeromq');
    const [push, pull] = [new Push(), new Pull()];
    await push.bind('tcp://127.0.0.1:*');
    pull.connect(push.lastEndpoint);
    await push.send('work');
    const [message] = await pull.receive();
    push.close();
    pull.close();
    return String(message);
  },
  async level() {
    const { ClassicLevel } = require('classic-level');
    const folder = folderOf('level');
    const db = new ClassicLevel(folder);
    await db.batch([{ type: 'put', key: 'a', value: '1' }, { type: 'put', key: 'b', value: '2' }]);
    const entries = await db.iterator({ reverse: true }).all();
    await db.close();
    fs.rmSync(folder, { recursive: true });
    return entries;
  },
  async snappy() {
    const { compress, uncompress } = require('snappy');
    return String(await uncompress(await compress('hello hello hello')));
  },
  libsql() {
    const Database = require('libsql');
    const db = new Database(':memory:');
    db.exec('create table t (a, b)');
    db.prepare('insert into t values (?, ?)').run(1, 'x');
    const rows = db.prepare('select * from t').all();
    db.close();
    return rows;
  },
  xxhashAddon: () => require('xxhash-addon').XXHash3.hash(Buffer.from('x')).toString('hex'),
  re2() {
    const { RE2 } = require('re2-wasm');
    return [new RE2('(a+)+b', 'u').test('aaab'), 'xabx'.replace(new RE2('a(b)', 'u'), '$1')];
  },
});
