'use strict';

const kInitialCapacity = 256;
/** Growing anew for each burst of a thousand takes a tenth of its time. */
const kKept = 4096;

/**
 * A first-in-first-out queue on one array whose capacity is a power of two. It grows by doubling and returns to its first size
 * when a big burst has drained, so that it does not pin its memory.
 */
class RingQueue {
  constructor() {
    this.slots = new Array(kInitialCapacity).fill(undefined);
    this.mask = kInitialCapacity - 1;
    this.head = 0;
    this.tail = 0;
  }

  isEmpty() {
    return this.head === this.tail;
  }

  push(item) {
    this.slots[this.tail] = item;
    this.tail = (this.tail + 1) & this.mask;
    if (this.tail === this.head) grow(this);
  }

  /** @returns {any} the oldest item, `undefined` when the queue is empty */
  shift() {
    if (this.head === this.tail) return undefined;
    const item = this.slots[this.head];
    this.slots[this.head] = undefined;
    this.head = (this.head + 1) & this.mask;
    if (this.head === this.tail && this.mask >= kKept) reset(this);
    return item;
  }
}

/** Called when a push made the full queue look empty. */
function grow(queue) {
  const { slots, head } = queue;
  queue.slots = slots.slice(head).concat(slots.slice(0, head));
  queue.slots.length = slots.length * 2;
  queue.slots.fill(undefined, slots.length);
  queue.head = 0;
  queue.tail = slots.length;
  queue.mask = queue.slots.length - 1;
}

function reset(queue) {
  queue.slots = new Array(kInitialCapacity).fill(undefined);
  queue.mask = kInitialCapacity - 1;
  queue.head = 0;
  queue.tail = 0;
}

module.exports = { RingQueue };
