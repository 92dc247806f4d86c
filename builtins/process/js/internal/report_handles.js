'use strict';

/** The section of a report about what the loop waits for, with what only JavaScript knows of it. */

const { openHandles } = require('internal:async_hooks/open_handles');

/** @typedef {{ type: string, fd?: number, signum?: number }} Entry */

/** @param {Entry[]} section as the native side tells it @returns {Entry[]} */
function describeHandles(section) {
  const handles = openHandles();
  const byDescriptor = new Map();
  for (const handle of handles) {
    if (handle.fd >= 0) byDescriptor.set(handle.fd, handle);
  }
  return section.flatMap((entry) => {
    if (entry.type === 'fs_event') return watches(entry, handles);
    return withSignalName({ ...entry, ...queueOf(entry, byDescriptor.get(entry.fd)) });
  });
}

/** All watches of a loop share one descriptor; a report tells of each. */
function watches({ type, is_active, address }, handles) {
  return handles.flatMap((handle) => (handle.watchedPaths ?? []).map((path) => {
    return { type, is_active, is_referenced: handle.hasRef(), address, filename: `${path}` };
  }));
}

/** What waits to be written; of connections that live on the native side alone it is not known. */
function queueOf({ type }, handle) {
  if (handle === undefined) return undefined;
  if (type === 'udp') return { writeQueueSize: handle.getSendQueueSize(), writeQueueCount: handle.getSendQueueCount() };
  return type === 'tcp' || type === 'pipe' || type === 'tty' ? { writeQueueSize: handle.writeQueueSize ?? 0 } : undefined;
}

/** @param {Entry} entry @returns {Entry} */
function withSignalName(entry) {
  if (entry.signum === undefined) return entry;
  const { signalName } = require('internal:child_process/arguments');
  return { ...entry, signal: signalName(entry.signum) };
}

module.exports = { describeHandles, withSignalName };
