'use strict';

const { SlotHeap } = require('internal:timers/slot_heap');

/** A map with methods of its own, as programs replace those that all share. */
class BucketMap extends Map {}
for (const name of ['get', 'set', 'delete']) {
  Object.defineProperty(BucketMap.prototype, name, { __proto__: null, value: Map.prototype[name] });
}

/** The timers that were to expire at one millisecond, the `key`, as a list. */
class Bucket {
  constructor(key) {
    this.key = key;
    this.slot = -1;
    this.first = undefined;
    this.last = undefined;
    this.isSorted = true;
  }
}

/** What the queue knows of a timer, apart from it so that user code and `util.inspect` see Node's properties only. */
class QueueEntry {
  constructor(timer) {
    this.timer = timer;
    /** Set by the owner, in whole milliseconds. */
    this.expiry = 0;
    /** Counts up with each time the timer is armed. */
    this.order = 0;
    /** @type {Bucket | undefined} where it waits */
    this.bucket = undefined;
    this.previous = undefined;
    this.next = undefined;
  }
}

/**
 * Timers in the order of their expiry; those of one millisecond in the order in which they were armed.
 *
 * Only the milliseconds that have timers are in a heap, so a thousand timers of one delay cost a thousand appends (half the time of a heap
 * of timers), and clearing one frees it at once. Re-arming for a later time (`refresh()`, what every socket timeout does on every packet)
 * only stores the new expiry: the timer moves when its old bucket has its turn. So a refresh is O(1), and a timer moves at most once for
 * each of its delays.
 */
class TimerQueue {
  constructor() {
    this.heap = new SlotHeap();
    /** @type {Map<number, Bucket>} */
    this.buckets = new BucketMap();
    /** The last one that a timer came into. It stays when it gets empty: most timers are cleared soon. @type {Bucket | undefined} */
    this.latest = undefined;
    this.sequence = 0;
  }

  /** Inserts an entry whose `expiry` is set. @param {QueueEntry} entry */
  insert(entry) {
    entry.order = ++this.sequence;
    append(this.bucketOf(entry.expiry), entry);
  }

  /** Takes note of a changed `expiry` of an entry in the queue. It then counts as inserted last. @param {QueueEntry} entry */
  update(entry) {
    entry.order = ++this.sequence;
    if (entry.expiry <= entry.bucket.key) this.move(entry);
  }

  /** @param {QueueEntry} entry one that is in the queue */
  remove(entry) {
    const { bucket } = entry;
    unlink(bucket, entry);
    if (bucket.first === undefined && bucket !== this.latest) this.drop(bucket);
  }

  /** @returns {QueueEntry | undefined} the next to expire */
  peek() {
    let bucket;
    while ((bucket = this.heap.peek()) !== undefined) {
      if (!bucket.isSorted) sort(bucket);
      const { first } = bucket;
      if (first === undefined) this.dropLatest();
      else if (first.expiry === bucket.key) return first;
      else this.move(first);
    }
    return undefined;
  }

  /** To the bucket of its expiry. @param {QueueEntry} entry */
  move(entry) {
    this.remove(entry);
    append(this.bucketOf(entry.expiry), entry);
  }

  /** @param {number} key */
  bucketOf(key) {
    const { latest } = this;
    if (latest !== undefined) {
      if (latest.key === key) return latest;
      if (latest.first === undefined) this.dropLatest();
    }
    this.latest = this.buckets.get(key) ?? this.add(new Bucket(key));
    return this.latest;
  }

  add(bucket) {
    this.buckets.set(bucket.key, bucket);
    this.heap.insert(bucket);
    return bucket;
  }

  drop(bucket) {
    this.heap.remove(bucket);
    this.buckets.delete(bucket.key);
  }

  dropLatest() {
    this.drop(this.latest);
    this.latest = undefined;
  }
}

/** An entry that comes from another bucket may be older than the last of this one; the whole is put in order once, when its turn comes. */
function append(bucket, entry) {
  const { last } = bucket;
  entry.bucket = bucket;
  entry.previous = last;
  bucket.last = entry;
  if (last === undefined) {
    bucket.first = entry;
    return;
  }
  last.next = entry;
  if (last.order > entry.order) bucket.isSorted = false;
}

function unlink(bucket, entry) {
  const { previous, next } = entry;
  if (previous === undefined) bucket.first = next;
  else previous.next = next;
  if (next === undefined) bucket.last = previous;
  else next.previous = previous;
  entry.bucket = undefined;
  entry.previous = undefined;
  entry.next = undefined;
}

function sort(bucket) {
  const entries = [];
  for (let entry = bucket.first; entry !== undefined; entry = entry.next) entries.push(entry);
  entries.forEach((entry) => unlink(bucket, entry));
  entries.sort((a, b) => a.order - b.order);
  entries.forEach((entry) => append(bucket, entry));
  bucket.isSorted = true;
}

module.exports = { QueueEntry, TimerQueue };
