'use strict';

/** Names of own properties other than indices, for views and arrays with millions of those. */

module.exports = { ownNonIndexProperties: binding.ownNonIndexProperties };
