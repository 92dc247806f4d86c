'use strict';

/** `fs.watchFile`: a file looked at again and again, for file systems that report no changes. */

const process = require('internal:process/object');
const { AsyncResource } = require('internal:async_hooks/async_resource');
const { closed, kOwner, opened } = require('internal:async_hooks/open_handles');
const EventEmitter = require('node:events');
const { validateFunction, validateUint32 } = require('internal:shared/validators');
const { asBuffer, toPath } = require('internal:fs/paths');
const { toStats } = require('internal:fs/stats');

const DEFAULT_INTERVAL = 5007;
/** Which of an op's fields a read alone changes: the time of access. */
const ATIME_FIELDS = [10, 11];
const FIELDS = 18;

/** @type {Map<string, StatWatcher>} by absolute path */
const watchers = new Map();

function watchFile(filename, options, listener) {
  if (typeof options === 'function') {
    listener = options;
    options = undefined;
  }
  validateFunction(listener, 'listener');
  const path = toKey(filename);
  const { interval = DEFAULT_INTERVAL, persistent = true, bigint = false } = options ?? {};
  let watcher = watchers.get(path);
  if (watcher === undefined) {
    // A path that may not be read is refused here and now, and not at the first look.
    if (require('internal:process/permission').isEnabled()) binding.exists(path);
    watcher = new StatWatcher(Boolean(bigint));
    watcher.start(path, persistent, interval);
    watchers.set(path, watcher);
  } else {
    watcher.addUser();
  }
  watcher.addListener('change', listener);
  return watcher;
}

function unwatchFile(filename, listener) {
  const path = toKey(filename);
  const watcher = watchers.get(path);
  if (watcher === undefined) return;
  const before = watcher.listenerCount('change');
  if (typeof listener === 'function') watcher.removeListener('change', listener);
  else watcher.removeAllListeners('change');
  const left = watcher.listenerCount('change');
  if (left < before) watcher.removeUsers(before - left);
  if (left === 0) {
    watchers.delete(path);
    watcher.stop();
  }
}

function toKey(filename) {
  const path = toPath(filename, 'filename');
  return require('node:path').resolve(typeof path === 'string' ? path : asBuffer(path).toString());
}

/** Emits `change` with the stats now and before, all zero for a file that is not there, and `stop`. */
class StatWatcher extends EventEmitter {
  #bigint;
  #path = null;
  #interval = 0;
  #timer = null;
  /** The fields that were reported last; null before the first look. */
  #last = null;
  /** The calls of `watchFile` this serves, and how many of them keep the process alive. */
  #users = 1;
  #references = 1;
  /** What keeps the loop alive between two looks, too. */
  #handle = { [kOwner]: this, hasRef: () => this.#references > 0 };
  #resource = new AsyncResource('STATWATCHER', { requireManualDestroy: true });

  constructor(bigint) {
    super();
    this.#bigint = bigint;
  }

  start(path, persistent, interval) {
    if (this.#path !== null) return;
    validateUint32(interval, 'interval');
    this.#path = path;
    this.#interval = interval;
    if (!persistent) this.unref();
    opened(this.#handle, 'StatWatcher');
    this.#look();
  }

  stop() {
    if (this.#path === null) return;
    require('node:timers').clearTimeout(this.#timer);
    closed(this.#handle);
    this.#path = null;
    this.#timer = null;
    this.#resource.emitDestroy();
    process.nextTick(() => this.emit('stop'));
  }

  ref() {
    if (this.#references === this.#users) return this;
    if (this.#references++ === 0) this.#timer?.ref();
    return this;
  }

  unref() {
    if (this.#references === 0) return this;
    if (--this.#references === 0) this.#timer?.unref();
    return this;
  }

  addUser() {
    this.#users++;
    this.ref();
  }

  removeUsers(count) {
    this.#users -= count;
    while (this.#references > this.#users) this.unref();
  }

  #look() {
    binding.stat(this.#path, this.#bigint, (error, fields) => {
      if (this.#path === null) return;
      this.#compare(error ? this.#zeros() : fields);
      if (this.#path !== null) this.#lookLater();
    });
  }

  #lookLater() {
    this.#timer = require('node:timers').setTimeout(() => this.#look(), this.#interval);
    if (this.#references === 0) this.#timer.unref();
  }

  /** The first look tells the state to compare with, and is itself reported only if there is no file. */
  #compare(fields) {
    const last = this.#last ?? (isMissing(fields) ? fields : null);
    const isReported = this.#last === null ? last !== null : isDifferent(last, fields);
    this.#last = fields;
    if (isReported) this.#resource.runInAsyncScope(this.emit, this, 'change', toStats(fields), toStats(last));
  }

  #zeros() {
    return new Array(FIELDS).fill(this.#bigint ? 0n : 0);
  }
}

function isMissing(fields) {
  return fields.every((field) => Number(field) === 0);
}

function isDifferent(one, other) {
  return one.some((field, i) => field !== other[i] && !ATIME_FIELDS.includes(i));
}

module.exports = { StatWatcher, unwatchFile, watchFile };
