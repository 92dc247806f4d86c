// An addon in C, as the guide has it, in the main thread and in a worker.
'use strict';

const { Worker, isMainThread } = require('node:worker_threads');
const path = require('node:path');

const file = path.join(process.env.ADDON_DIRECTORY ?? path.join(__dirname, '../../target/node-api'), 'hello.node');
const hello = require(file);
console.log(isMainThread ? 'main' : 'worker', hello.hello());
console.log(require(file) === hello, Object.keys(require.cache).includes(require.resolve(file)));

const { versions } = process;
console.log(Number(versions.napi) >= 9, typeof process.dlopen, process.config.variables.napi_build_version === versions.napi);
const loaded = { exports: {} };
process.dlopen(loaded, file);
console.log(loaded.exports.hello());
try {
  process.dlopen({ exports: {} }, __filename);
} catch (err) {
  console.log(err.code);
}
if (isMainThread) new Worker(__filename).on('exit', (code) => console.log('worker ended with', code));
