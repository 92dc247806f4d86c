'use strict';

/** `node:module`. */

const { Module } = require('internal:module/cjs_module');
require('internal:module/run_main');
const { createRequire } = require('internal:module/cjs_require');
const { builtinModules, isBuiltin } = require('internal:module/builtins');

Module.createRequire = createRequire;
Module.isBuiltin = isBuiltin;
Object.defineProperty(Module, 'builtinModules', {
  __proto__: null,
  get() { return lists ??= builtinModules(); },
  set(value) { lists = value; },
  enumerable: true,
  configurable: true,
});
let lists;

module.exports = Module;
