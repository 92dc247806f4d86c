'use strict';

/**
 * `glob`: the names that match patterns.
 *
 * All patterns are matched in one walk. A pattern is a list of segments, and a state says how many of them the path so far has matched;
 * a directory is entered with every state that something below it may complete. As in `cp` the algorithm is a generator that yields the
 * ops it wants done and what it has found, and the three public forms drive it.
 */

const process = require('internal:process/object');
const { codes } = require('internal:shared/errors');
const { validateFunction, validateObject, validateString, validateStringArray } = require('internal:shared/validators');
const { Dirent } = require('internal:fs/dirent');
const { compilePatterns, excluderOf } = require('internal:fs/glob_patterns');
const { isUrl, toPath } = require('internal:fs/paths');
const { promised } = require('internal:fs/promised');
const { toStats } = require('internal:fs/stats');
const { GLOBSTAR } = require('internal:path/glob');
const { UV_DIRENT_DIR, UV_DIRENT_LINK } = require('internal:fs/constants');

function glob(pattern, options, callback) {
  if (typeof options === 'function') {
    callback = options;
    options = undefined;
  }
  validateFunction(callback, 'cb');
  const search = new Search(pattern, options);
  collect(search).then(
    (found) => process.nextTick(callback, null, found),
    (error) => process.nextTick(callback, error),
  );
}

async function collect(search) {
  const found = [];
  for await (const item of drive(search.run())) found.push(item);
  return found;
}

function globSync(pattern, options) {
  const job = new Search(pattern, options).run();
  const found = [];
  let step = job.next();
  while (!step.done) {
    const { op, args, item } = step.value;
    if (op === undefined) {
      found.push(item);
      step = job.next();
    } else {
      step = job.next(attempt(op, args));
    }
  }
  return found;
}

const promises = {
  async *glob(pattern, options) {
    yield* drive(new Search(pattern, options).run());
  },
};

async function* drive(job) {
  let step = job.next();
  while (!step.done) {
    const { op, args, item } = step.value;
    if (op === undefined) {
      yield item;
      step = job.next();
    } else {
      // What cannot be looked into holds no match.
      step = job.next(await promised(op, ...args).catch(nothing));
    }
  }
}

function attempt(op, args) {
  try {
    return op(...args);
  } catch {
    return undefined;
  }
}

function nothing() {}

/** @typedef {{ pattern: import('./glob_patterns').Pattern, index: number }} State */

class Search {
  #cwd;
  #patterns;
  #withFileTypes;
  #isExcluded;
  /** Directories to look into, each with its states. */
  #waiting = [];
  /** The states each directory was entered with already. */
  #entered = new Map();
  #listings = new Map();
  #found = new Set();

  constructor(patterns, options) {
    if (!Array.isArray(patterns)) {
      validateString(patterns, 'patterns');
      patterns = [patterns];
    }
    validateStringArray(patterns, 'patterns');
    if (options !== undefined) validateObject(options, 'options');
    const { cwd, exclude, withFileTypes = false } = options ?? {};
    this.#cwd = toCwd(cwd);
    this.#withFileTypes = Boolean(withFileTypes);
    validateExclude(exclude);
    this.#isExcluded = excluderOf(exclude);
    this.#patterns = compilePatterns(patterns);
  }

  *run() {
    for (const pattern of this.#patterns) this.#enter(pattern.root, [{ pattern, index: 0 }]);
    while (this.#waiting.length > 0) {
      const { path, states } = this.#waiting.shift();
      yield* this.#look(path, states);
    }
  }

  /** Plans to look into a directory, with the states it was not entered with before. */
  #enter(path, states) {
    let known = this.#entered.get(path);
    if (known === undefined) this.#entered.set(path, (known = new Set()));
    const fresh = states.filter(({ pattern, index }) => {
      const key = `${pattern.number}:${index}`;
      return !known.has(key) && known.add(key);
    });
    if (fresh.length > 0) this.#waiting.push({ path, states: fresh });
  }

