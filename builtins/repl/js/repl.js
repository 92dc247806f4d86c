'use strict';

/** `node:repl`. */

const { REPLServer, REPL_MODE_SLOPPY, REPL_MODE_STRICT, start, writer } = require('internal:repl/server');
const { Recoverable, isValidSyntax } = require('internal:repl/recoverable');
const { deprecate } = require('node:util');
const { replaceRequirableModules, requirableModules } = require('internal:repl/context');

module.exports = { start, writer, REPLServer, REPL_MODE_SLOPPY, REPL_MODE_STRICT, Recoverable, isValidSyntax };

for (const [name, code] of [['builtinModules', 'DEP0191'], ['_builtinLibs', 'DEP0142']]) {
  const message = `repl.${name} is deprecated. Check module.builtinModules instead`;
  Object.defineProperty(module.exports, name, {
    __proto__: null,
    configurable: true,
    enumerable: false,
    get: deprecate(requirableModules, message, code),
    set: deprecate(replaceRequirableModules, message, code),
  });
}
