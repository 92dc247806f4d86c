'use strict';

/** `node:trace_events`: which categories of events are traced. */

const process = require('internal:process/object');
const { codes } = require('internal:shared/errors');
const { validateObject, validateStringArray } = require('internal:shared/validators');
const { isMainThread } = require('internal:worker_threads/this_thread');

if (!isMainThread) throw new codes.ERR_TRACE_EVENTS_UNAVAILABLE();

const agent = require('internal:trace_events/agent');

/** After so many, a program that enables them anew each time is warned. */
const kManyTracings = 10;
let enabledTracings = 0;

class Tracing {
  #categories;
  #enabled = false;

  constructor(categories) {
    this.#categories = categories;
  }

  enable() {
    if (this.#enabled) return;
    agent.requireFile();
    this.#enabled = true;
    agent.enable(this.#categories);
    if (++enabledTracings > kManyTracings) {
      process.emitWarning(`Possible trace_events memory leak detected. There are more than ${kManyTracings} enabled Tracing objects.`);
    }
  }

  disable() {
    if (!this.#enabled) return;
    this.#enabled = false;
    enabledTracings--;
    agent.disable(this.#categories);
  }

  get enabled() {
    return this.#enabled;
  }

  get categories() {
    return this.#categories.join(',');
  }

  [Symbol.for('nodejs.util.inspect.custom')](depth, options) {
    if (typeof depth === 'number' && depth < 0) return this;
    const { inspect } = require('node:util');
    return `Tracing ${inspect({ enabled: this.enabled, categories: this.categories }, { ...options, depth: null })}`;
  }
}

/** @param {{ categories: string[] }} options @returns {Tracing} not enabled yet */
function createTracing(options) {
  validateObject(options, 'options');
  validateStringArray(options.categories, 'options.categories');
  if (options.categories.length === 0) throw new codes.ERR_TRACE_EVENTS_CATEGORY_REQUIRED();
  return new Tracing([...options.categories]);
}

/** @returns {string | undefined} all that are enabled, with commas between them */
function getEnabledCategories() {
  return agent.enabledCategories();
}

module.exports = { createTracing, getEnabledCategories };
