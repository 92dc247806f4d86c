'use strict';

/** `node:sqlite`. */

const { DatabaseSync } = require('internal:sqlite/database');
const { StatementSync } = require('internal:sqlite/statement');
const { Session } = require('internal:sqlite/session');
const { backup } = require('internal:sqlite/backup');
const constants = require('internal:sqlite/constants');

module.exports = { DatabaseSync, StatementSync, Session, constants, backup };
