'use strict';

/** The lines entered before, newest first. */
class History {
  constructor({ history = [], historySize = 30, removeHistoryDuplicates = false }) {
    this.entries = history;
    this.size = historySize;
    this.removesDuplicates = Boolean(removeHistoryDuplicates);
    // Of the entry that is being looked at; -1: the line being typed.
    this.index = -1;
    // The newest entry is a part of the next one, or an attempt that failed: the next one takes its place.
    this.isGrowing = false;
    this.hasFailed = false;
  }

  /** @returns {boolean} the line is of the kind that is kept */
  add(line) {
    if (this.size === 0 || line.trim() === '') return false;
    if ((this.isGrowing || this.hasFailed) && this.entries.length > 0) {
      this.entries[0] = line;
    } else if (this.entries.length === 0 || this.entries[0] !== line) {
      if (this.removesDuplicates) {
        const duplicate = this.entries.indexOf(line);
        if (duplicate !== -1) this.entries.splice(duplicate, 1);
      }
      this.entries.unshift(line);
      if (this.entries.length > this.size) this.entries.pop();
    }
    this.index = -1;
    this.isGrowing = false;
    return true;
  }

  /**
   * The next older entry that starts with `prefix` and is not the line shown already.
   * @returns {string | undefined} `prefix` itself beyond the oldest; undefined when there is nowhere to go
   */
  older(prefix, shown) {
    if (this.index >= this.entries.length || this.entries.length === 0) return undefined;
    let index = this.index + 1;
    while (index < this.entries.length && !this.fits(index, prefix, shown)) index++;
    this.index = index;
    return index === this.entries.length ? prefix : this.entries[index];
  }

  newer(prefix, shown) {
    if (this.index < 0) return undefined;
    let index = this.index - 1;
    while (index >= 0 && !this.fits(index, prefix, shown)) index--;
    this.index = index;
    return index === -1 ? prefix : this.entries[index];
  }

  fits(index, prefix, shown) {
    return this.entries[index].startsWith(prefix) && this.entries[index] !== shown;
  }

  leaveEnd() {
    if (this.index === this.entries.length) this.index = -1;
  }
}

module.exports = { History };
