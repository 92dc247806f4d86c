'use strict';

/**
 * `cp`: copies files and trees.
 *
 * The algorithm stands here once, as generators. A generator yields what it wants done, `{ op, args }` for an op of the binding or
 * `{ answer }` for what the user's filter returned, and is resumed with the outcome. Two drivers run it: one calls the ops inline, the
 * other runs them on the pool.
 */

const process = require('internal:process/object');
const { codes } = require('internal:shared/errors');
const { validateBoolean, validateFunction, validateInteger, validateObject } = require('internal:shared/validators');
const { toCallback } = require('internal:fs/arguments');
const { isSameFile, refuseEnds } = require('internal:fs/cp_ends');
const { fileError } = require('internal:fs/cp_errors');
const { toPath } = require('internal:fs/paths');
const { promised } = require('internal:fs/promised');
const { toStats } = require('internal:fs/stats');

const DEFAULTS = {
  dereference: false,
  errorOnExist: false,
  filter: undefined,
  force: true,
  preserveTimestamps: false,
  recursive: false,
  verbatimSymlinks: false,
};
const OWNER_CAN_WRITE = 0o200;
const PERMISSIONS = 0o7777;
const DIRECTORY_MODE = 0o777;
/** All of COPYFILE_EXCL, COPYFILE_FICLONE and COPYFILE_FICLONE_FORCE. */
const LARGEST_MODE = 7;
const ENTRIES_AT_ONCE = 64;

function cp(src, dest, options, callback) {
  if (typeof options === 'function') {
    callback = options;
    options = undefined;
  }
  callback = toCallback(callback);
  const job = copy(toPathText(src, 'src'), toPathText(dest, 'dest'), toCpOptions(options));
  drive(job).then(
    () => process.nextTick(callback, null),
    (error) => process.nextTick(callback, error),
  );
}

function cpSync(src, dest, options) {
  options = toCpOptions(options);
  const [from, to] = [toPathText(src, 'src'), toPathText(dest, 'dest')];
  driveNow(copyFiltered(from, to, options));
}

const promises = {
  async cp(src, dest, options) {
    options = toCpOptions(options);
    await drive(copy(toPathText(src, 'src'), toPathText(dest, 'dest'), options));
  },
};

/** Paths are joined to the names below them, so bytes are read as UTF-8. */
function toPathText(path, name) {
  path = toPath(path, name);
  return typeof path === 'string' ? path : require('node:buffer').Buffer.from(path).toString();
}

/** @returns {typeof DEFAULTS & { mode: number }} */
function toCpOptions(options) {
  if (options !== undefined) validateObject(options, 'options');
  options = { ...DEFAULTS, ...options };
  for (const name of Object.keys(DEFAULTS)) {
    if (name !== 'filter') validateBoolean(options[name], `options.${name}`);
  }
  options.mode ??= 0;
  validateInteger(options.mode, 'mode', 0, LARGEST_MODE);
  if (options.dereference && options.verbatimSymlinks) {
    throw new codes.ERR_INCOMPATIBLE_OPTION_PAIR('dereference', 'verbatimSymlinks');
  }
  if (options.filter !== undefined) validateFunction(options.filter, 'options.filter');
  return options;
}

// --- Drivers ---------------------------------------------------------------------------------------------------------

async function drive(job) {
  let step = job.next();
  while (!step.done) {
    const { op, args, answer } = step.value;
    let outcome;
    try {
      outcome = op === undefined ? await answer : await promised(op, ...args);
    } catch (error) {
      step = job.throw(error);
      continue;
    }
    step = job.next(outcome);
  }
}

function driveNow(job) {
  let step = job.next();
  while (!step.done) {
    const { op, args, answer } = step.value;
    let outcome;
    try {
      outcome = op === undefined ? plainAnswer(answer) : op(...args);
    } catch (error) {
      step = job.throw(error);
      continue;
    }
    step = job.next(outcome);
  }
}

/** A promise is always true, so a filter that returns one does not filter. */
function plainAnswer(answer) {
  if (answer !== null && typeof answer === 'object' && typeof answer.then === 'function') {
    throw new codes.ERR_INVALID_RETURN_VALUE('boolean', 'filter', answer);
  }
  return answer;
}

function run(op, ...args) {
  return { op, args };
}

// --- The algorithm ---------------------------------------------------------------------------------------------------

function* copy(src, dest, options) {
  const found = yield* look(src, dest, options);
  yield* refuseCopyIntoSelf(src, found.source, dest);
  if (yield* passesFilter(src, dest, options)) yield* copyFound(src, dest, found, options);
}

/** The order of Node's synchronous form: what the filter leaves out is not looked at. The ways into the source are refused with the ends. */
function* copyFiltered(src, dest, options) {
  if (!(yield* passesFilter(src, dest, options))) return;
  refuseEnds(src, dest, options);
  yield* copyFound(src, dest, yield* look(src, dest, options), options);
}

function* copyFound(src, dest, found, options) {
  yield run(binding.mkdirAll, require('node:path').dirname(dest), DIRECTORY_MODE);
  yield* copyEntry(src, dest, found, options);
}

/**
 * What is at both ends, refused where one cannot take the place of the other.
 * @returns {Generator<object, { source: object, target: object | undefined }, any>}
 */
