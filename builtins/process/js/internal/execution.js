'use strict';

/** Programs that are no file: `-e` and `-p`, and standard input. The file is called as in Node, whose name tools find in stacks. */

const process = require('internal:process/object');
const { getOptionValue } = require('internal:process/options');
const { evaluate } = require('internal:module/evaluate');

/** Runs the text of `--eval` or `--print`. */
function evaluateOption() {
  // Whoever starts this runtime again with the same options has to leave the text out, or it runs for ever.
  process._eval = getOptionValue('--eval') ?? '';
  return evaluate('[eval]', process._eval, { print: getOptionValue('--print') });
}

/** Runs standard input as a script, or a REPL if it is a terminal. */
function evaluateStandardInput() {
  const explicit = process.argv[1] === '-';
  if (!explicit && require('node:tty').isatty(0)) return require('internal:repl/start').start();
  const text = require('node:fs').readFileSync(0, 'utf8');
  return evaluate('[stdin]', text, { print: getOptionValue('--print') });
}

module.exports = { evaluateOption, evaluateStandardInput };
