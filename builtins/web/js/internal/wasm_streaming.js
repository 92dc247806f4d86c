'use strict';

/** `WebAssembly.compileStreaming()` and `instantiateStreaming()` (https://webassembly.github.io/spec/web-api/). */

const { codes } = require('internal:shared/errors');

const { compile, instantiate } = WebAssembly;

/** @param {Response | Promise<Response>} source @param {object} [options] @returns {Promise<WebAssembly.Module>} */
async function moduleOf(source, options) {
  const bytes = await bytesOf(await source);
  try {
    return await Reflect.apply(compile, WebAssembly, options === undefined ? [bytes] : [bytes, options]);
  } catch (error) {
    if (error instanceof WebAssembly.CompileError) error.message = error.message.replace('WebAssembly.compile()', 'WebAssembly.compileStreaming()');
    throw error;
  }
}

async function bytesOf(response) {
  const { Response } = require('internal:web/response');
  if (!(response instanceof Response)) {
    throw new codes.ERR_INVALID_ARG_TYPE('source', ['Response', 'Promise resolving to Response'], response);
  }
  const type = response.headers.get('content-type');
  if (type?.split(';')[0].trim().toLowerCase() !== 'application/wasm' || type.includes(';')) {
    throw new codes.ERR_WEBASSEMBLY_RESPONSE(`has unsupported MIME type '${type ?? ''}'`);
  }
  if (!response.ok) throw new codes.ERR_WEBASSEMBLY_RESPONSE(`has status code ${response.status}`);
  if (response.bodyUsed) throw new codes.ERR_WEBASSEMBLY_RESPONSE('body has already been used');
  return response.arrayBuffer();
}

function compileStreaming(source) {
  return moduleOf(source, arguments[1]);
}

/** Gives the module along with its instance, as `WebAssembly.instantiate(bytes)` does. */
async function instantiateStreaming(source) {
  const module = await moduleOf(source, arguments[2]);
  return { module, instance: await Reflect.apply(instantiate, WebAssembly, [module, arguments[1]]) };
}

module.exports = { compileStreaming, instantiateStreaming };
