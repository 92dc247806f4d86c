'use strict';

/** What Tab offers. Nothing here runs user code: getters are not called, and only plain member chains are looked up. */

const vm = require('node:vm');
const { isProxy } = require('node:util').types;
const { ownNonIndexProperties } = require('internal:util/own_non_index_properties');

// A member chain: names, and indices that are names or strings.
const kIndex = String.raw`\[(?:[a-zA-Z_$][\w$]*|"[^"\\]*"|'[^'\\]*'|${'`[^`\\\\$]*`'})\]`;
const kChain = new RegExp(String.raw`(?:[a-zA-Z_$][\w$]*(?:${kIndex})*\??\.)*[a-zA-Z_$]?[\w$]*$`);
const kLink = new RegExp(String.raw`\??\.?([a-zA-Z_$][\w$]*)|(${kIndex})`, 'g');
const kRequire = /\b(?:require|import)\s*\(\s*(['"`])([^'"`]*)$/;
const kFile = /\bfs(?:\.promises)?\.\s*[a-z][a-zA-Z]+\(\s*["'](.*)$/;
const kIdentifier = /^[a-zA-Z_$][\w$]*$/;
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
  const [chain] = kChain.exec(line);
  // Behind a call, an index or a literal: finding the object would mean to run code.
  const before = line.slice(0, line.length - chain.length).at(-1);
  if (before === '.' || (chain === '' && before !== undefined && !/[\s({[;,=+\-*/<>!&|?:]/.test(before))) return [[], chain === '' ? undefined : chain];
  const dot = chain.lastIndexOf('.');
  if (dot === -1) return finish([...globalGroups(repl), kKeywords], chain, '');
  const object = chain.slice(0, dot).replace(/\?$/, '');
  const found = lookUp(repl, object);
  if (found === undefined) return [[], chain];
  return finish(propertyGroups(found.value), chain, chain.slice(0, dot + 1));
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
  const groups = [lexicalNames(repl)];
  for (let object = repl.context; object !== null; object = Object.getPrototypeOf(object)) groups.push(ownNames(object));
  return groups;
}

/** Names of `let`, `const` and `class`, as far as they were entered here. */
function lexicalNames(repl) {
  const names = [];
  for (const line of repl.lines) {
    for (const [, name] of line.matchAll(/\b(?:let|const|class)\s+([a-zA-Z_$][\w$]*)/g)) names.push(name);
  }
  return names;
}

/** @returns {{ value: unknown } | undefined} */
function lookUp(repl, chain) {
  let value = repl.context;
  let i = -1;
  for (const [, plain, index] of chain.matchAll(kLink)) {
    i++;
    const name = plain ?? indexKey(repl, index);
    if (name === undefined || isProxy(value)) return undefined;
    const descriptor = findDescriptor(value, name);
    if (descriptor === undefined && i === 0) {
      const lexical = lookUpLexical(repl, name);
      if (lexical === undefined) return undefined;
      value = lexical.value;
      continue;
    }
    if (descriptor === undefined) return undefined;
    // The accessors of the built-in libraries on the global object are ours, and safe.
    if (descriptor.get !== undefined && i > 0) return undefined;
    value = descriptor.get === undefined ? descriptor.value : value[name];
    if (value === null || value === undefined) return undefined;
  }
  return isProxy(value) ? undefined : { value };
}

/** @returns {string | undefined} */
function indexKey(repl, index) {
  const inner = index.slice(1, -1);
  if (!kIdentifier.test(inner)) return inner.slice(1, -1);
  const key = lookUp(repl, inner)?.value;
  return typeof key === 'string' || typeof key === 'number' ? String(key) : undefined;
}

function lookUpLexical(repl, name) {
  if (!lexicalNames(repl).includes(name)) return undefined;
  try {
    const value = repl.useGlobal ? vm.runInThisContext(name) : vm.runInContext(name, repl.context);
    return value === null || value === undefined ? undefined : { value };
  } catch {
    return undefined;
  }
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
  if (isProxy(object)) return [];
  // An array may have millions of indices, none of which can follow a dot.
  const names = Array.isArray(object) || ArrayBuffer.isView(object)
    ? ownNonIndexProperties(object, false).filter((name) => typeof name === 'string')
    : Object.getOwnPropertyNames(object);
  return names.filter((name) => kIdentifier.test(name));
}

function finish(groups, completedPart, base) {
  const filter = completedPart.slice(base.length).toLowerCase();
  const seen = new Set();
  const result = [];
  for (const group of [...groups].reverse()) {
    const names = group.filter((name) => name.toLowerCase().startsWith(filter) && !seen.has(name)).sort();
    for (const name of names) seen.add(name);
    if (names.length === 0) continue;
    if (result.length > 0) result.unshift('');
    result.unshift(...new Set(names.map((name) => base + name)));
  }
  return [result, completedPart];
}

module.exports = { complete };
