'use strict';

/** `fs.constants`: the numbers of this system, from its headers. */

const constants = { __proto__: null };
for (const [name, value] of binding.constants()) {
  Object.defineProperty(constants, name, { __proto__: null, value, enumerable: true });
}

module.exports = Object.preventExtensions(constants);
