'use strict';

/**
 * `v8.startupSnapshot`, and what happens around the making of a program's snapshot (`--build-snapshot`). All of it is in the snapshot too:
 * the process that starts from it finds here what the builder script has left.
 */

const process = require('internal:process/object');
const { exitCodeNumber } = require('internal:process/exit');
const { getOptionValue } = require('internal:process/options');
const { codes } = require('internal:shared/errors');
const { validateFunction } = require('internal:shared/validators');

/** Whether this is the process that runs the builder script. */
let isBuilding = false;

/** @type {[callback: Function, data: unknown][]} */
const serializeCallbacks = [];
/** @type {[callback: Function, data: unknown][]} */
const deserializeCallbacks = [];
/** @type {[callback: Function, data: unknown] | undefined} */
let mainFunction;

/** Runs before the heap is written. @param {Function} callback @param {unknown} data */
function addSerializeCallback(callback, data) {
  checkUse(callback);
  serializeCallbacks.push([callback, data]);
}

/** Runs in the process that starts from the snapshot. @param {Function} callback @param {unknown} data */
function addDeserializeCallback(callback, data) {
  checkUse(callback);
  deserializeCallbacks.push([callback, data]);
}

/** What that process runs in place of a program. @param {Function} callback @param {unknown} data */
function setDeserializeMainFunction(callback, data) {
  checkUse(callback);
  if (mainFunction !== undefined) throw new codes.ERR_DUPLICATE_STARTUP_SNAPSHOT_MAIN_FUNCTION();
  mainFunction = [callback, data];
}

function checkUse(callback) {
  validateFunction(callback, 'callback');
  if (!isBuilding) throw new codes.ERR_NOT_BUILDING_SNAPSHOT();
}

const startupSnapshot = {
  addDeserializeCallback,
  addSerializeCallback,
  setDeserializeMainFunction,
  isBuildingSnapshot: function isBuildingSnapshot() { return isBuilding; },
};

// ---- the process that builds ----

/** Builtin modules that are known to work in a snapshot; of others the program is warned. */
const kVerified = new Set([
  'assert', 'assert/strict', 'buffer', 'console', 'constants', 'crypto', 'diagnostics_channel', 'dns', 'events', 'fs', 'fs/promises', 'net', 'os',
  'path', 'path/posix', 'path/win32', 'process', 'punycode', 'querystring', 'stream', 'stream/promises', 'string_decoder', 'sys', 'timers',
  'timers/promises', 'url', 'util', 'util/types', 'v8', 'zlib',
]);

/** Runs the builder script, which is one file: it can require builtin modules only. */
function runBuilder() {
  isBuilding = true;
  const filename = require('node:path').resolve(getOptionValue('[snapshot_builder]'));
  const text = getOptionValue('[snapshot_builder_text]') ?? '';
  const hostId = Symbol(filename);
  require('internal:module/host_ids').importHandlers.set(hostId, refuseImport);
  const parameters = ['require', '__filename', '__dirname'];
  const run = require('node:vm').compileFunction(text, parameters, { filename, importModuleDynamically: hostId });
  const { runProgram } = require('internal:inspector/pause');
  runProgram(run, globalThis, [requireForUserSnapshot, filename, require('node:path').dirname(filename)]);
}

async function refuseImport() {
  throw isBuilding ? new Error('Not supported') : new codes.ERR_VM_DYNAMIC_IMPORT_CALLBACK_MISSING();
}

/** @param {string} id */
function requireForUserSnapshot(id) {
  const { isBuiltin, loadBuiltin } = require('internal:module/builtins');
  if (!isBuiltin(id)) throw Object.assign(new Error(`Cannot find module '${id}'. `), { code: 'MODULE_NOT_FOUND' });
  const name = id.startsWith('node:') ? id.slice(5) : id;
  if (isBuilding && !kVerified.has(name)) warnOfUnverified(id, name);
  return loadBuiltin(name);
}

const warnedOf = new Set();

function warnOfUnverified(id, name) {
  if (warnedOf.has(name)) return;
  warnedOf.add(name);
  process.emitWarning(
    `It's not yet fully verified whether built-in module "${id}" works in user snapshot builder scripts.\n` +
    'It may still work in some cases, but in other cases certain run-time states may be out-of-sync after snapshot deserialization.\n' +
    'To request support for the module, use the Node.js issue tracker: https://github.com/nodejs/node/issues');
}

/** The builder script has ended, unless it has failed: runs what it wants to run last. */
function runSerializeCallbacks() {
  if (exitCodeNumber() !== 0) return;
  for (const [callback, data] of serializeCallbacks) callback(data);
}

/**
 * Nothing is left to run: lets go of what only this process has.
 * @returns {number | boolean} the exit code of a script that failed, else whether a main function is set
 */
function finishBuilding() {
  const code = exitCodeNumber();
  if (code !== 0) return code;
  isBuilding = false;
  require('internal:bootstrap/main').forgetProcess();
  return mainFunction !== undefined;
}

// ---- the process that starts from it ----

/**
 * Runs the deserialize callbacks.
 * @returns {(() => unknown) | undefined} what to run in place of a program
 */
function restore() {
  for (const [callback, data] of deserializeCallbacks) callback(data);
  if (mainFunction === undefined) return undefined;
  const [callback, data] = mainFunction;
  return () => callback(data);
}

/** Throws while a snapshot is built. @param {string} what */
function refuseInSnapshot(what) {
  if (isBuilding) throw new codes.ERR_NOT_SUPPORTED_IN_SNAPSHOT(what);
}

module.exports = { finishBuilding, refuseInSnapshot, restore, runBuilder, runSerializeCallbacks, startupSnapshot };
