'use strict';

/** The REPL of the command line. */

const process = require('internal:process/object');
const { getOptionValue } = require('internal:process/options');
const { start: startServer, REPL_MODE_SLOPPY, REPL_MODE_STRICT, kStandalone } = require('internal:repl/server');

const kInvalidCommandLine = 9;

/** @returns {import('node:repl').REPLServer} */
function start() {
  if (getOptionValue('--input-type')) {
    process._rawDebug('Cannot specify --input-type for REPL');
    process.exit(kInvalidCommandLine);
  }
  process.stdout.write(`Welcome to Node.js ${process.version}.\nType ".help" for more information.\n`);
  const terminal = !process.env.NODE_NO_READLINE && Boolean(process.stdout.isTTY);
  const repl = startServer({
    [kStandalone]: true,
    terminal,
    useGlobal: true,
    ignoreUndefined: false,
    breakEvalOnSigint: true,
    replMode: process.env.NODE_REPL_MODE?.trim().toLowerCase() === 'strict' ? REPL_MODE_STRICT : REPL_MODE_SLOPPY,
    historySize: historySize(),
  });
  // `repl.repl` of the session itself.
  require('node:repl').repl = repl;
  repl.on('exit', () => process.exit());
  repl.setupHistory(terminal ? {} : { filePath: '' });
  const code = getOptionValue('--eval');
  if (code) require('node:vm').runInThisContext(code, { filename: '[eval]' });
  return repl;
}

function historySize() {
  const size = Number(process.env.NODE_REPL_HISTORY_SIZE);
  return size > 0 ? Math.floor(size) : 1000;
}

module.exports = { start };
