'use strict';

// `url.format` of a URL object: the href with parts left out, or the host in Unicode.

const { validateObject } = require('internal:shared/validators');

/**
 * @param {URL} url
 * @param {{ auth?: boolean, fragment?: boolean, search?: boolean, unicode?: boolean }} [options]
 */
function formatURL(url, options) {
  let auth = true;
  let fragment = true;
  let search = true;
  let unicode = false;
  if (options) {
    validateObject(options, 'options');
    if (options.auth != null) auth = Boolean(options.auth);
    if (options.fragment != null) fragment = Boolean(options.fragment);
    if (options.search != null) search = Boolean(options.search);
    if (options.unicode != null) unicode = Boolean(options.unicode);
  }
  const hasAuthority = url.href.startsWith('//', url.protocol.length);
  let text = url.protocol;
  if (hasAuthority) {
    text += '//';
    if (auth && (url.username || url.password)) text += `${url.username}${url.password && `:${url.password}`}@`;
    const host = unicode ? binding.domainToUnicode(url.hostname) || url.hostname : url.hostname;
    text += `${host}${url.port && `:${url.port}`}`;
  }
  return `${text}${url.pathname}${search ? url.search : ''}${fragment ? url.hash : ''}`;
}

module.exports = { formatURL };
