'use strict';

/**
 * What is thrown when a promise was rejected with something that is no error. It prints as `UnhandledPromiseRejection` while its
 * `code` is the table's, so it does not come from the error table.
 */
class UnhandledPromiseRejection extends Error {
  /** @param {string} reason the rejection's value as text */
  constructor(reason) {
    super(
      'This error originated either by throwing inside of an async function without a catch block, or by rejecting a promise ' +
        `which was not handled with .catch(). The promise rejected with the reason "${reason}".`,
    );
    this.code = 'ERR_UNHANDLED_REJECTION';
  }
}
Object.defineProperty(UnhandledPromiseRejection.prototype, 'name', {
  __proto__: null,
  value: 'UnhandledPromiseRejection',
  writable: true,
  configurable: true,
});

module.exports = { UnhandledPromiseRejection };