  *#look(path, states) {
    const matching = [];
    const pending = [...states];
    while (pending.length > 0) {
      const { pattern, index } = pending.pop();
      const segment = pattern.segments[index];
      if (segment === undefined) {
        // `**` has matched no name at all; a path that went up is found by this as well.
        yield* this.#report(path, UV_DIRENT_DIR);
        continue;
      }
      if (segment === GLOBSTAR) pending.push({ pattern, index: index + 1 });
      if (segment === '..') this.#enter(join(path, '..'), [{ pattern, index: index + 1 }]);
      else matching.push({ pattern, index });
    }
    if (matching.length > 0) yield* this.#match(path, matching);
  }

  *#match(path, states) {
    const segments = states.map(({ pattern, index }) => pattern.segments[index]);
    const isLiteral = segments.every((segment) => typeof segment === 'string');
    const entries = isLiteral ? yield* this.#named(path, new Set(segments)) : yield* this.#listing(path);
    for (const [name, kind] of entries) {
      const result = outcome(name, kind, states);
      if (result === undefined) continue;
      const own = join(path, name);
      const isExcluded = this.#isExcluded(name, own, () => this.#direntOf(own, kind), this.#withFileTypes);
      if (!isExcluded) yield* this.#take(own, kind, result);
    }
  }

  *#take(path, kind, { isMatch, needsDirectory, below }) {
    const asksKind = (!isMatch && needsDirectory) || below.length > 0;
    const isDirectory = kind === UV_DIRENT_DIR || (asksKind && kind === UV_DIRENT_LINK && (yield* this.#leadsToDirectory(path)));
    if (isMatch || (needsDirectory && isDirectory)) yield* this.#report(path, kind);
    if (isDirectory && below.length > 0) this.#enter(path, below);
  }

  *#report(path, kind) {
    if (this.#found.has(path)) return;
    this.#found.add(path);
    yield { item: this.#withFileTypes ? this.#direntOf(path, kind) : path };
  }

  #direntOf(path, kind) {
    const { basename, dirname, isAbsolute } = require('node:path');
    const parent = dirname(path);
    return new Dirent(basename(path), isAbsolute(path) ? parent : join(this.#cwd, parent), kind);
  }

  *#leadsToDirectory(path) {
    const fields = yield { op: binding.stat, args: [this.#full(path), false] };
    return fields !== undefined && toStats(fields).isDirectory();
  }

  /** Names that the pattern spells out need no listing. */
  *#named(path, names) {
    const entries = [];
    for (const name of names) {
      const fields = yield { op: binding.lstat, args: [this.#full(join(path, name)), false] };
      if (fields !== undefined) entries.push([name, kindOf(toStats(fields))]);
    }
    return entries;
  }

  *#listing(path) {
    let entries = this.#listings.get(path);
    if (entries === undefined) {
      const [names, kinds] = (yield { op: binding.readdir, args: [this.#full(path), false] }) ?? [[], []];
      entries = names.map((name, i) => [name, kinds[i]]);
      this.#listings.set(path, entries);
    }
    return entries;
  }

  #full(path) {
    return require('node:path').resolve(this.#cwd, path);
  }
}

/**
 * What an entry does for the states of its directory; undefined if nothing.
 * @returns {{ isMatch: boolean, needsDirectory: boolean, below: State[] } | undefined} `needsDirectory`: it matches if it is a directory
 */
function outcome(name, kind, states) {
  const result = { isMatch: false, needsDirectory: false, below: [] };
  for (const { pattern, index } of states) {
    const segment = pattern.segments[index];
    const isLast = index === pattern.segments.length - 1;
    if (segment === GLOBSTAR) {
      if (name.startsWith('.')) continue;
      // Below a link only the next segment goes on, and that only if the pattern does not begin with `**`.
      if (kind !== UV_DIRENT_LINK) result.below.push({ pattern, index });
      else if (!isLast && index + pattern.dots > 0) result.below.push({ pattern, index: index + 1 });
    } else if (!(typeof segment === 'string' ? segment === name : segment.test(name))) {
      continue;
    } else if (!isLast) {
      result.below.push({ pattern, index: index + 1 });
    }
    if (!isLast) continue;
    if (pattern.onlyDirectories) result.needsDirectory = true;
    else result.isMatch = true;
  }
  return result.isMatch || result.needsDirectory || result.below.length > 0 ? result : undefined;
}

function kindOf(stats) {
  if (stats.isDirectory()) return UV_DIRENT_DIR;
  return stats.isSymbolicLink() ? UV_DIRENT_LINK : stats.isFile() ? 1 : 0;
}

function join(...parts) {
  return require('node:path').join(...parts);
}

function toCwd(cwd) {
  if (cwd === undefined || cwd === null) return process.cwd();
  if (isUrl(cwd)) return toPath(cwd, 'options.cwd');
  validateString(cwd, 'options.cwd');
  return cwd;
}

function validateExclude(exclude) {
  if (exclude === undefined || exclude === null || typeof exclude === 'function') return;
  if (!Array.isArray(exclude)) {
    throw new codes.ERR_INVALID_ARG_TYPE('options.exclude', ['function', 'string[]'], exclude);
  }
  validateStringArray(exclude, 'options.exclude');
}

module.exports = { glob, globSync, promises };
