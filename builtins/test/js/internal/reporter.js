'use strict';

/** Prints the results as a tree, a line for each as it ends, then the failures and the counts. */

const { inspect } = require('internal:util/inspect');

const INDENTATION = '  ';

/** Marks of lines. */
const PASS = '\u2714';
const FAIL = '\u2716';
const SKIP = '\ufe63';
const OPEN = '\u25b6';
const NOTE = '\u2139';

class Reporter {
  constructor() {
    this.counts = { tests: 0, suites: 0, pass: 0, fail: 0, cancelled: 0, skipped: 0, todo: 0 };
    this.failures = [];
    this.hasFailures = false;
    /** Parents whose title is printed, innermost last. */
    this.open = [];
  }

  /** @param {import('./unit').Unit} unit that ended */
  report(unit) {
    if (unit === unit.root) return;
    this.count(unit);
    this.openParents(unit.parent);
    const isOpen = this.open.at(-1) === unit;
    if (isOpen) this.open.pop();
    this.print(unit.depth, `${symbolOf(unit)} ${unit.name} (${unit.duration.toFixed(6).replace(/\.?0+$/, '')}ms)${remark(unit)}`);
    for (const message of unit.diagnostics) this.print(unit.depth, `${NOTE} ${message}`);
    if (!unit.hasPassed) {
      this.hasFailures = true;
      if (unit.error !== undefined) this.failures.push(unit);
    }
  }

  count(unit) {
    const isSuite = unit.controller === undefined && unit.definition !== undefined;
    if (isSuite || unit.constructor.name === 'Suite') {
      this.counts.suites++;
      return;
    }
    this.counts.tests++;
    if (unit.isSkipped) this.counts.skipped++;
    else if (unit.isTodo) this.counts.todo++;
    else if (unit.outcome === 'passed') this.counts.pass++;
    else if (unit.outcome === 'cancelled') this.counts.cancelled++;
    else this.counts.fail++;
  }

  /** Prints the titles of parents that have not been printed yet. */
  openParents(parent) {
    const path = [];
    for (let unit = parent; unit !== unit.root; unit = unit.parent) path.unshift(unit);
    for (const unit of path) {
      if (this.open.includes(unit)) continue;
      this.open.push(unit);
      this.print(unit.depth, `${OPEN} ${unit.name}`);
    }
  }

  /** An exception that no test can be blamed for. */
  unattributed(error) {
    this.hasFailures = true;
    this.print(0, `${FAIL} ${inspect(error)}`);
  }

  summary(duration) {
    for (const [name, count] of Object.entries(this.counts)) this.print(0, `${NOTE} ${name} ${count}`);
    this.print(0, `${NOTE} duration_ms ${duration.toFixed(3)}`);
    if (this.failures.length === 0) return;
    this.print(0, `\n${FAIL} failing tests:`);
    for (const { fullName, error } of this.failures) {
      this.print(0, `\n${FAIL} ${fullName}`);
      this.print(1, inspect(error?.code === 'ERR_TEST_FAILURE' ? (error.cause ?? error) : error));
    }
  }

  print(depth, text) {
    const indentation = INDENTATION.repeat(depth);
    process.stdout.write(`${indentation}${text.replaceAll('\n', `\n${indentation}`)}\n`);
  }
}

function symbolOf(unit) {
  if (unit.isSkipped) return SKIP;
  return unit.hasPassed ? PASS : FAIL;
}

function remark(unit) {
  const skip = unit.skipMessage ?? unit.options.skip;
  if (unit.isSkipped) return ` # ${typeof skip === 'string' ? skip : 'SKIP'}`;
  const todo = unit.todoMessage ?? unit.options.todo;
  if (unit.isTodo) return ` # ${typeof todo === 'string' ? todo : 'TODO'}`;
  return '';
}

module.exports = { Reporter };
