'use strict';

/** `node:repl`. */

const { REPLServer, REPL_MODE_SLOPPY, REPL_MODE_STRICT, start, writer } = require('internal:repl/server');
const { Recoverable, isValidSyntax } = require('internal:repl/recoverable');
const { publicBuiltins } = require('internal:repl/context');

module.exports = { start, writer, REPLServer, REPL_MODE_SLOPPY, REPL_MODE_STRICT, Recoverable, isValidSyntax };

for (const name of ['builtinModules', '_builtinLibs']) {
  let replaced;
  Object.defineProperty(module.exports, name, {
    __proto__: null,
    configurable: true,
    enumerable: false,
    // The same array each time: programs add their own modules to it.
    get: () => (replaced ??= publicBuiltins()),
    set(value) { replaced = value; },
  });
}
