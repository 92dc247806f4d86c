'use strict';

const process = require('internal:process/object');
const fs = require('node:fs');
const path = require('node:path');

/**
 * Reads a history file into a REPL and appends to it what is entered, with the newest line first.
 * @param {REPLServer} repl
 * @param {string | undefined} file '' turns it off; without one NODE_REPL_HISTORY or ~/.node_repl_history
 * @param {(err: Error | null, repl: REPLServer) => void} [callback]
 */
function load(repl, file, callback = () => {}) {
  const target = file ?? process.env.NODE_REPL_HISTORY?.trim() ?? path.join(require('node:os').homedir(), '.node_repl_history');
  if (target === '' || !repl.terminal) {
    process.nextTick(callback, null, repl);
    return;
  }
  fs.readFile(target, { encoding: 'utf8', flag: 'a+', mode: 0o600 }, (err, text) => {
    if (err) {
      repl.output.write('\nError: Could not open history file.\nREPL session history will not be persisted.\n');
      callback(null, repl);
      return;
    }
    repl.history = text.split(/\r?\n+/).filter((line) => line !== '').slice(0, repl.historySize);
    repl.on('history', (entries) => write(target, entries));
    callback(null, repl);
  });
}

function write(file, entries) {
  try {
    fs.writeFileSync(file, entries.join('\n'), { mode: 0o600 });
  } catch {
    // The session goes on without its history being kept.
  }
}

module.exports = { load };
