'use strict';

const { stringWidth } = require('internal:util/text_width');

/** @param {object} proto of the interface */
function install(proto) {
  /**
   * Asks the completer and shows what it says.
   * @param {boolean} again Tab was pressed twice: list the candidates
   */
  proto._tabComplete = function _tabComplete(again) {
    this.pause();
    const text = this.line.slice(0, this.cursor);
    this._callCompleter(text, (err, result) => {
      this.resume();
      if (err) {
        const { inspect } = require('node:util');
        this._writeToOutput(`Tab completion error: ${inspect(err)}`);
        return;
      }
      const [candidates, completedPart] = result;
      if (candidates && candidates.length > 0) complete(this, again, candidates, completedPart);
    });
  };

  /** A completer of two parameters takes a callback; of one, it returns the result or a promise for it. */
  proto._callCompleter = function _callCompleter(text, callback) {
    if (this.completer.length === 2) {
      this.completer(text, callback);
      return;
    }
    const result = this.completer(text);
    if (typeof result?.then === 'function') result.then((value) => callback(null, value), callback);
    else callback(null, result);
  };
}

function complete(iface, again, candidates, completedPart) {
  const prefix = commonPrefix(candidates.filter((candidate) => candidate !== ''));
  if (prefix.startsWith(completedPart) && prefix.length > completedPart.length) {
    iface._insertString(prefix.slice(completedPart.length));
  } else if (!completedPart.startsWith(prefix)) {
    const head = iface.line.slice(0, iface.cursor - completedPart.length) + prefix;
    iface.line = head + iface.line.slice(iface.cursor);
    iface.cursor = head.length;
    iface._refreshLine();
  } else if (again) {
    iface._beforeEdit(iface.line, iface.cursor);
    iface._writeToOutput(layOut(candidates, iface.columns));
    iface._refreshLine();
  }
}

/** The candidates in columns; an empty one separates groups. */
function layOut(candidates, columns) {
  const widths = candidates.map((candidate) => stringWidth(candidate));
  const width = Math.max(...widths) + 2;
  const perRow = Number.isFinite(columns) ? Math.max(Math.floor(columns / width), 1) : 1;
  let output = '\r\n';
  let column = 0;
  let padding = 0;
  candidates.forEach((candidate, i) => {
    if (candidate === '' || column === perRow) {
      output += '\r\n';
      column = 0;
      padding = 0;
    } else {
      output += ' '.repeat(padding);
    }
    if (candidate === '') {
      output += '\r\n';
    } else {
      output += candidate;
      padding = width - widths[i];
      column++;
    }
  });
  return column === 0 ? output : `${output}\r\n\r\n`;
}

function commonPrefix(strings) {
  if (strings.length === 0) return '';
  const sorted = [...strings].sort();
  const first = sorted[0];
  const last = sorted.at(-1);
  let length = 0;
  while (length < first.length && first[length] === last[length]) length++;
  return first.slice(0, length);
}

module.exports = { install, commonPrefix };
