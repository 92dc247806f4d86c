'use strict';

const {
  executionAsyncId,
  triggerAsyncId,
  executionAsyncResource,
} = require('internal:async_hooks/context');
const { AsyncLocalStorage } = require('internal:async_hooks/async_local_storage');
const { AsyncResource } = require('internal:async_hooks/async_resource');
const { createHook } = require('internal:async_hooks/async_hook');

/** The types of resources that the runtime itself announces. */
const asyncWrapProviders = Object.freeze({
  __proto__: null,
  NONE: 0,
  PROMISE: 1,
  TickObject: 2,
  Timeout: 3,
  Immediate: 4,
  Microtask: 5,
});

module.exports = {
  AsyncLocalStorage,
  createHook,
  executionAsyncId,
  triggerAsyncId,
  executionAsyncResource,
  asyncWrapProviders,
  AsyncResource,
};
