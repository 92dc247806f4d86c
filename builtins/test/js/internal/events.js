'use strict';

/** What happens in a run, as a stream of `{ type, data }` that also emits each as an event. */

const { Readable } = require('node:stream');

class TestsStream extends Readable {
  #hasEnded = false;

  constructor() {
    super({ objectMode: true, highWaterMark: Number.MAX_SAFE_INTEGER });
  }

  /** Events come when they come; the stream holds as many as nobody has read yet. */
  _read() {}

  /** @param {string} type @param {object} data */
  tell(type, data) {
    // What goes on after a run was broken off is nobody's business.
    if (this.#hasEnded) return;
    this.emit(type, data);
    this.push({ type, data });
  }

  enqueue(unit) {
    this.tell('test:enqueue', { __proto__: null, nesting: unit.nesting, name: unit.name, type: unit.type, ...identity(unit), ...unit.location });
  }

  dequeue(unit) {
    this.tell('test:dequeue', { __proto__: null, nesting: unit.nesting, name: unit.name, type: unit.type, ...identity(unit), ...unit.location });
  }

  start(unit) {
    this.tell('test:start', { __proto__: null, nesting: unit.nesting, name: unit.name, ...identity(unit), ...unit.location });
  }

  complete(unit) {
    const { classname, ...data } = outcome(unit);
    data.details.passed = unit.hasPassed;
    this.tell('test:complete', { __proto__: null, ...data });
  }

  result(unit) {
    this.tell(unit.hasPassed ? 'test:pass' : 'test:fail', { __proto__: null, ...outcome(unit) });
  }

  /** A hook of the top level failed that no test answers for. @param {import('./root').Root} root */
  hookFailure({ counts, duration, entryFile, error }) {
    const details = { __proto__: null, duration_ms: duration, error };
    const data = { __proto__: null, name: entryFile, nesting: 0, testNumber: counts.topLevel + 1, details, tags: [], ...error.location };
    this.tell('test:fail', data);
  }

  plan(nesting, location, count) {
    this.tell('test:plan', { __proto__: null, nesting, count, ...location });
  }

  diagnostic(nesting, location, message, level = 'info') {
    this.tell('test:diagnostic', { __proto__: null, nesting, message, level, ...location });
  }

  coverage(nesting, location, summary) {
    this.tell('test:coverage', { __proto__: null, nesting, summary, ...location });
  }

  summary(data) {
    this.tell('test:summary', { __proto__: null, ...data });
  }

  end() {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.push(null);
  }
}

function identity(unit) {
  return { testId: unit.id, parentId: unit.parent.id, tags: unit.tags };
}

function outcome(unit) {
  const { parent } = unit;
  const classname = parent.parent === null ? undefined : parent.path.join('.');
  const details = { __proto__: null, duration_ms: unit.duration, type: unit.type };
  if (!unit.hasPassed) details.error = unit.error;
  if (unit.root.attempts !== undefined && unit.file === undefined) addAttempt(details, unit);
  if (classname !== undefined) details.classname = classname;
  const data = { name: unit.name, nesting: unit.nesting, testNumber: unit.number, testId: unit.id, parentId: parent.id, details, tags: unit.tags };
  if (classname !== undefined) data.classname = classname;
  return { ...data, ...unit.location, ...directive(unit) };
}

function addAttempt(details, { root, earlierPass }) {
  details.attempt = root.attempts.number;
  if (earlierPass !== undefined) details.passed_on_attempt = earlierPass.passed_on_attempt;
}

/** The remark of a result: skipped, to do, or failed as it should. */
function directive(unit) {
  if (unit.isSkipped) return { skip: unit.message ?? true };
  if (unit.isTodo) return { todo: unit.message ?? true };
  if (unit.expectedFailure !== undefined) return { expectFailure: unit.expectedFailure.label || true };
  return undefined;
}

module.exports = { TestsStream };
