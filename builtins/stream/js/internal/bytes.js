'use strict';

const { Buffer } = require('node:buffer');

/**
 * The same bytes as a Buffer, without a copy.
 * @param {ArrayBufferView} view
 */
function viewToBuffer(view) {
  return Buffer.from(view.buffer, view.byteOffset, view.byteLength);
}

module.exports = { viewToBuffer };
