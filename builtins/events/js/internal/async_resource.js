'use strict';

// An emitter whose listeners run in the async context it was made in.

const { AsyncResource } = require('node:async_hooks');
const { EventEmitter } = require('internal:events/emitter');
const { codes: { ERR_INVALID_THIS } } = require('internal:shared/errors');
const { validateString } = require('internal:shared/validators');

class EventEmitterReferencingAsyncResource extends AsyncResource {
  #eventEmitter;

  constructor(emitter, type, options) {
    super(type, options);
    this.#eventEmitter = emitter;
  }

  get eventEmitter() {
    if (this === undefined) throw new ERR_INVALID_THIS('EventEmitterReferencingAsyncResource');
    return this.#eventEmitter;
  }
}

class EventEmitterAsyncResource extends EventEmitter {
  #asyncResource;

  /**
   * @param {string | { name?: string, triggerAsyncId?: number, requireManualDestroy?: boolean,
   *   captureRejections?: boolean }} [options] the resource type, or options with it as `name`
   */
  constructor(options = undefined) {
    let name;
    if (typeof options === 'string') {
      name = options;
      options = undefined;
    } else {
      if (new.target === EventEmitterAsyncResource) validateString(options?.name, 'options.name');
      name = options?.name || new.target.name;
    }
    super(options);
    this.#asyncResource = new EventEmitterReferencingAsyncResource(this, name, options);
  }

  emit(event, ...args) {
    return EventEmitterAsyncResource.#of(this).runInAsyncScope(super.emit, this, event, ...args);
  }

  emitDestroy() {
    EventEmitterAsyncResource.#of(this).emitDestroy();
  }

  get asyncId() {
    return EventEmitterAsyncResource.#of(this).asyncId();
  }

  get triggerAsyncId() {
    return EventEmitterAsyncResource.#of(this).triggerAsyncId();
  }

  get asyncResource() {
    return EventEmitterAsyncResource.#of(this);
  }

  static #of(emitter) {
    if (!(#asyncResource in emitter)) throw new ERR_INVALID_THIS('EventEmitterAsyncResource');
    return emitter.#asyncResource;
  }
}

module.exports = { EventEmitterAsyncResource };
