'use strict';

// Paths with drives, UNC shares and two separators. Every function works on every platform.

const process = require('internal:process/object');
const { validateObject, validateString } = require('internal:shared/validators');
const { ABSOLUTE, RELATIVE, extensionStart, format, normalizeSegments, withoutSuffix } = require('internal:path/segments');

const BACKSLASH = 92;
/** `\\server\share`; a server of `.` or `?` makes it a device path. */
const UNC = /^[\\/]{2}([^\\/]+)[\\/]+([^\\/]+)/;
/** What `parse` calls the root: the share, or the drive, with the separator behind it. */
const ROOT = /^(?:[\\/]{2}[^\\/]+[\\/]+[^\\/]+[\\/]?|[\\/]|[A-Za-z]:[\\/]?)/;
/** A reserved device by its full name. */
const RESERVED_DEVICE = /^[\\/]{2}[.?][\\/]((?:CON|PRN|AUX|NUL|COM[1-9\u00b9\u00b2\u00b3]|LPT[1-9\u00b9\u00b2\u00b3]):)/i;
/** Names that open a device in any directory, when a colon follows. */
const DEVICE_NAME = /^(?:CON|PRN|AUX|NUL|COM[1-9\u00b9\u00b2\u00b3]|LPT[1-9\u00b9\u00b2\u00b3])$/i;

const win32 = {
  /**
   * The arguments from right to left until drive and root are known. The working directory of the drive, which
   * Windows keeps in the environment as `=C:`, is the last resort.
   */
  resolve(...args) {
    let device = '';
    let tail = '';
    let isAbsolute = false;
    for (let i = args.length - 1; i >= -1; i--) {
      const path = i >= 0 ? args[i] : workingDirectory(device);
      if (i >= 0) validateString(path, `paths[${i}]`);
      if (path === '') continue;
      const root = splitRoot(path);
      if (root.device !== '') {
        if (device === '') device = root.device;
        else if (device.toLowerCase() !== root.device.toLowerCase()) continue;
      }
      if (!isAbsolute) {
        tail = `${path.slice(root.end)}\\${tail}`;
        isAbsolute = root.isAbsolute;
      }
      if (isAbsolute && device !== '') break;
    }
    const normalized = normalizeSegments(tail, '\\', BACKSLASH, isAbsolute ? ABSOLUTE : RELATIVE);
    return isAbsolute ? `${device}\\${normalized}` : `${device}${normalized}` || '.';
  },

  normalize(path) {
    validateString(path, 'path');
    return normalize(path);
  },

  isAbsolute(path) {
    validateString(path, 'path');
    return isSeparator(path.charCodeAt(0)) || (hasDrive(path) && isSeparator(path.charCodeAt(2)));
  },

  join(...args) {
    for (const path of args) validateString(path, 'path');
    const parts = args.filter((path) => path !== '');
    if (parts.length === 0) return '.';
    let joined = parts.join('\\');
    // Only a first argument that itself begins a share may make one of the result.
    if (!/^[\\/]{2}[^\\/]/.test(parts[0])) joined = joined.replace(/^[\\/]{2,}/, '\\');
    return namesDevice(joined) ? joined.replaceAll('/', '\\') : normalize(joined);
  },

  relative(from, to) {
    validateString(from, 'from');
    validateString(to, 'to');
    if (from === to) return '';
    from = win32.resolve(from);
    to = win32.resolve(to);
    if (from.toLowerCase() === to.toLowerCase()) return '';
    const origin = segmentsOf(from);
    const goal = segmentsOf(to);
    let shared = 0;
    while (shared < origin.length && shared < goal.length &&
           origin[shared].toLowerCase() === goal[shared].toLowerCase()) shared++;
    // Nothing in common is another drive or share; an empty list is the root itself.
    if (shared === 0 && origin.length > 0 && goal.length > 0) return to;
    return origin.slice(shared).fill('..').concat(goal.slice(shared)).join('\\');
  },

  /** The form that the Windows API takes without a length limit. */
  toNamespacedPath(path) {
    if (typeof path !== 'string' || path === '') return path;
    const resolved = win32.resolve(path);
    if (resolved.length <= 2) return path;
    if (resolved.startsWith('\\\\')) {
      const isDevicePath = resolved[2] === '?' || resolved[2] === '.';
      return isDevicePath ? resolved : `\\\\?\\UNC\\${resolved.slice(2)}`;
    }
    return hasDrive(resolved) && resolved[2] === '\\' ? `\\\\?\\${resolved}` : resolved;
  },

  dirname(path) {
    validateString(path, 'path');
    if (path === '') return '.';
    const root = rootLength(path);
    const end = trimmedLength(path, root);
    const separator = lastSeparator(path, root, end);
    if (separator !== -1) return path.slice(0, separator);
    return root === 0 ? '.' : path.slice(0, root);
  },

  basename(path, suffix) {
    if (suffix !== undefined) validateString(suffix, 'suffix');
    validateString(path, 'path');
    if (suffix === path && suffix !== '') return '';
    const from = hasDrive(path) ? 2 : 0;
    const base = baseOf(path, from);
    return suffix ? withoutSuffix(path, base, suffix, trimmedLength(path, from)) : base;
  },

  extname(path) {
    validateString(path, 'path');
    const base = baseOf(path, hasDrive(path) ? 2 : 0);
    return base.slice(extensionStart(base));
  },

  format(pathObject) {
    validateObject(pathObject, 'pathObject');
    return format('\\', pathObject);
  },

  parse(path) {
    validateString(path, 'path');
    const root = rootLength(path);
    const end = trimmedLength(path, root);
    const start = lastSeparator(path, root, end) + 1 || root;
    const base = path.slice(start, end);
    const ext = base.slice(extensionStart(base));
    return {
      root: path.slice(0, root),
      dir: start > root ? path.slice(0, start - 1) : path.slice(0, root),
      base,
      ext,
      name: base.slice(0, base.length - ext.length),
    };
  },

  matchesGlob(path, pattern) {
    validateString(path, 'path');
    validateString(pattern, 'pattern');
    return require('internal:path/glob').matches(path, pattern, '\\');
  },

  sep: '\\',
  delimiter: ';',
  win32: null,
  posix: null,
};

