'use strict';

/** `inspect FILE`, `inspect HOST:PORT` and `inspect -p PID`: a debugger in the terminal. `inspect --probe`: one that needs nobody. */

const process = require('internal:process/object');
const { addCommands } = require('internal:inspector/debugger/commands');
const { Client } = require('internal:inspector/debugger/client');
const { UsageError, asksForProbes } = require('internal:inspector/debugger/probe_options');
const { Program, connectPatiently } = require('internal:inspector/debugger/program');
const { Session } = require('internal:inspector/debugger/session');

const kInvalidCommandLine = 9;
const kDefaultPort = 9229;
const kLocal = '127.0.0.1';
const kPrompt = 'debug> ';
const kReplPrompt = '> ';

/** Called once; the words after `inspect` say what is debugged. */
function start() {
  const words = process.argv.slice(2);
  if (asksForProbes(words)) return startProbes(words);
  const target = parse(words);
  if (target === undefined) return refuse();
  if (target.pid !== undefined && !wake(target.pid)) return undefined;
  return new Terminal(new Program(target)).begin();
}

/** @param {string[]} words */
function startProbes(words) {
  try {
    require('internal:inspector/debugger/probe').runProbes(words);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process._rawDebug(error.message);
    refuse();
  }
}

function refuse() {
  process._rawDebug(`Usage: ${process.argv0} inspect [--port=PORT] [OPTION ...] [SCRIPT [ARGUMENT ...] | HOST:PORT | -p PID]
       ${process.argv0} inspect --probe FILE:LINE[:COLUMN] --expr EXPRESSION [--cond EXPRESSION] [--max-hit NUMBER] [--probe ...]
         [--json] [--preview] [--timeout MILLISECONDS] [--port PORT] [--] [OPTION ...] SCRIPT [ARGUMENT ...]`);
  process.exit(kInvalidCommandLine);
}

/** @param {string[]} words */
function parse(words) {
  let port = kDefaultPort;
  const nodeOptions = [];
  while (words[0]?.startsWith('-')) {
    const word = words.shift();
    const portText = /^--(?:port|inspect-port|debug-port)=(\d+)$/.exec(word)?.[1];
    if (word === '-p') return /^[1-9]\d*$/.test(words[0] ?? '') ? { host: kLocal, port: kDefaultPort, pid: Number(words[0]) } : undefined;
    if (portText === undefined) nodeOptions.push(word);
    else port = Number(portText);
  }
  if (words.length === 0) return undefined;
  const [script, ...args] = words;
  const address = /^(?:\[?([^/\]]+)\]?:)?(\d+)$/.exec(script);
  if (address !== null && args.length === 0) return { host: address[1] ?? kLocal, port: Number(address[2]) };
  return { host: kLocal, port, script, args, nodeOptions };
}

/** Asks a running program to listen. */
function wake(pid) {
  try {
    process._debugProcess(pid);
    return true;
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
    process._rawDebug(`Target process: ${pid} doesn't exist.`);
    process.exit(1);
  }
}

class Terminal {
  #program;
  #client = new Client();
  #session = new Session(this.#client, (text) => this.print(text));
  #repl = null;
  #lastLine = '';
  #isRepl = false;
  /** A command runs: the prompt comes when it is done. */
  #isBusy = false;
  /** Commands that act without brackets too. */
  #functions;

  constructor(program) {
    this.#program = program;
    program.onOutput = (text) => this.#forward(text);
    program.onEnd = () => this.#client.disconnect();
  }

  async begin() {
    try {
      await this.#connect();
    } catch (error) {
      process.stdout.write(' failed to connect, please retry\n');
      process._rawDebug(error.code === 'ERR_DEBUGGER_STARTUP_ERROR' ? error.message : error.stack);
      this.#program.kill();
      process.exit(1);
    }
    this.#open();
    await this.#session.begin();
  }

  async #connect() {
    const place = await this.#program.start();
    await connectPatiently(this.#client, place, (text) => process.stdout.write(text));
    await this.#session.prepare();
  }

  #open() {
    const repl = require('node:repl').start({
      prompt: kPrompt, ignoreUndefined: true, eval: (code, context, file, done) => this.#evaluate(code, context, done),
    });
    this.#repl = repl;
    const fill = (context) => {
      this.#functions = addCommands(context, this.#session, {
        call: (method, params) => this.#client.call(method, params),
        print: (text) => this.print(text),
        restart: () => this.#restart(),
        kill: () => this.#kill(),
        enterRepl: () => this.#enterRepl(),
      });
    };
    fill(repl.context);
    repl.on('reset', fill);
    repl.on('exit', () => {
      this.#kill();
      process.exit(0);
    });
    repl.on('SIGINT', () => this.#leaveRepl());
    repl.defineCommand('interrupt', () => {
      this.#leaveRepl();
      repl.displayPrompt();
    });
    repl.context.console = console;
  }

  /** An empty line says the last one again. */
  async #evaluate(code, context, done) {
    const line = code.trim() || this.#lastLine;
    this.#lastLine = line;
    this.#isBusy = true;
    let outcome;
    try {
      outcome = [null, await this.#run(line, context)];
    } catch (error) {
      outcome = [error];
    }
    this.#isBusy = false;
    done(...outcome);
  }

  async #run(line, context) {
    const expression = this.#isRepl ? line : /^(?:exec|p)\s+([^]+)$/.exec(line)?.[1];
    if (expression !== undefined) return this.#session.exec(expression);
    const result = await require('node:vm').runInContext(line, context, { filename: 'debugger' });
    return this.#functions.has(result) ? result() : result;
  }

  #enterRepl() {
    this.#isRepl = true;
    this.print('Press Ctrl+C to leave debug repl');
    this.#repl.setPrompt(kReplPrompt);
  }

  #leaveRepl() {
    this.#isRepl = false;
    this.#repl.setPrompt(kPrompt);
  }

  #kill() {
    this.#client.disconnect();
    this.#program.kill();
  }

  async #restart() {
    this.#kill();
    this.#session.scripts.forget();
    await this.#connect();
    await this.#session.begin();
  }

  /** Writes above the prompt. */
  print(text) {
    if (this.#repl === null) {
      process.stdout.write(`${text}\n`);
      return;
    }
    if (process.stdout.isTTY) {
      process.stdout.cursorTo(0);
      process.stdout.clearLine(1);
    }
    process.stdout.write(`${text}\n`);
    if (!this.#isBusy) this.#repl.displayPrompt(true);
  }

  #forward(text) {
    const lines = text.replace(/\r?\n$/, '').split(/\r?\n/);
    this.print(lines.map((line) => `< ${line}`).join('\n'));
  }
}

module.exports = { start };
