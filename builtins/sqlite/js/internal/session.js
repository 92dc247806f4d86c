'use strict';

const { codes } = require('internal:shared/errors');
const { kInternal } = require('internal:sqlite/checks');

/** A recording of changes; `database.createSession()` makes it. */
class Session {
  #native;

  constructor(token, native) {
    if (token !== kInternal) throw illegal();
    this.#native = native;
  }

  changeset() {
    return this.#native.changeset();
  }

  patchset() {
    return this.#native.patchset();
  }

  close() {
    this.#native.close();
  }

  [Symbol.dispose]() {
    try {
      this.#native.close();
    } catch {
      // It is closed already.
    }
  }
}

/** The class is for `instanceof`; a plain Error as Node has it here. */
function illegal() {
  const error = new Error(new codes.ERR_ILLEGAL_CONSTRUCTOR().message);
  error.code = 'ERR_ILLEGAL_CONSTRUCTOR';
  return error;
}

module.exports = { Session, illegal };
