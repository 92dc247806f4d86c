'use strict';

/** Fields of requests and responses as the domain Network has them. */

/** What stands between the values of a name that has several; others have a comma. */
const separators = { '__proto__': null, 'cookie': '; ', 'set-cookie': '\n' };

/**
 * Texts by lower-case name.
 * @param {Record<string, string | number | (string | number)[]>} given
 * @returns {Record<string, string>}
 */
function headersOf(given) {
  const headers = {};
  for (const [name, value] of Object.entries(given)) {
    const key = name.toLowerCase();
    headers[key] = Array.isArray(value) ? value.join(separators[key] ?? ', ') : `${value}`;
  }
  return headers;
}

/** What a content type says; empty texts where it says nothing. @param {string} [type] */
function mimeOf(type) {
  const { MIMEType } = require('node:util');
  try {
    const mime = new MIMEType(type ?? '');
    return { mimeType: mime.essence, charset: mime.params.get('charset') ?? '' };
  } catch {
    return { mimeType: '', charset: '' };
  }
}

module.exports = { headersOf, mimeOf };
