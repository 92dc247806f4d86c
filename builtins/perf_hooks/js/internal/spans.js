'use strict';

/**
 * Counts by spans of other sizes than the steps.
 *
 * A span is known by the lowest value of the step that its end lies in. Where steps are wider than spans, several have the same name and are
 * one.
 * @param {import('./counts').Counts} counts
 * @param {number} first the end of the first span
 * @param {(end: number) => number} next the end of the span after one
 * @returns {Map<number, number>}
 */
function spans(counts, first, next) {
  const found = new Map();
  const steps = counts.sorted();
  let end = first;
  for (let at = 0; at < steps.length; end = next(end)) {
    const name = counts.lowestOf(end);
    let count = found.get(name) ?? 0;
    for (; at < steps.length && steps[at][0] <= name; at++) count += steps[at][1];
    found.set(name, count);
  }
  return found;
}

module.exports = { spans };
