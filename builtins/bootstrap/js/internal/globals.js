'use strict';

/**
 * The global object, as Node has it: which names, with which descriptors. Everything but the few names of nearly every program is
 * loaded when it is first read.
 */

const { Buffer } = require('node:buffer');
const { createGlobalConsole } = require('internal:console/global');
const timers = require('node:timers');
const { queueMicrotask } = require('internal:process/task_queues');

/** Classes by the module that exports them; not enumerable. */
const kClasses = {
  'internal:web/abort_controller': ['AbortController', 'AbortSignal'],
  'internal:web/broadcast_channel': ['BroadcastChannel'],
  'internal:web/close_event': ['CloseEvent', 'ErrorEvent'],
  'internal:web/dom_exception': ['DOMException'],
  'internal:web/form_data': ['FormData'],
  'internal:web/headers': ['Headers'],
  'internal:web/message_channel': ['MessageChannel', 'MessagePort'],
  'internal:web/message_event': ['MessageEvent'],
  'internal:web/navigator': ['Navigator'],
  'internal:web/quota_exceeded_error': ['QuotaExceededError'],
  'internal:web/request': ['Request'],
  'internal:web/response': ['Response'],
  'internal:web/storage': ['Storage'],
  'internal:web/websocket': ['WebSocket'],
  'internal:events/event_target': ['CustomEvent', 'Event', 'EventTarget'],
  'internal:crypto/webcrypto': ['Crypto', 'CryptoKey', 'SubtleCrypto'],
  'node:buffer': ['Blob', 'File'],
  'node:perf_hooks': [
    'Performance', 'PerformanceEntry', 'PerformanceMark', 'PerformanceMeasure', 'PerformanceObserver', 'PerformanceObserverEntryList',
    'PerformanceResourceTiming',
  ],
  'node:stream/web': [
    'ByteLengthQueuingStrategy', 'CompressionStream', 'CountQueuingStrategy', 'DecompressionStream', 'ReadableByteStreamController',
    'ReadableStream', 'ReadableStreamBYOBReader', 'ReadableStreamBYOBRequest', 'ReadableStreamDefaultController', 'ReadableStreamDefaultReader',
    'TextDecoderStream', 'TextEncoderStream', 'TransformStream', 'TransformStreamDefaultController', 'WritableStream',
    'WritableStreamDefaultController', 'WritableStreamDefaultWriter',
  ],
  'node:url': ['URL', 'URLPattern', 'URLSearchParams'],
  'node:util': ['TextDecoder', 'TextEncoder'],
};

/** Those of the classes that the web platform exposes in every realm, in the order in which they are defined there. */
const kExposedEverywhere = {
  'node:url': ['URL', 'URLSearchParams'],
  'internal:web/dom_exception': ['DOMException'],
  'internal:web/quota_exceeded_error': ['QuotaExceededError'],
  'internal:web/abort_controller': kClasses['internal:web/abort_controller'],
  'internal:events/event_target': ['Event', 'EventTarget', 'CustomEvent'],
  'node:util': ['TextEncoder', 'TextDecoder'],
  'node:stream/web': kClasses['node:stream/web'],
};

/** Functions by the module that exports them; enumerable. */
const kFunctions = {
  'internal:web/fetch': ['fetch'],
  'internal:web/structured_clone': ['structuredClone'],
  'node:buffer': ['atob', 'btoa'],
};

