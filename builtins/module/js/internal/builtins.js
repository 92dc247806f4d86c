'use strict';

/** Which builtin modules user code may load, and by which names. */

let known;

function lists() {
  known ??= readLists();
  return known;
}

function readLists() {
  const { 0: plain, 1: schemeOnly } = binding.builtinSpecifiers();
  return { plain, plainSet: setOf(plain), schemeOnly, schemeOnlySet: setOf(schemeOnly) };
}

function setOf(ids) {
  const set = new Set();
  ids.forEach((id) => set.add(id));
  return set;
}

/** @param {string} id without `node:` */
function canBeRequiredByUsers(id) {
  const { plainSet, schemeOnlySet } = lists();
  return plainSet.has(id) || schemeOnlySet.has(id);
}

/** @param {string} id without `node:` */
function canBeRequiredWithoutScheme(id) {
  return lists().plainSet.has(id);
}

/** Whether a specifier, with or without `node:`, names a builtin. */
function isBuiltin(specifier) {
  if (typeof specifier !== 'string') return false;
  return specifier.startsWith('node:') ? canBeRequiredByUsers(specifier.slice(5)) : canBeRequiredWithoutScheme(specifier);
}

/** The value of `module.builtinModules`. */
function builtinModules() {
  const { plain, schemeOnly } = lists();
  return [...plain, ...schemeOnly.map((id) => `node:${id}`)];
}

/** The exports of a builtin for user code. @param {string} id without `node:` */
function loadBuiltin(id) {
  return require(`node:${id}`);
}

module.exports = { builtinModules, canBeRequiredByUsers, canBeRequiredWithoutScheme, isBuiltin, loadBuiltin };
