'use strict';

/** The global object that a REPL's code sees. */

const process = require('internal:process/object');
const vm = require('node:vm');
const { Module } = require('node:module');
const { defineBuiltinGlobals, publicBuiltins } = require('internal:module/builtin_globals');
const { makeRequireFunction } = require('internal:module/cjs_require');

/** One array for all: programs add their own modules to it, through `repl.builtinModules`. */
let requirable;

function requirableModules() {
  return (requirable ??= publicBuiltins());
}

function replaceRequirableModules(names) {
  requirable = names;
}

/** Where modules are looked for; nowhere if the working directory is gone. */
function folders() {
  try {
    return Module._nodeModulePaths(process.cwd());
  } catch {
    return [];
  }
}

/**
 * @param {import('node:repl').REPLServer} repl
 * @returns {object}
 */
function createContext(repl) {
  const context = repl.useGlobal ? globalThis : createIsolatedContext(repl);
  const module = new Module('<repl>');
  module.paths = folders();
  define(context, 'module', module);
  define(context, 'require', makeRequireFunction(module));
  defineBuiltinGlobals(context);
  return context;
}

function createIsolatedContext(repl) {
  const { Console } = require('node:console');
  const context = vm.createContext();
  const standard = new Set(vm.runInContext('Object.getOwnPropertyNames(globalThis)', context));
  for (const name of Object.getOwnPropertyNames(globalThis)) {
    if (standard.has(name)) continue;
    Object.defineProperty(context, name, { __proto__: null, ...Object.getOwnPropertyDescriptor(globalThis, name) });
  }
  context.global = context;
  define(context, 'console', new Console(repl.output));
  return context;
}

function define(context, name, value) {
  Object.defineProperty(context, name, { __proto__: null, configurable: true, writable: true, value });
}

module.exports = { createContext, requirableModules, replaceRequirableModules };
