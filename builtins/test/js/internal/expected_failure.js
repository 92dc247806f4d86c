'use strict';

/** The option `expectFailure`: the test has to fail, perhaps in a certain way. */

const { codes } = require('internal:shared/errors');
const { isRegExp } = require('internal:util/types');
const { FailureType, failure } = require('internal:test/failure');

/**
 * @param {unknown} option
 * @returns {{ label?: string, match?: unknown } | undefined} undefined when the test may pass
 */
function readExpectedFailure(option) {
  if (option === undefined || option === null || option === false) return undefined;
  if (typeof option === 'string') return { label: option, match: undefined };
  if (typeof option === 'function' || isRegExp(option)) return { label: undefined, match: option };
  if (typeof option !== 'object') return { label: undefined, match: undefined };
  const keys = Object.keys(option);
  if (keys.length === 0) throw new codes.ERR_INVALID_ARG_VALUE('options.expectFailure', option, 'must not be an empty object');
  if (keys.every((key) => key === 'label' || key === 'match')) return { label: option.label, match: option.match };
  return { label: undefined, match: option };
}

/** The failure of a test that failed in another way than expected; undefined where it failed as it should. */
function unexpectedFailure({ match }, error) {
  if (match === undefined) return undefined;
  const thrown = error?.code === 'ERR_TEST_FAILURE' && error.cause !== undefined ? error.cause : error;
  try {
    require('node:assert').throws(() => {
      throw thrown;
    }, match);
    return undefined;
  } catch (mismatch) {
    const unexpected = failure('The test failed, but the error did not match the expected validation', FailureType.testCode);
    unexpected.cause = mismatch;
    return unexpected;
  }
}

module.exports = { readExpectedFailure, unexpectedFailure };
