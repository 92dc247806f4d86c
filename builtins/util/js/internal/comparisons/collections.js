'use strict';

/**
 * Sets and maps, whatever the order of their entries. What is in both by identity is settled by a look-up; the others are paired off.
 */

const { arePropertiesEqual } = require('internal:util/comparisons/properties');

function areSetsEqual(comparison, actual, expected) {
  return areMembersEqual(comparison, actual, expected) && arePropertiesEqual(comparison, actual, expected);
}

function areMembersEqual(comparison, actual, expected) {
  if (!comparison.isPartial && actual.size !== expected.size) return false;
  if (actual.size < expected.size) return false;
  const open = [];
  for (const value of expected) {
    if (actual.has(value)) continue;
    if (!mayHavePartner(comparison, value)) return false;
    open.push(value);
  }
  if (open.length === 0) return true;
  const candidates = [...actual].filter((value) => !expected.has(value) && mayHavePartner(comparison, value));
  return pairOff(comparison, candidates, open, (candidate, value) => comparison.isEqual(candidate, value));
}

/** A primitive equals itself alone, unless the comparison is loose. */
function mayHavePartner(comparison, value) {
  return comparison.isLoose || (typeof value === 'object' && value !== null);
}

function areMapsEqual(comparison, actual, expected) {
  return areEntriesEqual(comparison, actual, expected) && arePropertiesEqual(comparison, actual, expected);
}

function areEntriesEqual(comparison, actual, expected) {
  if (!comparison.isPartial && actual.size !== expected.size) return false;
  if (actual.size < expected.size) return false;
  const open = [];
  for (const entry of expected) {
    const [key, value] = entry;
    const isObject = typeof key === 'object' && key !== null;
    if (!isObject && actual.has(key) && comparison.isEqual(actual.get(key), value)) continue;
    if (!mayHavePartner(comparison, key)) return false;
    open.push(entry);
  }
  if (open.length === 0) return true;
  const candidates = [...actual].filter(([key]) => isOpenKey(comparison, key, expected));
  const isSameEntry = (a, b) => comparison.isEqual(a[0], b[0]) && comparison.isEqual(a[1], b[1]);
  return pairOff(comparison, candidates, open, isSameEntry);
}

function isOpenKey(comparison, key, expected) {
  if (typeof key === 'object' && key !== null) return true;
  return comparison.isLoose && !expected.has(key);
}

/**
 * Gives every open entry a candidate of its own. Collections in the same or in the opposite order are common, so each candidate tries the end
 * first at which the last one found its partner, then the other. In a partial comparison a candidate may stay without an entry.
 */
function pairOff(comparison, candidates, open, isSame) {
  let fromEnd = false;
  for (const candidate of candidates) {
    if (open.length === 0) return true;
    const index = indexOfPartner(candidate, open, isSame, fromEnd);
    if (index !== -1) {
      fromEnd = index > 0 && index === open.length - 1;
      open.splice(index, 1);
    } else if (!comparison.isPartial) {
      return false;
    }
  }
  return open.length === 0;
}

function indexOfPartner(candidate, open, isSame, fromEnd) {
  const last = open.length - 1;
  const [near, far] = fromEnd ? [last, 0] : [0, last];
  if (isSame(candidate, open[near])) return near;
  if (far !== near && isSame(candidate, open[far])) return far;
  for (let i = 1; i < last; i++) {
    if (isSame(candidate, open[i])) return i;
  }
  return -1;
}

module.exports = { areMapsEqual, areSetsEqual };
