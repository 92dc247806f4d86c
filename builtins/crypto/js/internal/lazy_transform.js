'use strict';

/** Streams whose state is made when something first looks at it: most hashes and ciphers are never piped. */

const kStateFields = ['_readableState', '_writableState', '_events', '_eventsCount', '_maxListeners'];

/**
 * Gives a class Transform's prototype. Instances keep the options of their stream in `_options`.
 * @param {Function} Class
 */
function becomeTransform(Class) {
  const { Transform } = require('node:stream');
  Object.setPrototypeOf(Class.prototype, Transform.prototype);
  Object.setPrototypeOf(Class, Transform);
  for (const name of kStateFields) {
    Object.defineProperty(Class.prototype, name, {
      __proto__: null,
      get() {
        // Emitters look at their prototype's events when they are made.
        if (this === Class.prototype) return undefined;
        startStream(this, Transform);
        return this[name];
      },
      set(value) {
        own(this, name, value);
      },
      configurable: true,
    });
  }
}

function own(stream, name, value) {
  Object.defineProperty(stream, name, { __proto__: null, value, writable: true, enumerable: true, configurable: true });
}

function startStream(stream, Transform) {
  const options = stream._options;
  for (const name of kStateFields) own(stream, name, undefined);
  Transform.call(stream, options);
}

module.exports = { becomeTransform };
