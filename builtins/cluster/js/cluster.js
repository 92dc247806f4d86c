'use strict';

/** `node:cluster`: what it is depends on whether a primary process has forked this one. */

const process = require('internal:process/object');

const isWorker = Object.hasOwn(process.env, 'NODE_UNIQUE_ID');

module.exports = isWorker ? require('internal:cluster/child').cluster : require('internal:cluster/primary').cluster;
