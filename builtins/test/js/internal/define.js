'use strict';

/** `test`, `describe` and the hooks: they add to what is being defined or run at the moment. */

const { validateFunction } = require('internal:shared/validators');
const { currentUnit } = require('internal:test/current');
const { callerLocation } = require('internal:test/location');
const { Suite } = require('internal:test/suite');
const { Test, orphan } = require('internal:test/test_case');

/** The unit to which definitions belong. */
function owner() {
  const scope = currentUnit.getStore();
  if (scope?.hook !== undefined) return scope.owner;
  return scope?.children === undefined ? require('internal:test/root').root() : scope;
}

/**
 * The forms `(name, options, fn)`, with any part left out.
 * @returns {{ name: string, options: object, fn: Function }}
 */
function readArguments(args) {
  let [name, options, fn] = args;
  if (typeof name === 'function') {
    fn = name;
  } else if (name !== null && typeof name === 'object') {
    fn = options;
    options = name;
  } else if (typeof options === 'function') {
    fn = options;
  }
  if (options === null || typeof options !== 'object') options = {};
  if (fn !== undefined) validateFunction(fn, 'fn');
  if (typeof name !== 'string' || name === '') name = fn?.name || '<anonymous>';
  return { name, options, fn: fn ?? (() => {}) };
}

/** Defines a test or suite below `parent` and starts it when it can be. @returns {Promise<void>} */
function define(Kind, parent, args) {
  const settings = readArguments(args);
  const location = settings.options.location ?? callerLocation();
  let place = parent;
  // What has ended takes no more tests: the root has them, as failures.
  while (place.parent !== null && (place.isComplete || place.endTime !== undefined)) place = place.parent;
  const unit = new Kind({ ...settings, parent: place, location });
  place.adopt(unit);
  if (place !== parent) orphan(unit);
  unit.build?.();
  if (place.parent === null) return place.admit(unit);
  // What a suite holds runs when the suite does, so that nobody can wait for it inside.
  if (place.type === 'suite') return Promise.resolve();
  place.plan?.add();
  return unit.start();
}

/** A defining function with its forms `skip`, `todo`, `only` and `expectFailure`. */
function withVariants(Kind) {
  function test(...args) {
    return define(Kind, owner(), args);
  }
  for (const variant of ['expectFailure', 'skip', 'todo', 'only']) {
    test[variant] = (...args) => {
      const { name, options, fn } = readArguments(args);
      return define(Kind, owner(), [name, { ...options, [variant]: options[variant] || true }, fn]);
    };
  }
  return test;
}

const test = withVariants(Test);
const describe = withVariants(Suite);

const hooks = {};
for (const kind of ['after', 'afterEach', 'before', 'beforeEach']) {
  hooks[kind] = (fn = () => {}, options = {}) => {
    validateFunction(fn, 'fn');
    owner().addHook(kind, fn, options, callerLocation());
  };
}

/** The context of the test or suite in which the caller runs. */
function getTestContext() {
  const scope = currentUnit.getStore();
  return (scope?.hook === undefined ? scope : scope.owner)?.context;
}

/** A subtest of a running test. */
function defineSubtest(parent, args) {
  return define(Test, parent, args);
}

module.exports = { defineSubtest, describe, getTestContext, hooks, test };
