'use strict';

/**
 * The global console. It writes to `process.stdout` and `process.stderr` as they are at each call, and makes neither before the first.
 */

const { Console, bindMethods, initialize, methodNames } = require('internal:console/console');

let globalConsole;

/** The one console of the realm. */
function createGlobalConsole() {
  globalConsole ??= build();
  return globalConsole;
}

function build() {
  // Node's console has a bare object between itself and Object.prototype, as the specification asks of a namespace.
  const console = Object.create({});
  defineToStringTag(console);
  bindMethods(console, methodNames);
  initialize(console, {});
  defineStream(console, '_stdout', 'stdout');
  defineStream(console, '_stderr', 'stderr');
  define(console, 'Console', Console, true);
  keepEngineMethods(console);
  return console;
}

function defineToStringTag(console) {
  Object.defineProperty(console, Symbol.toStringTag, {
    __proto__: null,
    value: 'console', writable: false, enumerable: false, configurable: true,
  });
}

/** What the inspector adds to the engine's own console. */
function keepEngineMethods(console) {
  const engineConsole = globalThis.console;
  for (const name of ['profile', 'profileEnd', 'timeStamp', 'context', 'createTask']) {
    if (typeof engineConsole?.[name] === 'function') define(console, name, engineConsole[name], true);
  }
}

function define(target, name, value, enumerable) {
  Object.defineProperty(target, name, { __proto__: null, value, writable: true, enumerable, configurable: true });
}

/** User code may replace the stream of the console without touching the process's. */
function defineStream(console, name, streamName) {
  let replacement;
  Object.defineProperty(console, name, {
    __proto__: null,
    get: () => replacement ?? process[streamName],
    set: (value) => {
      replacement = value;
    },
    enumerable: false,
    configurable: true,
  });
}

module.exports = { createGlobalConsole };
