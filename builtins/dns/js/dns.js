'use strict';

/** `node:dns`: names and addresses. */

const { lookup, lookupService, ADDRCONFIG, ALL, V4MAPPED } = require('internal:dns/lookup');
const { CallbackResolver, callbackMethods } = require('internal:dns/resolver');
const order = require('internal:dns/order');
const servers = require('internal:dns/servers');
const { errorCodes } = require('internal:dns/error_codes');

module.exports = {
  lookup,
  lookupService,
  Resolver: CallbackResolver,
  getDefaultResultOrder: order.getDefaultResultOrder,
  setDefaultResultOrder: order.setDefaultResultOrder,
  getServers: servers.getServers,
  setServers: servers.setServers,
  ADDRCONFIG,
  ALL,
  V4MAPPED,
  ...errorCodes,
  ...callbackMethods,
};

Object.defineProperty(module.exports, 'promises', {
  __proto__: null,
  configurable: true,
  enumerable: true,
  get: () => require('node:dns/promises'),
});
