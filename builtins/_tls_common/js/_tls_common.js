'use strict';

/** `node:_tls_common`, deprecated: parts of `node:tls`. */

const { SecureContext, createSecureContext } = require('internal:tls/secure_context');

require('internal:process/object').emitWarning(
  'The _tls_common module is deprecated. Use `node:tls` instead.', 'DeprecationWarning', 'DEP0192');

module.exports = { SecureContext, createSecureContext };
