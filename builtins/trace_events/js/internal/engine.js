'use strict';

/** What V8 does besides running the program, as events of `v8`: its start and its garbage collections. */

/** V8's kinds of collections: the names of the event that spans one, where there is one, and of the work. */
const COLLECTIONS = {
  __proto__: null,
  1: { span: 'MinorGC', work: 'V8.GCScavenger' },
  2: { span: 'MinorGC', work: 'V8.GCMinorMS' },
  4: { span: 'MajorGC', work: 'V8.GCFinalizeMC' },
  8: { work: 'V8.GCIncrementalMarking' },
};

/** @param {(event: object) => void} emit @param {string[]} categories @returns {() => void} ends that */
function follow(emit, [cat, timeline]) {
  let isFollowed = true;
  let began = 0;
  tellStart(emit);
  binding.listenToCollections((kind, isEnd, ts, usedBytes) => {
    const { span, work } = COLLECTIONS[kind] ?? {};
    if (work === undefined) return;
    if (!isEnd) {
      began = ts;
      if (span !== undefined) emit({ cat: timeline, ph: 'B', name: span, ts, args: { usedHeapSizeBefore: usedBytes } });
      return;
    }
    emit({ cat, ph: 'X', name: work, ts: began, dur: ts - began, tdur: ts - began });
    if (span !== undefined) emit({ cat: timeline, ph: 'E', name: span, ts, args: { usedHeapSizeAfter: usedBytes } });
  });
  binding.atEnd(() => {
    if (isFollowed) binding.tellCollections();
  });
  return () => {
    isFollowed = false;
    binding.listenToCollections(undefined);
  };
}

/** The isolate of the main thread was made between two milestones of the process. */
function tellStart(emit) {
  const { isMainThread } = require('internal:worker_threads/this_thread');
  if (!isMainThread) return;
  const { v8Start, environment } = require('node:perf_hooks').performance.nodeTiming;
  const [now, running] = binding.now();
  const dur = Math.floor((environment - v8Start) * 1000);
  emit({ ph: 'X', name: 'V8.DeserializeIsolate', ts: now - running + Math.floor(v8Start * 1000), dur, tdur: dur });
}

module.exports = { follow };
