'use strict';

/**
 * What Tab offers. Getters are not called, and functions neither. What is looked up besides plain members (literals, `new`, indices that are
 * expressions) is evaluated without side effects.
 */

const process = require('internal:process/object');
const { isProxy } = require('node:util').types;
const { ownNonIndexProperties } = require('internal:util/own_non_index_properties');
const { findTarget } = require('internal:repl/completion_target');

const kRequire = /\b(?:require|import)\s*\(\s*(['"`])([^'"`]*)$/;
const kFile = /\bfs(?:\.promises)?\.\s*[a-z][a-zA-Z]+\(\s*["'](.*)$/;
const kIdentifier = /^[a-zA-Z_$][\w$]*$/;
/** Nobody wants to be offered these. */
const kLegacy = /^__(?:define|lookup)[GS]etter__$/;
const kKeywords = [
  'async', 'await', 'break', 'case', 'catch', 'const', 'continue', 'debugger', 'default', 'delete', 'do', 'else', 'export', 'false',
  'finally', 'for', 'function', 'if', 'import', 'in', 'instanceof', 'let', 'new', 'null', 'return', 'switch', 'this', 'throw', 'true',
  'try', 'typeof', 'var', 'void', 'while', 'with', 'yield',
];

/**
 * @param {REPLServer} repl
 * @param {string} line up to the cursor
 * @returns {[string[], string]} the candidates, groups separated by empty strings, and the text that they complete
 */
function complete(repl, line) {
  const command = /^\s*\.(\w*)$/.exec(line);
  if (command !== null) return completeCommand(repl, command[1]);
  const required = kRequire.exec(line);
  if (required !== null) return completeModule(repl, required[2]);
  const file = kFile.exec(line);
  if (file !== null) return completeFile(file[1]);
  const target = findTarget(line);
  if (target === undefined) return [[], undefined];
  const { base, filter, typed } = target;
  if (base === undefined) return finish([filter === '' ? [] : kKeywords, ...globalGroups(repl)], filter, '');
  const found = lookUp(repl, target);
  if (found === undefined) return [[], typed];
  return finish(propertyGroups(found.value), filter, typed.slice(0, typed.length - filter.length));
}

function completeCommand(repl, prefix) {
  const names = Object.keys(repl.commands).filter((name) => name.startsWith(prefix)).sort();
  return [names, prefix];
}

function completeModule(repl, prefix) {
  if (prefix.startsWith('.')) return [relativePaths(prefix), prefix];
  const names = require('internal:repl/context').requirableModules();
  const { builtinModules } = require('node:module');
  const prefixed = names.filter((name) => builtinModules.includes(name)).map((name) => `node:${name}`);
  const groups = [prefixed, names, installedPackages(repl)].map((group) => group.filter((name) => name.startsWith(prefix)));
  return [groups.filter((group) => group.length > 0).flatMap((group, i) => (i === 0 ? group : ['', ...group])), prefix];
}

function relativePaths(prefix) {
  if (prefix === '.' || prefix === '..') return ['./', '../'].filter((path) => path.startsWith(prefix));
  const directory = prefix.slice(0, prefix.lastIndexOf('/') + 1);
  return listNames(directory).map((name) => directory + name).filter((path) => path.startsWith(prefix));
}

/** What lies in the `node_modules` folders above the working directory; a package also as the folder that it is. */
function installedPackages(repl) {
  const names = (repl.context.module?.paths ?? []).flatMap(listNames).filter((name) => !name.startsWith('.'));
  return [...new Set(names)].sort().flatMap((name) => (name.endsWith('/') ? [name.slice(0, -1), name] : [name]));
}

/** @returns {string[]} folders with a slash */
function listNames(directory) {
  try {
    const entries = require('node:fs').readdirSync(directory, { withFileTypes: true });
    return entries.map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name));
  } catch {
    return [];
  }
}

function completeFile(typed) {
  const fs = require('node:fs');
  const slash = typed.lastIndexOf('/') + 1;
  // A directory named in full is looked into.
  const isDirectory = !typed.endsWith('/') && fs.statSync(typed, { throwIfNoEntry: false })?.isDirectory();
  const directory = isDirectory ? `${typed}/` : typed.slice(0, slash);
  const prefix = isDirectory ? '' : typed.slice(slash);
  return [listNames(directory === '' ? '.' : directory).filter((name) => name.startsWith(prefix)), prefix];
}

function globalGroups(repl) {
  const groups = [repl._inspection.lexicalNames()];
  for (let object = repl.context; object !== null; object = Object.getPrototypeOf(object)) groups.push(ownNames(object));
  return groups;
}

/** @returns {{ value: unknown } | undefined} */
function lookUp(repl, { base, links }) {
  let found = kIdentifier.test(base) ? lookUpName(repl, base) : repl._inspection.evaluate(`(${base})`);
  for (let i = 0; i < links.length && hasMembers(found); i++) found = member(repl, found.value, links[i]);
  return hasMembers(found) ? found : undefined;
}

function hasMembers(found) {
  return found !== undefined && 'value' in found && found.value !== null && found.value !== undefined;
}

/** The accessors of the built-in libraries on the global object are ours, and safe. */
function lookUpName(repl, name) {
  return findDescriptor(repl.context, name) === undefined ? repl._inspection.evaluate(name) : { value: repl.context[name] };
}

function member(repl, value, { name, index }) {
  if (isForeignProxy(value)) return undefined;
  const key = name ?? indexKey(repl, index);
  const descriptor = key === undefined ? undefined : findDescriptor(value, key);
  return descriptor === undefined || descriptor.get !== undefined ? undefined : { value: descriptor.value };
}

/** @returns {string | symbol | undefined} */
function indexKey(repl, expression) {
  const value = repl._inspection.evaluate(`(${expression})`)?.value;
  if (typeof value === 'symbol') return value;
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

/** Traps are user code. */
function isForeignProxy(value) {
  return isProxy(value) && value !== process.env;
}

function findDescriptor(value, name) {
  for (let object = Object(value); object !== null; object = Object.getPrototypeOf(object)) {
    const descriptor = Object.getOwnPropertyDescriptor(object, name);
    if (descriptor !== undefined) return descriptor;
  }
  return undefined;
}

/** The nearest prototype comes last, next to the prompt. */
function propertyGroups(value) {
  const groups = [];
  for (let object = Object(value); object !== null; object = Object.getPrototypeOf(object)) groups.push(ownNames(object));
  return groups.reverse();
}

function ownNames(object) {
  if (isForeignProxy(object)) return [];
  // An array may have millions of indices, none of which can follow a dot.
  const names = Array.isArray(object) || ArrayBuffer.isView(object)
    ? ownNonIndexProperties(object, false).filter((name) => typeof name === 'string')
    : Object.getOwnPropertyNames(object);
  return names.filter((name) => kIdentifier.test(name) && !kLegacy.test(name));
}

function finish(groups, typedName, base) {
  const filter = typedName.toLowerCase();
  const seen = new Set();
  const result = [];
  for (const group of [...groups].reverse()) {
    const names = group.filter((name) => name.toLowerCase().startsWith(filter) && !seen.has(name)).sort();
    for (const name of names) seen.add(name);
    if (names.length === 0) continue;
    if (result.length > 0) result.unshift('');
    result.unshift(...new Set(names.map((name) => base + name)));
  }
  return [result, base + typedName];
}

module.exports = { complete };
