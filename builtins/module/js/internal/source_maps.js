'use strict';

/** Source maps of loaded files, found by the comment at the end of their text. */

/** Files with a map, by path or URL: the text of the comment, decoded on first use. */
const comments = new Map();

let enabled = false;

/** Remembers the source map that a file names, if maps are wanted. */
function noteSource(filename, text) {
  if (!enabled) return;
  const at = text.lastIndexOf('//# sourceMappingURL=');
  if (at === -1) return;
  const url = /^\S+/.exec(text.slice(at + 21))?.[0];
  if (url !== undefined) comments.set(filename, { url, text });
}

module.exports = { noteSource };
