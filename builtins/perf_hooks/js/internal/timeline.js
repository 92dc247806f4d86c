'use strict';

/** What has been measured: the buffers that `performance.getEntries()` reads and the feed of observers. */

const { offerToObservers } = require('internal:perf_hooks/observer');

/** Entries kept, by type. @type {Record<string, PerformanceEntry[]>} */
const kept = { mark: [], measure: [], resource: [] };
/** The latest mark of each name, for measures. @type {Map<string, number>} */
const markTimes = new Map();

/** How many resource entries are kept. */
let resourceLimit = 250;
/** Resource entries over the limit, until the listeners of `resourcetimingbufferfull` had a chance to make room. */
let overflow = [];
let notifyFull;

/** Adds an entry to the timeline. @param {PerformanceEntry} entry */
function enqueue(entry) {
  offerToObservers(entry);
  const { entryType } = entry;
  if (entryType === 'mark') markTimes.set(entry.name, entry.startTime);
  if (entryType === 'resource') keepResource(entry);
  else kept[entryType]?.push(entry);
}

function keepResource(entry) {
  if (overflow.length === 0 && kept.resource.length < resourceLimit) {
    kept.resource.push(entry);
    return;
  }
  // Nobody can listen before the global `performance` exists.
  if (notifyFull === undefined) return;
  overflow.push(entry);
  if (overflow.length === 1) require('node:timers').setImmediate(makeRoom);
}

/** Resource Timing, "fire a buffer full event": listeners may clear or enlarge the buffer; what then does not fit is lost. */
function makeRoom() {
  while (overflow.length > 0) {
    const before = overflow.length;
    if (kept.resource.length >= resourceLimit) notifyFull();
    while (overflow.length > 0 && kept.resource.length < resourceLimit) kept.resource.push(overflow.shift());
    if (overflow.length >= before) overflow = [];
  }
}

/** @param {() => void} notify dispatches `resourcetimingbufferfull` */
function onResourceBufferFull(notify) {
  notifyFull = notify;
}

/** @returns {PerformanceEntry[]} entries in the order of their start, of one type and name where given */
function entries(name, type) {
  const lists = type === undefined ? Object.values(kept) : [kept[type] ?? []];
  const list = lists.flat().filter((entry) => name === undefined || entry.name === name);
  return list.sort((a, b) => a.startTime - b.startTime);
}

/** Drops the entries of a type, or those of one name. */
function clear(type, name) {
  kept[type] = name === undefined ? [] : kept[type].filter((entry) => entry.name !== name);
  if (type !== 'mark') return;
  if (name === undefined) markTimes.clear();
  else markTimes.delete(name);
}

/** @returns {number | undefined} when the latest mark of this name was made */
function markTime(name) {
  return markTimes.get(name);
}

/** @param {number} limit how many resource entries are kept */
function setResourceLimit(limit) {
  resourceLimit = limit;
}

module.exports = { onResourceBufferFull, enqueue, entries, clear, markTime, setResourceLimit };
