'use strict';

/** `node:cluster` as the primary process sees it. Forking workers is not here yet. */

const EventEmitter = require('node:events');
const { unavailableClass, unavailableFunctions } = require('internal:shared/unavailable');

const cluster = new EventEmitter();

module.exports = Object.assign(cluster, {
  isWorker: false,
  isMaster: true,
  isPrimary: true,
  Worker: unavailableClass('cluster.Worker', EventEmitter),
  workers: {},
  settings: {},
  SCHED_NONE: 1,
  SCHED_RR: 2,
  schedulingPolicy: 2,
  ...unavailableFunctions('cluster', ['setupPrimary', 'setupMaster', 'fork', 'disconnect']),
});
