'use strict';

/** What `test:coverage` tells of a file: https://nodejs.org/api/test.html#event-testcoverage */

const { linesIn, readLines } = require('internal:test/coverage/lines');

/**
 * @param {{ path: string, text: string, functions: import('./merge').FunctionCoverage[], isMapped: boolean }} file
 *   `isMapped` where the counts come from another file through a source map
 */
function reportFile({ path, text, functions, isMapped }) {
  const lines = readLines(text);
  const [branches, named] = [new Tally(), new Tally()];
  for (const [index, fn] of functions.entries()) {
    for (const range of fn.ranges) {
      const touched = linesIn(lines, range);
      for (const line of touched) line.take(range, isMapped ? 'part' : 'whole');
      if (fn.isBlockCoverage) branches.add({ line: touched[0]?.number, count: range.count }, touched);
    }
    // The first is the module itself.
    if (index > 0) addFunction(named, fn, linesIn(lines, fn.ranges[0]));
  }
  return {
    __proto__: null,
    path,
    ...sums({ lines: lines.length, branches: branches.total, functions: named.total },
      { lines: lines.filter((line) => line.isCovered).length, branches: branches.covered, functions: named.covered }),
    functions: named.list,
    branches: branches.list,
    lines: lines.filter((line) => !line.isIgnored).map(({ number, count }) => ({ __proto__: null, line: number, count })),
  };
}

function addFunction(named, { functionName, ranges }, touched) {
  const count = Math.max(...ranges.map((range) => range.count));
  named.add({ name: functionName, count, line: touched[0]?.number }, touched);
}

/** Functions or branches, with how many of them ran or need not. */
class Tally {
  list = [];
  covered = 0;

  get total() {
    return this.list.length;
  }

  add(entry, touched) {
    this.list.push({ __proto__: null, ...entry });
    if (entry.count > 0 || touched.every((line) => line.isIgnored)) this.covered++;
  }
}

/** The sums over all files. */
function totals(files) {
  const sum = (name) => files.reduce((total, file) => total + file[name], 0);
  return {
    __proto__: null,
    ...sums({ lines: sum('totalLineCount'), branches: sum('totalBranchCount'), functions: sum('totalFunctionCount') },
      { lines: sum('coveredLineCount'), branches: sum('coveredBranchCount'), functions: sum('coveredFunctionCount') }),
  };
}

function sums(total, covered) {
  return {
    totalLineCount: total.lines,
    totalBranchCount: total.branches,
    totalFunctionCount: total.functions,
    coveredLineCount: covered.lines,
    coveredBranchCount: covered.branches,
    coveredFunctionCount: covered.functions,
    coveredLinePercent: percentage(covered.lines, total.lines),
    coveredBranchPercent: percentage(covered.branches, total.branches),
    coveredFunctionPercent: percentage(covered.functions, total.functions),
  };
}

/** Of nothing, everything is covered. */
function percentage(part, whole) {
  return whole === 0 ? 100 : (part / whole) * 100;
}

module.exports = { reportFile, totals };