function* look(src, dest, { dereference }) {
  const stat = dereference ? binding.stat : binding.lstat;
  const source = toStats(yield run(stat, src, true));
  const target = yield* statIfThere(stat, dest);
  if (target !== undefined) refuseMismatch(src, source, dest, target);
  if (source.isDirectory() && isInside(src, dest)) throw fileError('into itself', src, dest);
  return { source, target };
}

function* statIfThere(stat, path) {
  try {
    return toStats(yield run(stat, path, true));
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function refuseMismatch(src, source, dest, target) {
  if (isSameFile(source, target)) throw fileError('same file', src, dest);
  if (source.isDirectory() && !target.isDirectory()) throw fileError('directory onto file', src, dest);
  if (!source.isDirectory() && target.isDirectory()) throw fileError('file onto directory', src, dest);
}

/** Whether `path` is `directory` or below it, by their texts. */
function isInside(directory, path) {
  const { resolve, sep } = require('node:path');
  const outer = resolve(directory);
  const inner = resolve(path);
  return inner === outer || inner.startsWith(outer.endsWith(sep) ? outer : outer + sep);
}

/** Looks for `src` among the directories above `dest`, where links may lead back to it. */
function* refuseCopyIntoSelf(src, source, dest) {
  const { dirname, parse, resolve } = require('node:path');
  const parentOfSource = resolve(dirname(src));
  let above = resolve(dirname(dest));
  while (above !== parentOfSource && above !== parse(above).root) {
    const stats = yield* statIfThere(binding.stat, above);
    if (stats === undefined) return;
    if (isSameFile(source, stats)) throw fileError('into itself', src, dest);
    above = resolve(dirname(above));
  }
}

function* passesFilter(src, dest, { filter }) {
  return filter === undefined || (yield { answer: filter(src, dest) });
}

function* copyEntry(src, dest, { source, target }, options) {
  if (source.isDirectory()) {
    if (!options.recursive) throw fileError('directory without recursive', src, dest, src);
    yield* copyDirectory(src, dest, source, target, options);
  } else if (source.isFile() || source.isCharacterDevice() || source.isBlockDevice()) {
    yield* copyFile(src, dest, source, target, options);
  } else if (source.isSymbolicLink()) {
    yield* copyLink(src, dest, target, options);
  } else {
    throw fileError(source.isSocket() ? 'socket' : source.isFIFO() ? 'pipe' : 'unknown', src, dest);
  }
}

function* copyDirectory(src, dest, source, target, options) {
  if (target === undefined) yield run(binding.mkdir, dest, DIRECTORY_MODE);
  else if (options.errorOnExist && !options.force) throw fileError('exists', src, dest);
  const { join } = require('node:path');
  for (const name of yield* namesIn(src)) {
    const from = join(src, name);
    const to = join(dest, name);
    if (!(yield* passesFilter(from, to, options))) continue;
    yield* copyEntry(from, to, yield* look(from, to, options), options);
  }
  // Last, for it may take away the right to write into the directory.
  if (target === undefined) yield run(binding.chmod, dest, Number(source.mode) & PERMISSIONS);
}

/** All names before the first copy, which may be into this directory. */
function* namesIn(path) {
  const names = [];
  const handle = yield run(binding.openDir, path);
  try {
    for (;;) {
      const [some] = yield run(binding.readDir, handle, ENTRIES_AT_ONCE, false);
      if (some.length === 0) return names;
      names.push(...some);
    }
  } finally {
    binding.closeDir(handle);
  }
}

function* copyFile(src, dest, source, target, options) {
  if (target !== undefined) {
    if (!options.force) {
      if (options.errorOnExist) throw fileError('exists', src, dest);
      return;
    }
    yield run(binding.unlink, dest);
  }
  yield run(binding.copyFile, src, dest, options.mode);
  if (options.preserveTimestamps) yield* copyTimes(src, dest, Number(source.mode));
}

/** The copy has the source's mode already, which may forbid to write to it. */
function* copyTimes(src, dest, mode) {
  const isWritable = (mode & OWNER_CAN_WRITE) !== 0;
  if (!isWritable) yield run(binding.chmod, dest, mode | OWNER_CAN_WRITE);
  // Again, for the copy has read the source and so changed its time of access.
  const { atimeMs, mtimeMs } = toStats(yield run(binding.stat, src, false));
  yield run(binding.utimes, dest, atimeMs / 1000, mtimeMs / 1000);
  if (!isWritable) yield run(binding.chmod, dest, mode & PERMISSIONS);
}

function* copyLink(src, dest, target, { verbatimSymlinks }) {
  const { dirname, isAbsolute, resolve } = require('node:path');
  const complete = (text, link) => (isAbsolute(text) ? text : resolve(dirname(link), text));
  let text = yield run(binding.readlink, src, false);
  if (!verbatimSymlinks) text = complete(text, src);
  if (target?.isSymbolicLink()) {
    const present = complete(yield run(binding.readlink, dest, false), dest);
    if ((yield* statIfThere(binding.stat, src))?.isDirectory()) refuseLinkedTree(text, present, dest);
    yield run(binding.unlink, dest);
  }
  yield run(binding.symlink, text, dest);
}

/** A link to a directory may not replace one that leads below or above that directory. */
function refuseLinkedTree(text, present, dest) {
  if (isInside(text, present)) throw fileError('into itself', text, present, dest);
  if (isInside(present, text)) throw fileError('link over its parent', text, present, dest);
}

module.exports = { cp, cpSync, promises };
