// A server under --inspect, and the front end that breaks, looks around and goes on.
'use strict';

const { spawn } = require('node:child_process');
const { once } = require('node:events');
const path = require('node:path');
const pino = require('pino');
const { ask } = require('./_client');

/** A DevTools front end, as far as this needs one. */
class FrontEnd {
  #socket;
  #answers = new Map();
  #events = new Map();
  #last = 0;

  static async to(url) {
    const frontEnd = new FrontEnd();
    frontEnd.#socket = new WebSocket(url);
    frontEnd.#socket.onmessage = ({ data }) => frontEnd.#read(JSON.parse(data));
    await once(frontEnd.#socket, 'open');
    return frontEnd;
  }

  #read({ id, method, params, result, error }) {
    if (id === undefined) this.#events.get(method)?.resolve(params);
    else this.#answers.get(id)(result ?? error);
  }

  call(method, params = {}) {
    const id = ++this.#last;
    this.#socket.send(JSON.stringify({ id, method, params }));
    return new Promise((resolve) => this.#answers.set(id, resolve));
  }

  next(method) {
    const waiting = Promise.withResolvers();
    this.#events.set(method, waiting);
    return waiting.promise;
  }

  close() {
    this.#socket.close();
  }
}

async function main() {
  const server = spawn(process.execPath, ['--inspect=127.0.0.1:0', path.join(__dirname, 'fixtures/q24.js')]);
  let said = '';
  server.stderr.setEncoding('utf8').on('data', (chunk) => (said += chunk));
  const [portLine] = await once(server.stdout.setEncoding('utf8'), 'data');
  console.log(said.split('\n')[0].replace(/:\d+\/.*/, ':PORT/ID'));
  const [url] = /ws:\S+/.exec(said);

  const [target] = await (await fetch(url.replace('ws:', 'http:').replace(/\/[^/]*$/, '/json/list'))).json();
  console.log(target.type, path.basename(target.url), target.webSocketDebuggerUrl === url);

  const frontEnd = await FrontEnd.to(url);
  await frontEnd.call('Runtime.enable');
  await frontEnd.call('Debugger.enable');
  const paused = frontEnd.next('Debugger.paused');
  const answer = ask({ port: Number(portLine), path: '/debugger' });
  const { reason, callFrames: [frame] } = await paused;
  console.log(reason, path.basename(frame.url), 'line', frame.location.lineNumber + 1, frame.scopeChain[0].type);
  const evaluate = (expression) => frontEnd.call('Debugger.evaluateOnCallFrame', { callFrameId: frame.callFrameId, expression });
  console.log((await evaluate('greeting')).result, (await evaluate('req.method')).result.value);
  await frontEnd.call('Debugger.setVariableValue', { scopeNumber: 0, variableName: 'greeting', newValue: { value: 'changed' }, callFrameId: frame.callFrameId });
  await frontEnd.call('Debugger.resume');
  console.log(await answer);
  frontEnd.close();
  server.kill();
  console.log((await once(server, 'exit'))[1]);

  const lines = [];
  const logger = pino({ level: 'info', base: null, timestamp: false }, { write: (line) => lines.push(line) });
  logger.info({ userId: 123 }, 'User logged in');
  logger.debug('not at this level');
  console.log(lines.join(''));
}

main();
