'use strict';

/** `require` for what a front end evaluates in its console, unless the program has one. */

let consoleRequire;

/** Called before an evaluation. */
function lend() {
  if (Object.hasOwn(globalThis, 'require')) return;
  consoleRequire ??= makeRequire();
  Object.defineProperty(globalThis, 'require', {
    __proto__: null, value: consoleRequire, writable: true, enumerable: false, configurable: true,
  });
}

/** Called after it; what the evaluation has put in its place stays. */
function takeBack() {
  if (globalThis.require === consoleRequire) delete globalThis.require;
}

function makeRequire() {
  const { Module } = require('node:module');
  const module = new Module('<inspector console>');
  module.paths = Module._nodeModulePaths(require('internal:process/object').cwd());
  return require('internal:module/cjs_require').makeRequireFunction(module);
}

module.exports = { lend, takeBack };
