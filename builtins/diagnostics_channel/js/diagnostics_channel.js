'use strict';

const { Channel, channel, hasSubscribers } = require('internal:diagnostics_channel/channel');
const { BoundedChannel, TracingChannel } = require('internal:diagnostics_channel/tracing_channel');

/** Subscribes to the channel of this name, which stays alive for it. */
function subscribe(name, subscription) {
  channel(name).subscribe(subscription);
}

/** @returns {boolean} whether it was subscribed */
function unsubscribe(name, subscription) {
  return channel(name).unsubscribe(subscription);
}

/** @param {string | Record<string, Channel>} nameOrChannels */
function tracingChannel(nameOrChannels) {
  return new TracingChannel(nameOrChannels);
}

/** @param {string | { start: Channel, end: Channel }} nameOrChannels */
function boundedChannel(nameOrChannels) {
  return new BoundedChannel(nameOrChannels);
}

module.exports = { channel, hasSubscribers, subscribe, tracingChannel, unsubscribe, boundedChannel, Channel, BoundedChannel };
