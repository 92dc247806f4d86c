'use strict';

/**
 * The symbols that mark compiled text, by which a dynamic `import()` or an `import.meta` in it finds its handler. Text of the main loader
 * shares one symbol.
 */

const defaultHostId = Symbol('defaultLoader');

/**
 * Weak, so that text, its mark, and the handler with what it holds go together.
 * @type {WeakMap<symbol, (specifier: string, attributes: object, referrerName: string) => Promise<object>>}
 */
const importHandlers = new WeakMap();

/**
 * Handlers of contexts by their global object, for text that has no mark: an `eval` straight from the microtask queue.
 * @type {WeakMap<object, (specifier: string, attributes: object) => Promise<object>>}
 */
const contextHandlers = new WeakMap();

module.exports = { contextHandlers, defaultHostId, importHandlers };
