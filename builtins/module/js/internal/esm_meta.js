'use strict';

/** `import.meta`. */

const path = require('node:path');
const { codes } = require('internal:shared/errors');
const { asyncHooks } = require('internal:module/hook_lists');

/**
 * Gives the function that fills the `import.meta` of the module at `url`; V8 asks for it when the module first reads it.
 * @param {string} url
 * @param {boolean} isMain
 */
function metaFiller(url, isMain = false) {
  return (meta) => {
    const filename = binding.fileUrlToPath(url);
    if (filename !== undefined) {
      meta.dirname = path.dirname(filename);
      meta.filename = filename;
    }
    meta.main = isMain;
    // It could not wait for the hooks of its own thread.
    if (asyncHooks()?.runHere !== true) meta.resolve = resolver(url);
    meta.url = url;
  };
}

/** `import.meta.resolve(specifier)`: the URL, whether or not there is such a file. */
function resolver(url) {
  return function resolve(specifier, parentURL = url) {
    const { resolveSync } = require('internal:module/hooks');
    if (typeof parentURL !== 'string' && typeof parentURL?.href !== 'string') {
      throw new codes.ERR_INVALID_ARG_TYPE('parentURL', ['string', 'URL'], parentURL);
    }
    try {
      return resolveSync(`${specifier}`, `${parentURL}`).url;
    } catch (error) {
      const hasURL = error?.code === 'ERR_UNSUPPORTED_DIR_IMPORT' || error?.code === 'ERR_MODULE_NOT_FOUND';
      if (hasURL && error.url) return error.url;
      throw error;
    }
  };
}

module.exports = { metaFiller };