module.exports = win32;

/**
 * @returns {{ device: string, end: number, isAbsolute: boolean }} the drive or share, and where the rest begins
 */
function splitRoot(path) {
  if (hasDrive(path)) {
    const isAbsolute = isSeparator(path.charCodeAt(2));
    return { device: path.slice(0, 2), end: isAbsolute ? 3 : 2, isAbsolute };
  }
  if (!isSeparator(path.charCodeAt(0))) return { device: '', end: 0, isAbsolute: false };
  const share = UNC.exec(path);
  if (share === null) return { device: '', end: 1, isAbsolute: true };
  const [whole, server, name] = share;
  if (server === '.' || server === '?') return { device: `\\\\${server}`, end: 4, isAbsolute: true };
  return { device: `\\\\${server}\\${name}`, end: whole.length, isAbsolute: true };
}

function normalize(path) {
  if (path === '') return '.';
  if (path === ':') return path;
  const root = splitReservedDevice(path) ?? splitRoot(path);
  const isPlain = root.device === '' && !root.isAbsolute;
  const colon = isPlain ? path.indexOf(':') : -1;
  // Odd, but Node's answer: without a colon it is the path but for its last character that is looked at.
  const reserved = isPlain && DEVICE_NAME.test(path.slice(0, colon));
  if (reserved) root.end = colon + 1;

  let tail = normalizeSegments(path.slice(root.end), '\\', BACKSLASH, root.isAbsolute ? ABSOLUTE : RELATIVE);
  if (tail === '' && !root.isAbsolute) tail = '.';
  if (tail !== '' && isSeparator(path.charCodeAt(path.length - 1))) tail += '\\';

  if (reserved) return `.\\${path.slice(0, colon + 1)}${tail}`;
  // What was relative must not turn into a drive or a stream by the removal of segments before it.
  if (colon !== -1 && (hasDrive(tail) || /:(?:[\\/]|$)/.test(path))) return `.\\${tail}`;
  return `${root.device}${root.isAbsolute ? '\\' : ''}${tail}`;
}

/** A reserved device by its full name, which Windows opens without a look at what stands behind it. */
function splitReservedDevice(path) {
  const [whole, name] = RESERVED_DEVICE.exec(path) ?? [];
  return name === undefined ? undefined : { device: `\\\\?\\${name}`, end: whole.length, isAbsolute: true };
}

function namesDevice(path) {
  return path.includes(':') && path.split('\\').some((segment) => {
    const colon = segment.indexOf(':');
    return colon !== -1 && DEVICE_NAME.test(segment.slice(0, colon));
  });
}

function workingDirectory(device) {
  if (device === '') return process.cwd();
  const directory = process.env[`=${device}`] || process.cwd();
  const isOfOtherDrive = directory.slice(0, 2).toLowerCase() !== device.toLowerCase() && directory[2] === '\\';
  return isOfOtherDrive ? `${device}\\` : directory;
}

function segmentsOf(path) {
  return path.split('\\').filter((segment) => segment !== '');
}

function isSeparator(code) {
  return code === 47 || code === BACKSLASH;
}

function hasDrive(path) {
  const letter = path.charCodeAt(0) | 0x20;
  return letter >= 97 && letter <= 122 && path.charCodeAt(1) === 58;
}

function rootLength(path) {
  return ROOT.exec(path)?.[0].length ?? 0;
}

/** The length without the separators at the end; `root` is kept. */
function trimmedLength(path, root) {
  let end = path.length;
  while (end > root && isSeparator(path.charCodeAt(end - 1))) end--;
  return end;
}

function lastSeparator(path, from, end) {
  for (let i = end - 1; i >= from; i--) {
    if (isSeparator(path.charCodeAt(i))) return i;
  }
  return -1;
}

function baseOf(path, from) {
  const end = trimmedLength(path, from);
  return path.slice(lastSeparator(path, from, end) + 1 || from, end);
}
