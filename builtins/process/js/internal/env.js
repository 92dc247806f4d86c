'use strict';

/**
 * `process.env`: an object of strings that passes every change on to the environment of the process, where native code and child processes see it.
 * The native side answers what programs ask of it from `variables` (`src/environment.rs`).
 */

const { codes } = require('internal:shared/errors');
const { getOptionValue } = require('internal:process/options');
const process = require('internal:process/object');

/** One object for good: a program whose heap became a snapshot may have it in use anywhere. */
const variables = { __proto__: null };
const env = binding.makeEnvironment(variables, [refresh, set, defineProperty, remove]);

function set(name, value) {
  const text = coerce(value);
  if (typeof name === 'symbol') throw new TypeError('Cannot convert a Symbol value to a string');
  assign(asText(name), asText(text));
}

/** What JavaScript has as text, as the environment has it. */
function asText(text) {
  const end = text.indexOf('\0');
  return (end === -1 ? text : text.slice(0, end)).toWellFormed();
}

function defineProperty(name, value, isAccessor, isOrdinary) {
  if (isAccessor) {
    throw new codes.ERR_INVALID_OBJECT_DEFINE_PROPERTY(
      "'process.env' does not accept an accessor(getter/setter) descriptor");
  }
  if (!isOrdinary) {
    throw new codes.ERR_INVALID_OBJECT_DEFINE_PROPERTY(
      "'process.env' only accepts a configurable, writable, and enumerable data descriptor");
  }
  set(name, value);
}

function remove(name) {
  if (variables[name] === undefined) return;
  delete variables[name];
  binding.unsetEnv(name);
}

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
  for (let i = 0; i < pairs.length; i += 2) variables[pairs[i]] = pairs[i + 1];
}

/** The count of changes that other threads know of, once the variables are shared. @type {number | undefined} */
let seen;

/** From now on another thread may change the variables too, so that every access has to look. */
function share() {
  if (seen !== undefined) return;
  seen = binding.environmentChanges();
  binding.shareEnvironment();
}

function refresh() {
  const changes = binding.environmentChanges();
  if (changes === seen) return;
  seen = changes;
  forgetEnv();
  fill(variables);
}

function assign(name, text) {
  // A variable without a name, or with a `=` in it, cannot be in an environment.
  if (name === '' || name.includes('=', 1)) return;
  variables[name] = text;
  binding.setEnv(name, text);
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

/** What `process.env` is when it is cloned: an object with its variables. @returns {{ data: object, deserializeInfo: string }} */
function cloneEnv() {
  return { data: { ...env }, deserializeInfo: 'internal:process/env#reviveEnv' };
}

function reviveEnv(data) {
  return data;
}

module.exports = { cloneEnv, createEnv, env, forgetEnv, reviveEnv, share, trustedVariable };
