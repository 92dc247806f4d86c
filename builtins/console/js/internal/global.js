'use strict';

/**
 * The global console. It writes to `process.stdout` and `process.stderr` as they are at each call, and makes neither before the first.
 */

const process = require('internal:process/object');
const { Console, bindMethods, initialize, methodNames } = require('internal:console/console');

/** V8's own console, by which front ends of the inspector see messages. */
const engineConsole = globalThis.console;

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
  const replacements = { _stdout: undefined, _stderr: undefined };
  initialize(console, { direct: directOutput(replacements) });
  defineStream(console, '_stdout', 'stdout', replacements);
  defineStream(console, '_stderr', 'stderr', replacements);
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
  for (const name of ['profile', 'profileEnd', 'timeStamp', 'context', 'createTask']) {
    if (typeof engineConsole?.[name] === 'function') define(console, name, engineConsole[name], true);
  }
  if (console.createTask === undefined) define(console, 'createTask', createTask, true);
}

/** What debuggers show as the origin of `run`'s work; where no front end listens there is nothing to note. @param {string} name */
function createTask(...[name]) {
  if (typeof name !== 'string' || name === '') throw new Error('First argument must be a non-empty string.');
  return {
    run(fn) {
      if (typeof fn !== 'function') throw new Error('First argument must be a function.');
      return fn();
    },
  };
}

function define(target, name, value, enumerable) {
  Object.defineProperty(target, name, { __proto__: null, value, writable: true, enumerable, configurable: true });
}

/** User code may replace the stream of the console without touching the process's. */
function defineStream(console, name, streamName, replacements) {
  Object.defineProperty(console, name, {
    __proto__: null,
    get: () => replacements[name] ?? process[streamName],
    set: (value) => {
      replacements[name] = value;
    },
    enumerable: false,
    configurable: true,
  });
}

const DESCRIPTORS = { _stdout: 1, _stderr: 2 };

/**
 * Writing past the standard streams, as long as nobody has made or replaced them: what is printed is the same, and a program that only prints
 * needs no stream.
 */
function directOutput(replacements) {
  const stdio = require('internal:process/stdio');
  return {
    isOpen: (name) => replacements[name] === undefined && stdio.canWriteWithoutStream(DESCRIPTORS[name]),
    write: (name, text) => stdio.writeWithoutStream(DESCRIPTORS[name], text),
  };
}

module.exports = { createGlobalConsole, engineConsole };
