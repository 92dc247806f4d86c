'use strict';

// What both path flavours do with the part of a path behind its root.

const SLASH = 47;
const DOT = 46;

/**
 * Resolves `.`, `..` and empty segments. Character by character: splitting makes an array and a text of each segment.
 * @param {string} path without its root
 * @param {string} separator the one to join with
 * @param {number} other the code of the one to split at beside the slash
 * @param {{ keepsParents: boolean }} root whether a leading `..` stays (relative paths) or stops at the root
 * @returns {string} without separators at either end
 */
function normalizeSegments(path, separator, other, root) {
  let kept = '';
  /** How much of `kept` are `..` that stay. */
  let parents = 0;
  for (let start = 0, end = 0; start <= path.length; start = end + 1) {
    end = segmentEnd(path, start, other);
    if (isParent(path, start, end)) {
      if (kept.length > parents) {
        kept = kept.slice(0, Math.max(kept.lastIndexOf(separator), 0));
      } else if (root.keepsParents) {
        kept = kept === '' ? '..' : `${kept}${separator}..`;
        parents = kept.length;
      }
    } else if (!isNothing(path, start, end)) {
      const segment = path.slice(start, end);
      kept = kept === '' ? segment : `${kept}${separator}${segment}`;
    }
  }
  return kept;
}

function segmentEnd(path, start, other) {
  let end = start;
  for (; end < path.length; end++) {
    const code = path.charCodeAt(end);
    if (code === SLASH || code === other) break;
  }
  return end;
}

function isNothing(path, start, end) {
  return end === start || (end === start + 1 && path.charCodeAt(start) === DOT);
}

function isParent(path, start, end) {
  return end === start + 2 && path.charCodeAt(start) === DOT && path.charCodeAt(start + 1) === DOT;
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
