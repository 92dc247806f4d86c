'use strict';

/** Strings in UTF-8, for TextEncoder: into memory of their own, and as much as fits into given memory. */
module.exports = {
  /** @type {(text: string) => Uint8Array} */
  encode: binding.utf8Bytes,
  /** Units read and bytes written. @type {(target: Uint8Array, text: string) => [number, number]} */
  encodeInto: binding.utf8WriteInto,
};
