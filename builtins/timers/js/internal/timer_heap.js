'use strict';

/**
 * A binary heap of timers, the next to expire on top; equal expiries come out in insertion order.
 *
 * A timer knows its slot, so clearing one frees it at once. Re-arming for a later time (`refresh()`, what every socket timeout
 * does on every packet) only stores the new expiry on the timer: its slot keeps the earlier `key`, and a timer that reaches the
 * top before its expiry sinks then. So a refresh is O(1), and each costs at most one extra sift.
 */
class TimerHeap {
  constructor() {
    /** @type {Timeout[]} */
    this.timers = [];
    this.sequence = 0;
  }

  /** Inserts a timer whose `expiry` is set. */
  insert(timer) {
    place(timer, ++this.sequence);
    const slot = this.timers.length;
    this.timers.push(timer);
    siftUp(this.timers, timer, slot);
  }

  /** Takes note of a changed `expiry` of a timer in the heap. It then counts as inserted last. */
  update(timer) {
    const { key } = timer;
    timer.lateOrder = ++this.sequence;
    if (timer.expiry > key) return;
    place(timer, timer.lateOrder);
    if (timer.expiry < key) siftUp(this.timers, timer, timer.slot);
    else siftDown(this.timers, timer, timer.slot);
  }

  remove(timer) {
    const { timers } = this;
    const { slot } = timer;
    const last = timers.pop();
    timer.slot = -1;
    if (last === timer) return;
    siftUp(timers, last, slot);
    siftDown(timers, last, last.slot);
  }

  /** @returns {Timeout | undefined} the next timer to expire */
  peek() {
    const { timers } = this;
    while (timers.length > 0) {
      const top = timers[0];
      if (top.key === top.expiry) return top;
      place(top, top.lateOrder);
      siftDown(timers, top, 0);
    }
    return undefined;
  }
}

/** Makes the timer's expiry and insertion order the ones it is sorted by. */
function place(timer, order) {
  timer.key = timer.expiry;
  timer.order = order;
}

function siftUp(timers, timer, slot) {
  while (slot > 0) {
    const parentSlot = (slot - 1) >> 1;
    const parent = timers[parentSlot];
    if (!comesBefore(timer, parent)) break;
    timers[slot] = parent;
    parent.slot = slot;
    slot = parentSlot;
  }
  timers[slot] = timer;
  timer.slot = slot;
}

function siftDown(timers, timer, slot) {
  const { length } = timers;
  for (;;) {
    let childSlot = slot * 2 + 1;
    if (childSlot >= length) break;
    if (childSlot + 1 < length && comesBefore(timers[childSlot + 1], timers[childSlot])) childSlot++;
    const child = timers[childSlot];
    if (!comesBefore(child, timer)) break;
    timers[slot] = child;
    child.slot = slot;
    slot = childSlot;
  }
  timers[slot] = timer;
  timer.slot = slot;
}

function comesBefore(a, b) {
  return a.key === b.key ? a.order < b.order : a.key < b.key;
}

module.exports = { TimerHeap };
