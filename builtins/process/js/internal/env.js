'use strict';

/**
 * `process.env`: a plain object of strings behind a proxy that keeps it so and passes every change on to the environment of the
 * process, where native code and child processes see it. Reading needs no trap and costs an ordinary property load.
 */

const { codes } = require('internal:shared/errors');
const { getOptionValue } = require('internal:process/options');
const process = require('internal:process/object');
const { kIsPlain } = require('internal:shared/constants');

const handler = {
  __proto__: null,
  [kIsPlain]: true,

  set(variables, name, value) {
    const text = coerce(value);
    if (typeof name === 'symbol') throw new TypeError('Cannot convert a Symbol value to a string');
    assign(variables, name, text);
    return true;
  },

  defineProperty(variables, name, descriptor) {
    if ('get' in descriptor || 'set' in descriptor) {
      throw new codes.ERR_INVALID_OBJECT_DEFINE_PROPERTY(
        "'process.env' does not accept an accessor(getter/setter) descriptor");
    }
    if (!('value' in descriptor) || !(descriptor.configurable && descriptor.writable && descriptor.enumerable)) {
      throw new codes.ERR_INVALID_OBJECT_DEFINE_PROPERTY(
        "'process.env' only accepts a configurable, writable, and enumerable data descriptor");
    }
    return handler.set(variables, name, descriptor.value);
  },

  deleteProperty(variables, name) {
    if (typeof name === 'symbol' || !Object.hasOwn(variables, name)) return true;
    delete variables[name];
    binding.unsetEnv(name);
    return true;
  },

  has(variables, name) {
    return typeof name === 'string' && name in variables;
  },

  preventExtensions() {
    throw new TypeError('Cannot freeze');
  },
};

/** One object for good: a program whose heap became a snapshot may have it in use anywhere. */
const variables = {};
const env = new Proxy(variables, handler);

/**
 * The object, filled from the environment as it is now.
 * @returns {Record<string, string>}
 */
function createEnv() {
  fill(variables);
  return env;
}

/** Before the heap becomes a snapshot: what the environment holds is not for everybody who gets that. */
function forgetEnv() {
  for (const name of Object.keys(variables)) delete variables[name];
}

function fill(variables) {
  const pairs = binding.environ();
  for (let i = 0; i < pairs.length; i += 2) define(variables, pairs[i], pairs[i + 1]);
}

let isShared = false;

/** From now on another thread may change the variables too, so that reading has to look. */
function share() {
  if (isShared) return;
  isShared = true;
  let seen = binding.environmentChanges();
  const refresh = (variables) => {
    const changes = binding.environmentChanges();
    if (changes === seen) return;
    seen = changes;
    for (const name of Object.keys(variables)) delete variables[name];
    fill(variables);
  };
  for (const trap of ['get', 'has', 'ownKeys', 'getOwnPropertyDescriptor', 'deleteProperty', 'set']) {
    const act = handler[trap] ?? Reflect[trap];
    handler[trap] = (variables, ...rest) => {
      refresh(variables);
      return act(variables, ...rest);
    };
  }
}

function assign(variables, name, text) {
  // A variable without a name, or with a `=` in it, cannot be in an environment.
  if (name === '' || name.includes('=', 1)) return;
  define(variables, name, text);
  binding.setEnv(name, text);
}

/** Defines rather than assigns: names such as `__proto__` are ordinary variables. */
function define(variables, name, value) {
  Object.defineProperty(variables, name, { __proto__: null, value, writable: true, enumerable: true, configurable: true });
}

function coerce(value) {
  if (typeof value === 'string') return value;
  if (typeof value !== 'number' && typeof value !== 'boolean') warnOfCoercion();
  if (typeof value === 'symbol') throw new TypeError('Cannot convert a Symbol value to a string');
  return `${value}`;
}

let warned = false;

function warnOfCoercion() {
  if (warned || !getOptionValue('--pending-deprecation')) return;
  warned = true;
  process.emitWarning(
    'Assigning any value other than a string, number, or boolean to a process.env property is deprecated. Please make sure ' +
      'to convert the value to a string before setting process.env with it.',
    'DeprecationWarning',
    'DEP0104',
  );
}

/**
 * A variable that says which files the runtime itself reads and writes. Who starts a program that has more rights (set-user-ID, file capabilities)
 * does not decide that.
 * @param {string} name @returns {string | undefined}
 */
function trustedVariable(name) {
  return binding.wasRaised() ? undefined : process.env[name];
}

module.exports = { createEnv, forgetEnv, share, trustedVariable };
