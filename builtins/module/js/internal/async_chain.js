'use strict';

/** The chains of the hooks of `module.register`, in the thread of the hooks: the last one registered runs first and ends in the default. */

const { codes } = require('internal:shared/errors');
const { defaultLoad, defaultResolve } = require('internal:module/esm_default');
const { attributesOf, validateLoaded, validateResolved, warnOfAssertions } = require('internal:module/hook_results');

/** In the order of registration. @type {{ resolve?: Function, load?: Function, name: string }[]} */
const registered = [];

/** Adds the exports of a hooks module. @param {{ resolve?: Function, load?: Function }} exports @param {string} name for messages */
function addAsyncHooks({ resolve, load }, name) {
  registered.push({ resolve, load, name });
}

/** @param {{ parentURL?: string, conditions: string[], importAttributes: object }} context */
async function resolve(specifier, context) {
  const result = attributesOf(await run('resolve', defaultResolve, specifier, context));
  validateResolved(result, nameOfLast('resolve'));
  return result;
}

/** @param {{ format?: string, importAttributes: object }} context */
async function load(url, context) {
  const result = await run('load', loadBytes, url, context);
  validateLoaded(result, nameOfLast('load'));
  return result;
}

/** The default, as bytes. */
function loadBytes(url, context) {
  const loaded = defaultLoad(url, context);
  if (typeof loaded.source === 'string') loaded.source = require('node:buffer').Buffer.from(loaded.source);
  return loaded;
}

/** The hook whose result came out of the chain, for messages. @param {'resolve' | 'load'} kind */
function nameOfLast(kind) {
  const last = registered.findLast((hooks) => hooks[kind] !== undefined);
  return last === undefined ? kind : `${last.name} '${kind}'`;
}

function run(kind, last, subject, context) {
  const entries = registered.filter((hooks) => hooks[kind] !== undefined);
  return runFrom(entries, entries.length - 1, { kind, last }, subject, context);
}

async function runFrom(entries, index, chain, subject, context) {
  const { kind, last } = chain;
  if (index < 0) return last(subject, context);
  let nextCalled = false;
  const next = async (nextSubject = subject, nextContext = undefined) => {
    nextCalled = true;
    validateNext(kind, entries[index - 1]?.name, nextSubject, nextContext);
    return runFrom(entries, index - 1, chain, nextSubject, { ...context, ...attributesOf(nextContext) });
  };
  const { name, [kind]: hook } = entries[index];
  const result = await Reflect.apply(hook, undefined, [subject, withAssertions(context), named(next, kind)]);
  if (typeof result !== 'object' || result === null) {
    throw new codes.ERR_INVALID_RETURN_VALUE('an object', `${name} '${kind}' hook's ${nameOfNext(kind)}()`, result);
  }
  if (!nextCalled && result.shortCircuit !== true) throw new codes.ERR_LOADER_CHAIN_INCOMPLETE(`${name} '${kind}' hook`);
  return result;
}

function nameOfNext(kind) {
  return kind === 'resolve' ? 'nextResolve' : 'nextLoad';
}

/** Hooks see the function under the name that the documentation gives it. */
function named(next, kind) {
  return Object.defineProperty(next, 'name', { __proto__: null, value: nameOfNext(kind) });
}

/** What a hook gives on to the next one, which messages name. */
function validateNext(kind, name = `node:internal/modules/esm/${kind}`, subject, context) {
  const place = `${name} '${kind}' hook's ${nameOfNext(kind)}()`;
  const what = kind === 'resolve' ? 'specifier' : 'url';
  if (typeof subject !== 'string') throw new codes.ERR_INVALID_ARG_TYPE(`${place} ${what}`, 'string', subject);
  if (kind === 'load' && !require('node:url').URL.canParse(subject)) {
    throw new codes.ERR_INVALID_ARG_VALUE(`${place} url`, subject, 'should be a URL string');
  }
  if (context !== undefined) require('internal:shared/validators').validateObject(context, `${place} context`);
}

/** The context with the name that import attributes had before; it is not enumerable, so that copies do not carry it on. */
function withAssertions(context) {
  return Object.defineProperty({ ...context }, 'importAssertions', {
    __proto__: null,
    get() {
      warnOfAssertions();
      return this.importAttributes;
    },
    set(value) {
      warnOfAssertions();
      this.importAttributes = value;
    },
    enumerable: false,
    configurable: true,
  });
}

module.exports = { addAsyncHooks, load, resolve };
