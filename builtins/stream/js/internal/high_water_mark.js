'use strict';

const { codes: { ERR_INVALID_ARG_VALUE } } = require('internal:shared/errors');
const { validateInteger } = require('internal:shared/validators');

let byteMark = 64 * 1024;
let objectMark = 16;

/** @param {boolean} objectMode */
function getDefaultHighWaterMark(objectMode) {
  return objectMode ? objectMark : byteMark;
}

/**
 * @param {boolean} objectMode
 * @param {number} value
 */
function setDefaultHighWaterMark(objectMode, value) {
  validateInteger(value, 'value', 0);
  if (objectMode) objectMark = value;
  else byteMark = value;
}

/**
 * The mark that a side of a stream starts with. `own` is the option that names one side of a duplex and yields to the plain
 * `highWaterMark`.
 * @param {object | undefined} options
 * @param {boolean} objectMode of this side
 * @param {'readableHighWaterMark' | 'writableHighWaterMark'} own
 * @param {boolean} isDuplex
 * @returns {number}
 */
function chooseHighWaterMark(options, objectMode, own, isDuplex) {
  const plain = options?.highWaterMark;
  const mark = plain ?? (isDuplex ? options?.[own] : undefined);
  if (mark === undefined || mark === null) return getDefaultHighWaterMark(objectMode);
  if (Number.isInteger(mark) && mark >= 0) return mark;
  throw new ERR_INVALID_ARG_VALUE(isDuplex ? `options.${own}` : 'options.highWaterMark', mark);
}

module.exports = { getDefaultHighWaterMark, setDefaultHighWaterMark, chooseHighWaterMark };
