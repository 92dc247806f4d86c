'use strict';

/** What customization hooks give, checked, with import attributes under the name they have now. */

const { codes } = require('internal:shared/errors');

/** What the resolve hooks have to give. @param {string} hook the one that gave it, for messages */
function validateResolved(result, hook) {
  const { url, format } = result;
  const { URL } = require('node:url');
  if (typeof url !== 'string' || !URL.canParse(url)) {
    throw new codes.ERR_INVALID_RETURN_PROPERTY_VALUE('a URL string', hook, 'url', url);
  }
  if (format !== undefined && format !== null && typeof format !== 'string') {
    throw new codes.ERR_INVALID_RETURN_PROPERTY_VALUE('a string', hook, 'format', format);
  }
}

/** What the load hooks have to give. @param {string} hook the one that gave it, for messages */
function validateLoaded({ format, source }, hook) {
  if (typeof format !== 'string') throw new codes.ERR_INVALID_RETURN_PROPERTY_VALUE('a string', hook, 'format', format);
  const isBytes = ArrayBuffer.isView(source) || source instanceof ArrayBuffer || source instanceof SharedArrayBuffer;
  if (source !== undefined && source !== null && typeof source !== 'string' && !isBytes) {
    throw new codes.ERR_INVALID_RETURN_PROPERTY_VALUE('a string, an ArrayBuffer, or a TypedArray', hook, 'source', source);
  }
}

/** A context or result of a hook, with import attributes also where it used the name of before. */
function attributesOf(context) {
  if (context?.importAttributes !== undefined || context?.importAssertions === undefined) return context;
  warnOfAssertions();
  return { ...context, importAttributes: context.importAssertions };
}

let warnedOfAssertions = false;

function warnOfAssertions() {
  if (warnedOfAssertions) return;
  warnedOfAssertions = true;
  require('internal:process/object').emitWarning('Use `importAttributes` instead of `importAssertions`', 'ExperimentalWarning');
}

module.exports = { attributesOf, validateLoaded, validateResolved, warnOfAssertions };
