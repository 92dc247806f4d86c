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
  re2() {
    const { RE2 } = require('re2-wasm');
    return [new RE2('(a+)+b', 'u').test('aaab'), 'xabx'.replace(new RE2('a(b)', 'u'), '$1')];
  },
});
