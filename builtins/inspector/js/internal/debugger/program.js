'use strict';

/** The program that is debugged: one that the debugger starts, or one that runs already. */

const { setTimeout } = require('node:timers');
const { spawn } = require('node:child_process');
const net = require('node:net');
const process = require('internal:process/object');
const { codes } = require('internal:shared/errors');

const kListening = /Debugger listening on ws:\/\/\[?(.+?)\]?:(\d+)\//;
const kWaiting = /Waiting for the debugger to disconnect\.\.\.\r?\n/;
const kPortPatience = 3000;
const kConnectTries = 5;
const kRetry = 500;

class Program {
  #options;
  #child = null;
  /** What the program writes. @type {(text: string) => void} */
  onOutput = () => {};
  /** The program is at its end and waits for the debugger to leave. */
  onEnd = () => {};

  /** @param {{ host: string, port: number, script?: string, args?: string[], nodeOptions?: string[] }} options without a script, what runs there is debugged */
  constructor(options) {
    this.#options = options;
  }

  /** Starts the program, if it is to be started. @returns {Promise<{ host: string, port: number }>} where it listens */
  async start() {
    const { host, port, script, args, nodeOptions } = this.#options;
    if (script === undefined) return { host, port };
    if (port !== 0) await portToBeFree(host, port);
    this.#child = spawn(process.execPath, [...process.execArgv, ...nodeOptions, `--inspect-brk=${host}:${port}`, script, ...args]);
    this.#child.stdout.setEncoding('utf8').on('data', (text) => this.onOutput(text));
    return this.#listening();
  }

  kill() {
    this.#child?.removeAllListeners('exit');
    this.#child?.kill();
    this.#child = null;
  }

  #listening() {
    const child = this.#child;
    let seen = '';
    return new Promise((resolve, reject) => {
      child.once('exit', () => reject(new codes.ERR_DEBUGGER_STARTUP_ERROR(`The program ended before it could be debugged\n${seen}`)));
      child.stderr.setEncoding('utf8').on('data', (text) => {
        this.onOutput(text);
        if (kWaiting.test(text)) this.onEnd();
        if (seen === null) return;
        seen += text;
        const found = kListening.exec(seen);
        if (found === null) return;
        seen = null;
        child.removeAllListeners('exit');
        resolve({ host: found[1], port: Number(found[2]) });
      });
    });
  }
}

/** Waits until nobody listens there. */
async function portToBeFree(host, port) {
  const end = Date.now() + kPortPatience;
  let isFirst = true;
  while (await isListening(host, port)) {
    if (isFirst) process.stdout.write(`waiting for ${host}:${port} to be free\n`);
    isFirst = false;
    if (Date.now() > end) throw new codes.ERR_DEBUGGER_STARTUP_ERROR(`Timeout (${kPortPatience}) waiting for ${host}:${port} to be free`);
    await delay(kRetry);
  }
}

function isListening(host, port) {
  return new Promise((resolve) => {
    const socket = net.connect(port, host);
    const answer = (found) => {
      socket.destroy();
      resolve(found);
    };
    socket.once('connect', () => answer(true)).once('error', () => answer(false));
  });
}

function delay(milliseconds) {
  return new Promise((resolve) => { setTimeout(resolve, milliseconds); });
}

/** Connects, with patience for a program that only begins to listen. */
async function connectPatiently(client, { host, port }, report) {
  report(`connecting to ${host}:${port} ...`);
  for (let tries = 1; ; tries++) {
    try {
      await client.connect(host, port);
      report(' ok\n');
      return;
    } catch (error) {
      if (error.code !== 'ECONNREFUSED' || tries === kConnectTries) throw error;
      await delay(kRetry);
      report(' ...');
    }
  }
}

module.exports = { Program, connectPatiently };
