'use strict';

// What both path flavours do with the part of a path behind its root.

/**
 * Resolves `.`, `..` and empty segments.
 * @param {string} path without its root
 * @param {string} separator the one to join with, also the one to split at, unless `splitter` is given
 * @param {{ keepsParents: boolean }} root whether a leading `..` stays (relative paths) or stops at the root
 * @returns {string} without separators at either end
 */
function normalizeSegments(path, separator, splitter, root) {
  const kept = [];
  for (const segment of path.split(splitter)) {
    if (segment === '' || segment === '.') continue;
    if (segment !== '..') {
      kept.push(segment);
    } else if (kept.length > 0 && kept[kept.length - 1] !== '..') {
      kept.pop();
    } else if (root.keepsParents) {
      kept.push('..');
    }
  }
  return kept.join(separator);
}

const RELATIVE = { keepsParents: true };
const ABSOLUTE = { keepsParents: false };

/** Where the extension of a file name starts; its length when there is none. A leading dot starts no extension. */
function extensionStart(base) {
  if (base === '..') return base.length;
  const dot = base.lastIndexOf('.');
  return dot > 0 ? dot : base.length;
}

/** The opposite of `parse`. */
function format(separator, parts) {
  const directory = parts.dir || parts.root;
  const base = parts.base || `${parts.name || ''}${withDot(parts.ext)}`;
  if (!directory) return base;
  return directory === parts.root ? `${directory}${base}` : `${directory}${separator}${base}`;
}

/**
 * `basename` with a suffix to take off. A name that is a proper tail of the suffix keeps the separators behind it:
 * odd, but Node's answer.
 * @param {string} base the name of `path`, which ends at `end`
 */
function withoutSuffix(path, base, suffix, end) {
  if (base === suffix) return base;
  if (base.endsWith(suffix)) return base.slice(0, -suffix.length);
  return suffix.length <= path.length && suffix.endsWith(base) ? path.slice(end - base.length) : base;
}

module.exports = { ABSOLUTE, RELATIVE, extensionStart, format, normalizeSegments, withoutSuffix };

function withDot(extension) {
  return extension ? `${extension[0] === '.' ? '' : '.'}${extension}` : '';
}
