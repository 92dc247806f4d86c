'use strict';

/** Where the test command puts the addons it compiles from this folder. */

const path = require('node:path');

const directory = process.env.ADDON_DIRECTORY ?? path.join(__dirname, '../../target/node-api');

/** @param {string} name */
exports.fileOf = (name) => path.join(directory, `${name}.node`);

/** @param {string} name */
exports.load = (name) => require(exports.fileOf(name));
