'use strict';

/** The results as a tree, a line for each as it ends, then the failures with what went wrong. */

const process = require('internal:process/object');
const { Transform } = require('node:stream');
const { relative } = require('node:path');
const { coverageTable } = require('internal:test/reporters/coverage_table');
const { SYMBOLS, errorText, indentation, noteLine, palette, placeLine, resultLine } = require('internal:test/reporters/lines');

class SpecReporter extends Transform {
  #palette = palette();
  #failures = [];
  /** Tests that have started, outermost first, with whether their title is printed. */
  #open = [];

  constructor() {
    super({ __proto__: null, writableObjectMode: true });
  }

  _transform({ type, data }, _encoding, callback) {
    callback(null, this.#text(type, data));
  }

  _flush(callback) {
    callback(null, this.#failureList());
  }

  #text(type, data) {
    switch (type) {
      case 'test:start':
        this.#open[data.nesting] = { data, isPrinted: false };
        this.#open.length = data.nesting + 1;
        return undefined;
      case 'test:pass':
      case 'test:fail':
        return this.#result(type, data);
      case 'test:diagnostic':
        return noteLine(this.#palette, data);
      case 'test:stdout':
      case 'test:stderr':
        return data.message;
      case 'test:summary':
        return data.file === undefined ? this.#failureList() : undefined;
      case 'test:coverage':
        return this.#coverage(data.summary);
      case 'test:watch:restarted':
        return `\nRestarted at ${new Date().toLocaleString()}\n`;
      case 'test:interrupted':
        return this.#interrupted(data.tests);
      default:
        return undefined;
    }
  }

  #result(type, data) {
    if (type === 'test:fail' && data.details.error?.failureType !== 'subtestsFailed') this.#failures.push(data);
    let titles = '';
    for (const [depth, entry] of this.#open.slice(0, data.nesting).entries()) {
      if (entry === undefined || entry.isPrinted) continue;
      entry.isPrinted = true;
      titles += `${indentation(depth)}${SYMBOLS.open}${entry.data.name}\n`;
    }
    return `${titles}${resultLine(this.#palette, type, data)}\n`;
  }

  #failureList() {
    if (this.#failures.length === 0) return undefined;
    const list = this.#failures.map((data) => {
      const place = data.file === undefined ? '' : placeLine(data);
      return `\n${place}${resultLine(this.#palette, 'test:fail', data, 0)}\n${errorText(this.#palette, data.details.error, 0)}`;
    });
    this.#failures = [];
    return `\n${this.#palette.paint('red', `${SYMBOLS.fail}failing tests:`)}\n${list.join('')}`;
  }

  #coverage(summary) {
    const table = coverageTable(summary, { prefix: SYMBOLS.note, isColored: this.#palette.isColored });
    return this.#palette.paint('blue', table);
  }

  #interrupted(tests) {
    const lines = tests.map(({ name, file, line, column }) => `${SYMBOLS.warn}${name} (${relative(process.cwd(), file)}:${line}:${column})\n`);
    return `\nInterrupted while running:\n\n${lines.join('')}`;
  }
}

module.exports = { SpecReporter };
