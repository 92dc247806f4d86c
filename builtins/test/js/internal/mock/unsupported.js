'use strict';

/** Kinds of mocks that are not here. */

const { unavailable } = require('internal:shared/unavailable');

module.exports = { module: unavailable('mock.module'), property: unavailable('mock.property') };
