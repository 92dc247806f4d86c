'use strict';

/** The handles that are open, in the order of their making: what `process._getActiveHandles()` and its like look through. */

/** The object by which a program knows a handle: a socket, a server, a child. */
const kOwner = Symbol('handle.owner');

/** The kind of every handle. @type {Map<{ hasRef(): boolean }, string>} */
const kinds = new Map();
/** Give what stands for handles that live on the native side alone, with their kinds. @type {Array<() => Array<[handle: object, kind: string]>>} */
const sources = [];

/** @param {{ hasRef(): boolean }} handle @param {string} kind as `process.getActiveResourcesInfo()` shows it */
function opened(handle, kind) {
  kinds.set(handle, kind);
}

/** Also for a handle that gave its descriptor away. */
function closed(handle) {
  kinds.delete(handle);
}

/** @param {() => Array<[handle: object, kind: string]>} list */
function addSource(list) {
  sources.push(list);
}

/** All of them that JavaScript has. @returns {object[]} */
function openHandles() {
  return [...kinds.keys()];
}

/** The handles that keep the loop alive while they wait. @returns {Array<[handle: object, kind: string]>} */
function referencedHandles() {
  const found = [...kinds].filter(([handle]) => handle.hasRef());
  return found.concat(...sources.map((list) => list()));
}

/** Some owners are made when they are asked for. @param {object} handle */
function ownerOf(handle) {
  return handle[kOwner] ?? handle;
}

module.exports = { addSource, closed, kOwner, opened, openHandles, ownerOf, referencedHandles };
