'use strict';

const { QuotaExceededError } = require('internal:web/quota_exceeded_error');

/** Bytes of all keys and values together, two a character. */
const kQuota = 10 * 1024 * 1024;

/** Pairs that end with the process. @implements {import('internal:web/storage').Area} */
class MemoryArea {
  isLocal = false;
  #map = new Map();
  #bytes = 0;

  size() { return this.#map.size; }

  get(key) { return this.#map.get(key) ?? null; }

  set(key, value) {
    const before = this.#map.get(key);
    const known = before === undefined ? 0 : bytesOf(key, before);
    const bytes = this.#bytes - known + bytesOf(key, value);
    if (bytes > kQuota) throw new QuotaExceededError('Setting the value exceeded the quota');
    this.#bytes = bytes;
    this.#map.set(key, value);
  }

  delete(key) {
    const before = this.#map.get(key);
    if (before === undefined) return;
    this.#bytes -= bytesOf(key, before);
    this.#map.delete(key);
  }

  clear() {
    this.#map.clear();
    this.#bytes = 0;
  }

  keys() { return [...this.#map.keys()]; }
}

function bytesOf(key, value) {
  return 2 * (key.length + value.length);
}

module.exports = { MemoryArea };
