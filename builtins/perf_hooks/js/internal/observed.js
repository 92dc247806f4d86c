'use strict';

/** Which types of entries somebody observes. Apart from the observers, so that who makes entries need not load those to ask. */

/** How many observers want each type. @type {Map<string, number>} */
const observed = new Map();

/** @param {string} type */
function isObserved(type) {
  return (observed.get(type) ?? 0) > 0;
}

/** One observer more, or less. @param {string} type @param {1 | -1} change @returns {number} how many there are now */
function countObservers(type, change) {
  const count = (observed.get(type) ?? 0) + change;
  observed.set(type, count);
  return count;
}

/** The time, while entries of a type are wanted; else 0. @param {string} type */
function beginning(type) {
  return isObserved(type) ? require('internal:perf_hooks/clock').now() : 0;
}

/** Makes the entry of something that began when `beginning` said. @param {string} name @param {string} type @param {number} began @param {object} detail */
function offerSpan(name, type, began, detail) {
  const { now } = require('internal:perf_hooks/clock');
  const { createNodeEntry } = require('internal:perf_hooks/entry');
  require('internal:perf_hooks/observer').offerToObservers(createNodeEntry(name, type, began, now() - began, detail));
}

module.exports = { beginning, countObservers, isObserved, offerSpan };
