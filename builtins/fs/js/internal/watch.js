'use strict';

/** `fs.watch`: changes to a file, a directory or a tree, as events or as an async iterator. */

const process = require('internal:process/object');
const { AsyncResource } = require('node:async_hooks');
const EventEmitter = require('node:events');
const { closed, kOwner, opened } = require('internal:async_hooks/open_handles');
const { codes } = require('internal:shared/errors');
const {
  validateAbortSignal,
  validateBoolean,
  validateFunction,
  validateIgnoreOption,
  validateInteger,
  validateObject,
  validateOneOf,
} = require('internal:shared/validators');
const { toOptions } = require('internal:fs/arguments');
const { asBuffer, decodeName, isUtf8, toPath } = require('internal:fs/paths');
const { abortError } = require('internal:fs/read_file');
const { ignorerOf, TreeWatch } = require('internal:fs/watch_tree');

const DEFAULT_QUEUE = 2048;

function watch(filename, options, listener) {
  if (typeof options === 'function') {
    listener = options;
    options = undefined;
  }
  options = toOptions(options, {});
  if (listener !== undefined) validateFunction(listener, 'listener');
  const watcher = startWatcher(filename, toWatchOptions(options));
  if (listener !== undefined) watcher.addListener('change', listener);
  return watcher;
}

function toWatchOptions({ persistent = true, recursive = false, encoding, signal, ignore }) {
  if (recursive !== null) validateBoolean(recursive, 'options.recursive');
  validateIgnoreOption(ignore, 'options.ignore');
  return { persistent, recursive: Boolean(recursive), encoding, signal, ignore };
}

function startWatcher(filename, options) {
  const watcher = new FSWatcher();
  watcher[kStart](toPath(filename, 'filename'), options);
  const { signal } = options;
  if (signal?.aborted) {
    process.nextTick(() => watcher.close());
  } else if (signal) {
    const onAbort = () => watcher.close();
    signal.addEventListener('abort', onAbort, { once: true });
    watcher.once('close', () => signal.removeEventListener('abort', onAbort));
  }
  return watcher;
}

const kStart = Symbol('kStart');

/** Emits `change` with the kind of the change and the name, `error` and `close`. */
class FSWatcher extends EventEmitter {
  #handle = null;
  /** What async hooks see of the watch. */
  #resource = null;

  [kStart](path, { persistent, recursive, encoding, ignore }) {
    const isIgnored = ignorerOf(ignore);
    this.#resource = new AsyncResource('FSEVENTWRAP', { requireManualDestroy: true });
    const report = (isNameChange, name) => {
      const text = typeof name === 'string' ? name : asBuffer(name).toString();
      if (isIgnored !== null && isIgnored(text)) return;
      const change = isNameChange ? 'rename' : 'change';
      this.#resource.runInAsyncScope(this.emit, this, 'change', change, decodeName(name, encoding));
    };
    try {
      this.#handle = recursive ? watchTree(path, isIgnored, encoding, report) : watchOne(path, encoding, report);
    } catch (error) {
      if (error.code !== 'ERR_ACCESS_DENIED') error.filename = path;
      throw error;
    }
    if (!persistent) this.#handle.unref();
    this.#handle[kOwner] = this;
    opened(this.#handle, 'FSEventWrap');
  }

  close() {
    if (this.#handle === null) return;
    closed(this.#handle);
    this.#handle.close();
    this.#handle = null;
    this.#resource.emitDestroy();
    process.nextTick(() => this.emit('close'));
  }

  ref() {
    this.#handle?.ref();
    return this;
  }

  unref() {
    this.#handle?.unref();
    return this;
  }
}

/** A change of the watched path itself is told by its last name. */
function watchOne(path, encoding, report) {
  const { basename } = require('node:path');
  const own = typeof path === 'string' ? basename(path) : basename(asBuffer(path).toString());
  const event = new binding.FSEvent();
  const raw = !isUtf8(encoding);
  event.start(path, raw, (isNameChange, name) => report(isNameChange, name ?? ownName(own, raw)));
  event.watchedPaths = [path];
  return event;
}

function ownName(name, raw) {
  return raw ? require('node:buffer').Buffer.from(name) : name;
}

/** Trees are joined from text. A file has no tree and is watched as one. */
function watchTree(path, isIgnored, encoding, report) {
  const text = typeof path === 'string' ? path : asBuffer(path).toString();
  const { toStats } = require('internal:fs/stats');
  const fields = binding.statIfExists(text, false);
  if (fields === undefined || !toStats(fields).isDirectory()) return watchOne(text, encoding, report);
  const raw = !isUtf8(encoding);
  return new TreeWatch(text, isIgnored, (isNameChange, name) => report(isNameChange, ownName(name, raw)));
}

// --- The async iterator ----------------------------------------------------------------------------------------------

const promises = {
  async *watch(filename, options = {}) {
    const path = toPath(filename);
    const { maxQueue, overflow, ...rest } = toIteratorOptions(options);
    const { signal } = rest;
    if (signal?.aborted) throw abortError(signal);
    const queue = new Queue(maxQueue, overflow);
    const watcher = startWatcher(path, { ...rest, signal: undefined });
    const onAbort = () => queue.fail(abortError(signal));
    signal?.addEventListener('abort', onAbort, { once: true });
    watcher.on('change', (eventType, name) => queue.push({ __proto__: null, eventType, filename: name }));
    watcher.on('error', (error) => queue.fail(error));
    try {
      for (;;) yield await queue.shift();
    } finally {
      signal?.removeEventListener('abort', onAbort);
      watcher.close();
    }
  },
};

function toIteratorOptions(options) {
  validateObject(options, 'options');
  const { persistent = true, recursive = false, encoding = 'utf8', signal, ignore } = options;
  const { maxQueue = DEFAULT_QUEUE, overflow = 'ignore' } = options;
  validateBoolean(persistent, 'options.persistent');
  validateBoolean(recursive, 'options.recursive');
  validateInteger(maxQueue, 'options.maxQueue');
  validateOneOf(overflow, 'options.overflow', ['ignore', 'throw']);
  validateAbortSignal(signal, 'options.signal');
  validateIgnoreOption(ignore, 'options.ignore');
  const { Buffer } = require('node:buffer');
  if (encoding && encoding !== 'buffer' && !Buffer.isEncoding(encoding)) {
    throw new codes.ERR_INVALID_ARG_VALUE('options.encoding', encoding, 'is invalid encoding');
  }
  return { persistent, recursive, encoding, signal, ignore, maxQueue, overflow };
}

/** Events between the watcher, which pushes, and the loop over the iterator, which waits. */
class Queue {
  #events = [];
  #limit;
  #overflow;
  #error = null;
  #wake = null;

  constructor(limit, overflow) {
    this.#limit = limit;
    this.#overflow = overflow;
  }

  push(event) {
    if (this.#events.length < this.#limit) {
      this.#events.push(event);
      this.#wake?.();
    } else if (this.#overflow === 'throw') {
      this.fail(new codes.ERR_FS_WATCH_QUEUE_OVERFLOW(this.#limit));
    } else {
      process.emitWarning('fs.watch maxQueue exceeded');
    }
  }

  fail(error) {
    this.#error = error;
    this.#wake?.();
  }

  async shift() {
    while (this.#events.length === 0 && this.#error === null) {
      await new Promise((resolve) => {
        this.#wake = resolve;
      });
    }
    if (this.#error !== null) throw this.#error;
    return this.#events.shift();
  }
}

module.exports = { FSWatcher, promises, watch };
