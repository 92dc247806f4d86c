'use strict';

/**
 * The symbols that mark compiled text, by which a dynamic `import()` or an `import.meta` in it finds its handler. Text of the main loader
 * shares one symbol.
 */

const defaultHostId = Symbol('defaultLoader');

/** @type {Map<symbol, (specifier: string, attributes: object, referrerName: string) => Promise<object>>} */
const importHandlers = new Map();

module.exports = { defaultHostId, importHandlers };
