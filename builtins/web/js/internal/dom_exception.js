'use strict';

// DOMException (https://webidl.spec.whatwg.org/#idl-DOMException): a real Error (it has a stack, `Error.isError`
// holds) whose name, message and code are accessors of the prototype.

const { codes: { ERR_INVALID_THIS } } = require('internal:shared/errors');
const { kClone, markCloneable } = require('internal:web/transferable');

/** Error names that have a legacy code, in the order of the codes from 1; a gap has no name any more. */
const LEGACY = [
  ['INDEX_SIZE_ERR', 'IndexSizeError'],
  ['DOMSTRING_SIZE_ERR', undefined],
  ['HIERARCHY_REQUEST_ERR', 'HierarchyRequestError'],
  ['WRONG_DOCUMENT_ERR', 'WrongDocumentError'],
  ['INVALID_CHARACTER_ERR', 'InvalidCharacterError'],
  ['NO_DATA_ALLOWED_ERR', undefined],
  ['NO_MODIFICATION_ALLOWED_ERR', 'NoModificationAllowedError'],
  ['NOT_FOUND_ERR', 'NotFoundError'],
  ['NOT_SUPPORTED_ERR', 'NotSupportedError'],
  ['INUSE_ATTRIBUTE_ERR', 'InUseAttributeError'],
  ['INVALID_STATE_ERR', 'InvalidStateError'],
  ['SYNTAX_ERR', 'SyntaxError'],
  ['INVALID_MODIFICATION_ERR', 'InvalidModificationError'],
  ['NAMESPACE_ERR', 'NamespaceError'],
  ['INVALID_ACCESS_ERR', 'InvalidAccessError'],
  ['VALIDATION_ERR', undefined],
  ['TYPE_MISMATCH_ERR', 'TypeMismatchError'],
  ['SECURITY_ERR', 'SecurityError'],
  ['NETWORK_ERR', 'NetworkError'],
  ['ABORT_ERR', 'AbortError'],
  ['URL_MISMATCH_ERR', 'URLMismatchError'],
  ['QUOTA_EXCEEDED_ERR', 'QuotaExceededError'],
  ['TIMEOUT_ERR', 'TimeoutError'],
  ['INVALID_NODE_TYPE_ERR', 'InvalidNodeTypeError'],
  ['DATA_CLONE_ERR', 'DataCloneError'],
];

const codeOfName = new Map(LEGACY.map(([, name], index) => [name, index + 1]));

/** Returns the object it is given, so that a subclass can put private fields on it. */
class Stamp {
  constructor(object) {
    return object;
  }
}

/** The private fields of a DOMException, on an Error made by the engine. */
class Fields extends Stamp {
  #name;
  #message;

  constructor(error, name, message) {
    super(error);
    this.#name = name;
    this.#message = message;
  }

  static name(error) {
    requireFields(typeof error === 'object' && error !== null && #name in error);
    return error.#name;
  }

  static message(error) {
    requireFields(typeof error === 'object' && error !== null && #name in error);
    return error.#message;
  }
}

class DOMException {
  /**
   * @param {string} [message]
   * @param {string | { name?: string, cause?: unknown }} [options] the error's name, or options with it
   */
  constructor(message = '', options = 'Error') {
    const hasOptions = typeof options === 'object' && options !== null;
    const name = hasOptions ? options.name : `${options}`;

    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = 0;
    const error = new Error();
    Error.stackTraceLimit = limit;
    Object.setPrototypeOf(error, new.target.prototype);
    new Fields(error, name, `${message}`);
    // Only now, as the first line of a stack is written from the name and the message.
    Error.captureStackTrace(error, new.target);

    if (hasOptions && 'cause' in options) {
      Object.defineProperty(error, 'cause', {
        __proto__: null, configurable: true, enumerable: false, writable: true, value: options.cause,
      });
    }
    markCloneable(error);
    return error;
  }

  get name() {
    return Fields.name(this);
  }

  get message() {
    return Fields.message(this);
  }

  get code() {
    return codeOfName.get(Fields.name(this)) ?? 0;
  }

  [kClone]() {
    return { data: { name: this.name, message: this.message, stack: this.stack }, deserializeInfo: 'internal:web/dom_exception#revive' };
  }
}

Object.setPrototypeOf(DOMException.prototype, Error.prototype);
Object.defineProperties(DOMException.prototype, {
  [Symbol.toStringTag]: { __proto__: null, configurable: true, value: 'DOMException' },
  name: { __proto__: null, enumerable: true },
  message: { __proto__: null, enumerable: true },
  code: { __proto__: null, enumerable: true },
});
LEGACY.forEach(([constant], index) => {
  const descriptor = { __proto__: null, enumerable: true, value: index + 1 };
  Object.defineProperty(DOMException, constant, descriptor);
  Object.defineProperty(DOMException.prototype, constant, descriptor);
});

module.exports = { DOMException, revive };

function revive({ name, message, stack }) {
  const error = new DOMException(message, name);
  error.stack = stack;
  return error;
}

function requireFields(present) {
  if (!present) throw new ERR_INVALID_THIS('DOMException');
}
