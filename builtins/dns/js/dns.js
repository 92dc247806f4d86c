'use strict';

/** `node:dns`: names and addresses. */

const { lookup, lookupService, ADDRCONFIG, ALL, V4MAPPED } = require('internal:dns/lookup');
const resolver = require('internal:dns/resolver');
const order = require('internal:dns/order');
const { errorCodes } = require('internal:dns/error_codes');

module.exports = {
  lookup,
  lookupService,
  Resolver: resolver.Resolver,
  getDefaultResultOrder: order.getDefaultResultOrder,
  setDefaultResultOrder: order.setDefaultResultOrder,
  getServers: resolver.getServers,
  setServers: resolver.setServers,
  ADDRCONFIG,
  ALL,
  V4MAPPED,
  ...errorCodes,
  ...resolver.callbackMethods,
};

Object.defineProperty(module.exports, 'promises', {
  __proto__: null,
  configurable: true,
  enumerable: true,
  get: () => require('node:dns/promises'),
});
