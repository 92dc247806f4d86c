'use strict';

/** `node:dns/promises`. */

const { lookupPromise, lookupServicePromise } = require('internal:dns/lookup');
const resolver = require('internal:dns/resolver');
const order = require('internal:dns/order');
const { errorCodes } = require('internal:dns/error_codes');

module.exports = {
  lookup: lookupPromise,
  lookupService: lookupServicePromise,
  Resolver: resolver.PromiseResolver,
  getDefaultResultOrder: order.getDefaultResultOrder,
  setDefaultResultOrder: order.setDefaultResultOrder,
  getServers: resolver.getServers,
  setServers: resolver.setServers,
  ...errorCodes,
  ...resolver.promiseMethods,
};
