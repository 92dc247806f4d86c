'use strict';

/**
 * Joins what several processes counted of the same script. The counts are V8's: functions, each with ranges of which the first is the function
 * and the others say where in it another count begins.
 *
 * @typedef {{ startOffset: number, endOffset: number, count: number }} Range
 * @typedef {{ functionName: string, isBlockCoverage: boolean, ranges: Range[] }} FunctionCoverage
 */

/** The scripts of a run by URL. */
class MergedScripts {
  #scripts = new Map();

  /** @param {{ url: string, functions: FunctionCoverage[] }} script */
  add({ url, functions }) {
    let known = this.#scripts.get(url);
    if (known === undefined) this.#scripts.set(url, known = new Map());
    for (const fn of functions) addFunction(known, fn);
  }

  /** @returns {Iterable<{ url: string, functions: FunctionCoverage[] }>} */
  * [Symbol.iterator]() {
    for (const [url, functions] of this.#scripts) yield { url, functions: [...functions.values()] };
  }
}

/** @param {Map<string, FunctionCoverage>} known @param {FunctionCoverage} fn */
function addFunction(known, fn) {
  const [{ startOffset, endOffset }] = fn.ranges;
  const key = `${startOffset} ${endOffset} ${fn.functionName}`;
  const other = known.get(key);
  known.set(key, other === undefined ? fn : mergeFunctions(other, fn));
}

/** Of a function that never ran V8 knows no blocks. */
function mergeFunctions(one, other) {
  if (!other.isBlockCoverage) return one;
  if (!one.isBlockCoverage) return other;
  return { ...one, ranges: mergeRanges(one.ranges, other.ranges) };
}

/** What ran anywhere stays with the sum of its counts; what did not run stays where it ran in neither. */
function mergeRanges(some, others) {
  const merged = some.filter(hasRun).map((range) => ({ ...range, count: range.count + (others.find((other) => isSame(range, other))?.count ?? 0) }));
  for (const range of others) {
    if (merged.some((known) => isSame(known, range))) continue;
    if (hasRun(range)) merged.push(range);
    else merged.push(...sharedGaps(range, some).filter((gap) => ![...merged, ...others.filter(hasRun)].some((known) => isSame(known, gap))));
  }
  return merged;
}

/** Where neither `gap` nor a range of `others` that contains it, or is in it, has run. */
function sharedGaps(gap, others) {
  const shared = [];
  for (const other of others) {
    if (hasRun(other)) continue;
    if (contains(gap, other)) shared.push(other);
    else if (contains(other, gap)) shared.push(gap);
  }
  return shared;
}

function hasRun(range) {
  return range.count > 0;
}

function isSame(one, other) {
  return one.startOffset === other.startOffset && one.endOffset === other.endOffset;
}

function contains(outer, inner) {
  return inner.startOffset >= outer.startOffset && inner.endOffset <= outer.endOffset;
}

module.exports = { MergedScripts };
