'use strict';

/** The global object that a REPL's code sees. */

const process = require('internal:process/object');
const vm = require('node:vm');
const { Module, builtinModules } = require('node:module');
const { makeRequireFunction } = require('internal:module/cjs_require');

/** What a user may require, without the prefix `node:`. */
function publicBuiltins() {
  return builtinModules.filter((name) => !name.startsWith('_') && !name.startsWith('node:'));
}

/** One array for all: programs add their own modules to it, through `repl.builtinModules`. */
let requirable;

function requirableModules() {
  return (requirable ??= publicBuiltins());
}

function replaceRequirableModules(names) {
  requirable = names;
}

/**
 * @param {import('node:repl').REPLServer} repl
 * @returns {object}
 */
function createContext(repl) {
  const context = repl.useGlobal ? globalThis : createIsolatedContext(repl);
  const module = new Module('<repl>');
  module.paths = Module._nodeModulePaths(process.cwd());
  define(context, 'module', module);
  define(context, 'require', makeRequireFunction(module));
  addBuiltins(context);
  return context;
}

function createIsolatedContext(repl) {
  const { Console } = require('node:console');
  const context = vm.createContext();
  const standard = new Set(vm.runInContext('Object.getOwnPropertyNames(globalThis)', context));
  for (const name of Object.getOwnPropertyNames(globalThis)) {
    if (!standard.has(name)) Object.defineProperty(context, name, { __proto__: null, ...Object.getOwnPropertyDescriptor(globalThis, name) });
  }
  context.global = context;
  define(context, 'console', new Console(repl.output));
  return context;
}

function addBuiltins(context) {
  for (const name of publicBuiltins()) {
    // Names that can stand on their own.
    if (name.includes('/')) continue;
    if (Object.getOwnPropertyDescriptor(context, name) !== undefined) continue;
    const replace = (value) => {
      delete context[name];
      context[name] = value;
    };
    Object.defineProperty(context, name, {
      __proto__: null,
      configurable: true,
      enumerable: false,
      get() {
        const library = require(`node:${name}`);
        delete context[name];
        Object.defineProperty(context, name, { __proto__: null, configurable: true, enumerable: false, get: () => library, set: replace });
        return library;
      },
      set: replace,
    });
  }
}

function define(context, name, value) {
  Object.defineProperty(context, name, { __proto__: null, configurable: true, writable: true, value });
}

module.exports = { createContext, requirableModules, replaceRequirableModules };
