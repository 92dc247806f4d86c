'use strict';

// Cargo builds an addon in Rust with napi-rs: functions, classes, errors, buffers, promises, calls from a thread.
const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { isMainThread } = require('node:worker_threads');
const { both } = require('./_both');

const source = path.join(__dirname, 'napi_rs');
const target = path.join(__dirname, '../../target/napi-rs');
const file = path.join(target, 'from_rust.node');

if (isMainThread) {
  execFileSync('cargo', ['build', '--quiet', '--locked', '--manifest-path', path.join(source, 'Cargo.toml'), '--target-dir', target]);
  fs.copyFileSync(path.join(target, 'debug/libfrom_rust.so'), file);
}

const addon = require(file);

both(__filename, {
  functions: () => [addon.add(1, 2), String(addon.reverse(Buffer.from('abc')))],
  errors() {
    try {
      return addon.add(2 ** 32 - 1, 1);
    } catch (error) {
      return [error.code, error.message];
    }
  },
  classes() {
    const counter = new addon.Counter(40);
    counter.add(2);
    return [counter.value, counter instanceof addon.Counter];
  },
  promises: async () => [await addon.sum(100), await addon.sum(0).catch((error) => error.message)],
  threads: () => new Promise((resolve) => {
    const told = [];
    addon.tell(3, (error, number) => { if (told.push([error, number]) === 3) resolve(told); });
  }),
});
