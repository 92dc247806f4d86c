'use strict';

/** Chance that is the same for the same seed, and what becomes of calls by chance as lines of text. */

const [, , seed = '1', count = '1000'] = process.argv;
let state = BigInt(seed) * 2n + 1n;

/** A number below `limit` (xorshift). @param {number} limit */
function below(limit) {
  state ^= (state << 13n) & 0xffff_ffff_ffff_ffffn;
  state ^= state >> 7n;
  state ^= (state << 17n) & 0xffff_ffff_ffff_ffffn;
  return Number(state % BigInt(limit));
}

/** One of the items. */
function pick(items) {
  return items[below(items.length)];
}

/** As many as `length`, of `make()`. */
function many(length, make) {
  return Array.from({ length }, make);
}

/** The value of `of()`, or what it throws. */
function outcome(of) {
  try {
    return of();
  } catch (error) {
    return `${error.name} ${error.code}: ${error.message}`;
  }
}

/** Prints a line for each of as many rounds as the command line asks for. @param {() => unknown[]} round */
function run(round) {
  for (let left = Number(count); left > 0; left--) console.log(JSON.stringify(round()));
}

module.exports = { below, many, outcome, pick, run };