/** @param {NodeJS.Process} process */
function defineGlobals(process) {
  // V8's own, in no specification, and not there in Node.
  delete Intl.v8BreakIterator;
  Object.defineProperty(globalThis, Symbol.toStringTag, {
    __proto__: null, value: 'global', writable: false, enumerable: false, configurable: true,
  });
  define('global', globalThis);
  define('clearImmediate', timers.clearImmediate);
  define('setImmediate', timers.setImmediate);
  define('clearInterval', timers.clearInterval);
  define('clearTimeout', timers.clearTimeout);
  define('setInterval', timers.setInterval);
  define('setTimeout', timers.setTimeout);
  define('queueMicrotask', queueMicrotask);
  defineAssignable('process', process);
  defineAssignable('Buffer', Buffer);
  defineReplaceable('performance', () => require('node:perf_hooks').performance, true);
  defineReadOnly('crypto', () => require('internal:crypto/webcrypto').crypto);
  defineReadOnly('navigator', () => require('internal:web/navigator').navigator);
  defineReplaceable('sessionStorage', () => require('internal:web/storage').sessionStorage(), true);
  defineReplaceable('localStorage', () => require('internal:web/storage').localStorage(), false);
  Object.defineProperty(globalThis, 'console', {
    __proto__: null, value: createGlobalConsole(), writable: true, enumerable: false, configurable: true,
  });
  defineLazily(kClasses, false);
  defineLazily(kFunctions, true);
}

/** Defines what a `ShadowRealm` has. */
function defineExposedEverywhere() {
  defineLazily(kExposedEverywhere, false);
}

function define(name, value) {
  Object.defineProperty(globalThis, name, { __proto__: null, value, writable: true, enumerable: true, configurable: true });
}

/** An accessor that assignment replaces with a plain value. */
function defineReplaceable(name, get, enumerable) {
  const set = (value) => {
    Object.defineProperty(globalThis, name, { __proto__: null, value, writable: true, enumerable, configurable: true });
  };
  Object.defineProperty(get, 'name', { __proto__: null, value: enumerable ? `get ${name}` : 'get', configurable: true });
  Object.defineProperty(set, 'name', { __proto__: null, value: enumerable ? `set ${name}` : 'set', configurable: true });
  defineAccessor(name, get, set, enumerable);
}

/** An accessor that assignment gives another value. */
function defineAssignable(name, initial) {
  let value = initial;
  const get = () => value;
  const set = (assigned) => { value = assigned; };
  defineAccessor(name, get, set, false);
}

function defineAccessor(name, get, set, enumerable) {
  Object.defineProperty(globalThis, name, { __proto__: null, get, set, enumerable, configurable: true });
}

function defineReadOnly(name, get) {
  Object.defineProperty(get, 'name', { __proto__: null, value: `get ${name}`, configurable: true });
  Object.defineProperty(globalThis, name, { __proto__: null, get, set: undefined, enumerable: true, configurable: true });
}

function defineLazily(table, enumerable) {
  for (const [specifier, names] of Object.entries(table)) {
    for (const name of names) binding.defineLazyProperty(globalThis, name, specifier, enumerable);
  }
}

/** Globals by the option that has them, with its default, and what defines those that are off by default. */
const kOptional = [
  ['--experimental-eventsource', false, ['EventSource'], () => {
    binding.defineLazyProperty(globalThis, 'EventSource', 'internal:web/event_source', false);
  }],
  ['--experimental-global-navigator', true, ['Navigator', 'navigator']],
  ['--experimental-websocket', true, ['WebSocket', 'CloseEvent']],
  ['--experimental-webstorage', true, ['Storage', 'localStorage', 'sessionStorage']],
];

/** Adds and takes away what the options of this process say. @param {(name: string) => boolean} isOn */
function applyGlobalOptions(isOn) {
  defineWasmStreaming();
  for (const [option, isUsual, names, define] of kOptional) {
    if (isOn(option) === isUsual) continue;
    if (isUsual) for (const name of names) delete globalThis[name];
    else define();
  }
}

/** V8 has no WebAssembly while the startup snapshot is made, nor in a process without code generation. */
function defineWasmStreaming() {
  if (globalThis.WebAssembly === undefined) return;
  for (const name of ['compileStreaming', 'instantiateStreaming']) {
    binding.defineLazyProperty(WebAssembly, name, 'internal:web/wasm_streaming', true);
  }
}

module.exports = { applyGlobalOptions, defineExposedEverywhere, defineGlobals };
