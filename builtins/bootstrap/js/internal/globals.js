'use strict';

/**
 * The global object, as Node has it: which names, with which descriptors. What most programs never touch is loaded on first use.
 */

const { Buffer } = require('node:buffer');
const { defineWebGlobals } = require('internal:web/globals');
const { createGlobalConsole } = require('internal:console/global');
const timers = require('node:timers');
const { queueMicrotask } = require('internal:process/task_queues');

/** @param {NodeJS.Process} process */
function defineGlobals(process) {
  Object.defineProperty(globalThis, Symbol.toStringTag, {
    __proto__: null, value: 'global', writable: false, enumerable: false, configurable: true,
  });
  define('global', globalThis, { enumerable: false });
  defineProcessAndBuffer(process);
  define('clearImmediate', timers.clearImmediate);
  define('setImmediate', timers.setImmediate);
  define('clearInterval', timers.clearInterval);
  define('clearTimeout', timers.clearTimeout);
  define('setInterval', timers.setInterval);
  define('setTimeout', timers.setTimeout);
  define('queueMicrotask', queueMicrotask);
  define('console', createGlobalConsole(), { enumerable: false });
  defineWebGlobals();
}

function define(name, value, { enumerable = true } = {}) {
  Object.defineProperty(globalThis, name, { __proto__: null, value, writable: true, enumerable, configurable: true });
}

/** `process` and `Buffer` are accessors in Node, so that they can be replaced but not by accident shadowed in a snapshot. */
function defineProcessAndBuffer(process) {
  defineAccessor('process', process);
  defineAccessor('Buffer', Buffer);
}

function defineAccessor(name, initial) {
  let value = initial;
  Object.defineProperty(globalThis, name, {
    __proto__: null,
    get() { return value; },
    set(replacement) { value = replacement; },
    enumerable: false,
    configurable: true,
  });
}

module.exports = { defineGlobals };
