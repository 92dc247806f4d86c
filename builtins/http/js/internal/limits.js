'use strict';

/** Process-wide settings of the parser: `--max-http-header-size` and `--insecure-http-parser`. */

const DEFAULT_HEADER_BYTES = 16 * 1024;

/** Bytes a message head may have. */
function maxHeaderSize() {
  return binding.maxHeaderSize() || DEFAULT_HEADER_BYTES;
}

/** Whether malformed messages are let through where an option does not say. */
function insecure() {
  return binding.insecureParser();
}

module.exports = { insecure, maxHeaderSize };
