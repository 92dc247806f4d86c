'use strict';

// Paths with one separator and one root.

const process = require('internal:process/object');
const { validateObject, validateString } = require('internal:shared/validators');
const { ABSOLUTE, RELATIVE, extensionStart, format, normalizeSegments, withoutSuffix } = require('internal:path/segments');

const SLASH = 47;

const posix = {
  /** The arguments from right to left until the path is absolute; the working directory is the last resort. */
  resolve(...args) {
    let resolved = '';
    for (let i = args.length - 1; i >= 0; i--) {
      const path = args[i];
      validateString(path, `paths[${i}]`);
      if (path === '') continue;
      resolved = resolved === '' ? path : `${path}/${resolved}`;
      if (path.charCodeAt(0) === SLASH) return absolute(resolved);
    }
    const directory = process.cwd();
    resolved = resolved === '' ? directory : `${directory}/${resolved}`;
    if (resolved.charCodeAt(0) === SLASH) return absolute(resolved);
    return normalizeSegments(resolved, '/', SLASH, RELATIVE) || '.';
  },

  normalize(path) {
    validateString(path, 'path');
    return normalize(path);
  },

  isAbsolute(path) {
    validateString(path, 'path');
    return path.charCodeAt(0) === SLASH;
  },

  join(...args) {
    let joined = '';
    for (let i = 0; i < args.length; i++) {
      const path = args[i];
      validateString(path, 'path');
      if (path !== '') joined = joined === '' ? path : `${joined}/${path}`;
    }
    return normalize(joined);
  },

  relative(from, to) {
    validateString(from, 'from');
    validateString(to, 'to');
    if (from === to) return '';
    from = posix.resolve(from);
    to = posix.resolve(to);
    if (from === to) return '';
    const origin = from === '/' ? [] : from.slice(1).split('/');
    const goal = to === '/' ? [] : to.slice(1).split('/');
    let shared = 0;
    while (shared < origin.length && shared < goal.length && origin[shared] === goal[shared]) shared++;
    return origin.slice(shared).fill('..').concat(goal.slice(shared)).join('/');
  },

  toNamespacedPath(path) {
    return path;
  },

  dirname(path) {
    validateString(path, 'path');
    if (path === '') return '.';
    const end = trimmedLength(path);
    if (end === 0) return '/';
    const slash = path.lastIndexOf('/', end - 1);
    if (slash === -1) return '.';
    if (slash === 0) return '/';
    // POSIX leaves exactly two leading slashes to the implementation; they stay.
    return slash === 1 && path.charCodeAt(0) === SLASH ? '//' : path.slice(0, slash);
  },

  basename(path, suffix) {
    if (suffix !== undefined) validateString(suffix, 'suffix');
    validateString(path, 'path');
    if (suffix === path && suffix !== '') return '';
    const base = baseOf(path);
    return suffix ? withoutSuffix(path, base, suffix, trimmedLength(path)) : base;
  },

  extname(path) {
    validateString(path, 'path');
    const base = baseOf(path);
    return base.slice(extensionStart(base));
  },

  format(pathObject) {
    validateObject(pathObject, 'pathObject');
    return format('/', pathObject);
  },

  parse(path) {
    validateString(path, 'path');
    const root = path.charCodeAt(0) === SLASH ? '/' : '';
    const base = baseOf(path);
    const start = path.lastIndexOf(base, trimmedLength(path) - base.length);
    // Odd, but Node's answer: below the root, `..` is a name and an extension.
    const ext = base === '..' && start === 1 ? '.' : base.slice(extensionStart(base));
    return {
      root,
      dir: start > 1 ? path.slice(0, start - 1) : root,
      base,
      ext,
      name: base.slice(0, base.length - ext.length),
    };
  },

  matchesGlob(path, pattern) {
    validateString(path, 'path');
    validateString(pattern, 'pattern');
    return require('internal:path/glob').matches(path, pattern, '/');
  },

  sep: '/',
  delimiter: ':',
  win32: null,
  posix: null,
};

module.exports = posix;

function absolute(path) {
  return isNormal(path) ? path : `/${normalizeSegments(path, '/', SLASH, ABSOLUTE)}`;
}

/** Whether an absolute path has nothing to resolve; the common case of `resolve`, seen by three native searches. */
function isNormal(path) {
  return !path.includes('/.') && !path.includes('//') && (path.length === 1 || !path.endsWith('/'));
}

function normalize(path) {
  if (path === '') return '.';
  const isAbsolute = path.charCodeAt(0) === SLASH;
  const body = normalizeSegments(path, '/', SLASH, isAbsolute ? ABSOLUTE : RELATIVE);
  const end = path.charCodeAt(path.length - 1) === SLASH ? '/' : '';
  if (body === '') return isAbsolute ? '/' : `.${end}`;
  return `${isAbsolute ? '/' : ''}${body}${end}`;
}

/** The length without trailing slashes. */
function trimmedLength(path) {
  let end = path.length;
  while (end > 0 && path.charCodeAt(end - 1) === SLASH) end--;
  return end;
}

function baseOf(path) {
  const end = trimmedLength(path);
  return path.slice(path.lastIndexOf('/', end - 1) + 1, end);
}
