'use strict';

/** `node:dns/promises`. */

const { lookupPromise, lookupServicePromise } = require('internal:dns/lookup');
const { PromiseResolver, promiseMethods } = require('internal:dns/resolver');
const order = require('internal:dns/order');
const servers = require('internal:dns/servers');
const { errorCodes } = require('internal:dns/error_codes');

module.exports = {
  lookup: lookupPromise,
  lookupService: lookupServicePromise,
  Resolver: PromiseResolver,
  getDefaultResultOrder: order.getDefaultResultOrder,
  setDefaultResultOrder: order.setDefaultResultOrder,
  getServers: servers.getServers,
  setServers: servers.setServers,
  ...errorCodes,
  ...promiseMethods,
};
