'use strict';

/** Sends the events to the parent process: each as a frame of `internal:test/frames` among what the tests themselves print. */

const { encode } = require('internal:test/frames');

async function* child(source) {
  for await (const item of source) yield encode(item);
}

module.exports = child;
