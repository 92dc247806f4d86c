'use strict';

/** The handles that are open, in the order of their making: what `process._getActiveHandles()` and its like look through. */

/** The object by which a program knows a handle: a socket, a server, a child. */
const kOwner = Symbol('handle.owner');

/** The kind of every handle. @type {Map<{ hasRef(): boolean }, string>} */
const kinds = new Map();
/** Give the owners of handles that live on the native side alone, with their kinds. @type {Array<() => Array<[owner: object, kind: string]>>} */
const sources = [];

/** @param {{ hasRef(): boolean }} handle @param {string} kind as `process.getActiveResourcesInfo()` shows it */
function opened(handle, kind) {
  kinds.set(handle, kind);
}

/** Also for a handle that gave its descriptor away. */
function closed(handle) {
  kinds.delete(handle);
}

/** @param {() => Array<[owner: object, kind: string]>} list */
function addSource(list) {
  sources.push(list);
}

/** The handles that keep the loop alive while they wait. @returns {Array<[owner: object, kind: string]>} */
function referencedHandles() {
  const found = [];
  for (const [handle, kind] of kinds) {
    if (handle.hasRef()) found.push([handle[kOwner] ?? handle, kind]);
  }
  return found.concat(...sources.map((list) => list()));
}

module.exports = { addSource, closed, kOwner, opened, referencedHandles };
