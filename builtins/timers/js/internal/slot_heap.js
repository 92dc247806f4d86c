'use strict';

/** A binary heap of things that have a `key` and know their `slot`, the least key on top. */
class SlotHeap {
  constructor() {
    /** @type {{ key: number, slot: number }[]} */
    this.items = [];
  }

  /** @returns {any} the item with the least key; `Array.prototype` is not asked where there is none */
  peek() {
    return this.items.length === 0 ? undefined : this.items[0];
  }

  insert(item) {
    siftUp(this.items, item, this.items.length);
  }

  remove(item) {
    const { items } = this;
    const { slot } = item;
    const last = items[items.length - 1];
    items.length--;
    item.slot = -1;
    if (last === item) return;
    siftUp(items, last, slot);
    siftDown(items, last, last.slot);
  }
}

function siftUp(items, item, slot) {
  while (slot > 0) {
    const parentSlot = (slot - 1) >> 1;
    const parent = items[parentSlot];
    if (item.key >= parent.key) break;
    items[slot] = parent;
    parent.slot = slot;
    slot = parentSlot;
  }
  items[slot] = item;
  item.slot = slot;
}

function siftDown(items, item, slot) {
  const { length } = items;
  for (;;) {
    let childSlot = slot * 2 + 1;
    if (childSlot >= length) break;
    if (childSlot + 1 < length && items[childSlot + 1].key < items[childSlot].key) childSlot++;
    const child = items[childSlot];
    if (child.key >= item.key) break;
    items[slot] = child;
    child.slot = slot;
    slot = childSlot;
  }
  items[slot] = item;
  item.slot = slot;
}

module.exports = { SlotHeap };
