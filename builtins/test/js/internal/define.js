'use strict';

/** `test`, `describe` and the hooks: they add to what is being defined or run at the moment. */

const { validateFunction } = require('internal:shared/validators');
const { AsyncLocalStorage } = require('node:async_hooks');
const { Suite, Test } = require('internal:test/unit');

/** The suite being defined or the test being run, for calls without a context. */
const current = new AsyncLocalStorage();

function parent() {
  const unit = current.getStore();
  return unit === undefined || unit.isFinished ? require('internal:test/root').root() : unit;
}

/**
 * The forms `(name, options, fn)`, with any part left out.
 * @returns {{ name: string, options: object, fn: Function }}
 */
function readArguments(args) {
  let [name, options, fn] = args;
  if (typeof name === 'function') {
    fn = name;
    name = undefined;
    options = undefined;
  } else if (name !== null && typeof name === 'object') {
    fn = options;
    options = name;
    name = undefined;
  } else if (typeof options === 'function') {
    fn = options;
    options = undefined;
  }
  if (fn !== undefined) validateFunction(fn, 'fn');
  return { name: String(name || fn?.name || '<anonymous>'), options: options ?? {}, fn: fn ?? (() => {}) };
}

/** A defining function with its `skip`, `todo` and `only` forms. */
function withVariants(define) {
  for (const variant of ['skip', 'todo', 'only', 'expectFailure']) {
    define[variant] = (...args) => {
      const { name, options, fn } = readArguments(args);
      return define(name, { ...options, [variant]: options[variant] ?? true }, fn);
    };
  }
  return define;
}

const test = withVariants(function test(...args) {
  return new Test({ ...readArguments(args), parent: parent(), current }).start();
});

const describe = withVariants(function describe(...args) {
  return new Suite({ ...readArguments(args), parent: parent(), current }).start();
});

const hooks = {};
for (const kind of ['before', 'after', 'beforeEach', 'afterEach']) {
  hooks[kind] = {
    [kind](fn = () => {}, options = {}) {
      validateFunction(fn, 'fn');
      parent().addHook(kind, fn, options);
    },
  }[kind];
}

module.exports = { describe, hooks, readArguments, test };
