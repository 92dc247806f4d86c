'use strict';

/** What is traced in this thread: the categories that are enabled, and the sources of their events. */

const path = require('node:path');
const process = require('internal:process/object');
const { getOptionValue } = require('internal:process/options');
const { isMainThread, threadId, threadName } = require('internal:worker_threads/this_thread');
const { sources } = require('internal:trace_events/sources');

const kDefaultCategories = ['v8', 'node', 'node.async_hooks'];
/** The category of events about the process. */
const kMetadata = '__metadata';
const kDefaultPattern = 'node_trace.${rotation}.log';

/** How often each category is enabled for the file. @type {Map<string, number>} */
const enabled = new Map();
/** Who else gets events. @type {Set<{ categories: Set<string>, take: (event: object) => void }>} */
const followers = new Set();
/** Sources that run, with what stops them. @type {Map<object, () => void>} */
const running = new Map();
let isOpen = false;

/** Called once, when the command line asks for a trace. In a worker the file is open already. */
function startFromOptions() {
  const given = getOptionValue('--trace-event-categories');
  enable(given === undefined ? kDefaultCategories : given.split(',').filter((category) => category !== ''));
}

/** @param {string[]} categories */
function enable(categories) {
  if (!isOpen) {
    if (isMainThread && !binding.open(path.resolve(filePattern()))) return;
    isOpen = true;
    describeProcess((event) => binding.describe(JSON.stringify(event)));
  }
  for (const category of new Set(categories)) enabled.set(category, (enabled.get(category) ?? 0) + 1);
  update();
}

/** Throws where a program may not write the file that its trace would begin. */
function requireFile() {
  if (isOpen) return;
  const name = filePattern().replaceAll('${rotation}', '1').replaceAll('${pid}', process.pid);
  require('internal:process/permission').requireWrite(path.resolve(name), name);
}

/** @param {string[]} categories */
function disable(categories) {
  for (const category of new Set(categories)) {
    const count = enabled.get(category) - 1;
    if (count > 0) enabled.set(category, count);
    else enabled.delete(category);
  }
  update();
}

/**
 * Gives the events of some categories to somebody besides the file, and first those that describe the process.
 * @param {string[]} categories
 * @param {(event: object) => void} take
 * @returns {() => void} ends that
 */
function follow(categories, take) {
  const follower = { categories: new Set(categories), take };
  followers.add(follower);
  describeProcess(take);
  update();
  return () => {
    followers.delete(follower);
    update();
  };
}

/** @returns {string | undefined} */
function enabledCategories() {
  const all = new Set(enabled.keys());
  for (const { categories } of followers) categories.forEach((category) => all.add(category));
  return all.size === 0 ? undefined : [...all].sort().join(',');
}

function filePattern() {
  return getOptionValue('--trace-event-file-pattern') || kDefaultPattern;
}

/** Starts and stops sources by what is enabled now. */
function update() {
  for (const source of sources) {
    const isWanted = source.categories.some(isFollowed);
    if (isWanted && !running.has(source)) {
      running.set(source, source.start((event) => give(source, event)));
    } else if (!isWanted && running.has(source)) {
      running.get(source)();
      running.delete(source);
    }
  }
}

/** @param {string} category of the file or of somebody */
function isFollowed(category) {
  return isOneOf(category, enabled) || [...followers].some(({ categories }) => isOneOf(category, categories));
}

/** @param {string} category with all that it is part of @param {{ has(category: string): boolean }} categories */
function isOneOf(category, categories) {
  return category.split(',').some((part) => categories.has(part));
}

function give(source, event) {
  const cat = event.cat ?? source.categories[0];
  const complete = eventOf({ ...event, cat });
  if (isOneOf(cat, enabled)) binding.add(JSON.stringify(complete));
  for (const { categories, take } of followers) {
    if (isOneOf(cat, categories)) take(complete);
  }
}

/**
 * An event with what all have.
 * @param {{ cat: string, ph: string, name: string, id?: number, args?: object, ts?: number, dur?: number, tdur?: number, tid?: number }} event its
 * phase and times as in Chrome's format
 */
function eventOf({ cat, ph, name, id, args = {}, ts, dur = 0, tdur = 0, tid = binding.threadId() }) {
  const [now, running] = binding.now();
  const identity = id === undefined ? {} : { id: `0x${id.toString(16)}` };
  return { pid: process.pid, tid, ts: ts ?? now, tts: running, ph, cat, name: `${name}`, dur, tdur, ...identity, args };
}

/** @param {(event: object) => void} take */
function describeProcess(take) {
  const tell = (name, args) => take(eventOf({ cat: kMetadata, ph: 'M', name, args }));
  if (!isMainThread) {
    tell('thread_name', { name: `[worker ${threadId}]${threadName === '' ? '' : ` ${threadName}`}` });
    return;
  }
  const { versions, arch, platform, release, title } = process;
  tell('process_name', { name: title });
  tell('version', { node: versions.node });
  tell('thread_name', { name: 'JavaScriptMainThread' });
  tell('node', { process: { versions, arch, platform, release: { name: release.name } } });
}

module.exports = { disable, enable, enabledCategories, follow, requireFile, startFromOptions };
