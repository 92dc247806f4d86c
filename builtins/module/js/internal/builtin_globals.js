'use strict';

/** The builtin modules as global variables. */

const { builtinModules } = require('internal:module/builtins');

/** What a user may require, without the prefix `node:`. */
function publicBuiltins() {
  return builtinModules().filter((name) => !name.startsWith('_') && !name.startsWith('node:'));
}

/**
 * Defines the builtin modules by their names, as `-e`, `-p` and the REPL have them; each is loaded when first read.
 * @param {object} context a global object
 */
function defineBuiltinGlobals(context) {
  for (const name of publicBuiltins()) {
    // Names that can stand on their own.
    if (name.includes('/')) continue;
    // Modules that are variables already, but for `crypto`: here it is the module, elsewhere the Web Crypto API.
    if (name !== 'crypto' && Object.getOwnPropertyDescriptor(context, name) !== undefined) continue;
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
        const settled = { __proto__: null, configurable: true, enumerable: false, get: () => library, set: replace };
        // A program may have fixed the property, which then stays as it is.
        Reflect.defineProperty(context, name, settled);
        return library;
      },
      set: replace,
    });
  }
}

module.exports = { defineBuiltinGlobals, publicBuiltins };
