// On a signal requests in flight are answered, new ones refused, connections closed; a deadline ends what is stuck.
'use strict';

const { fork } = require('node:child_process');
const { once } = require('node:events');
const http = require('node:http');
const path = require('node:path');

/** Asks and waits for the first piece of the answer. */
async function begin(port, url) {
  const [res] = await once(http.get({ port, path: url, agent: false }), 'response');
  const [first] = await once(res.setEncoding('utf8'), 'data');
  return { res, first };
}

async function run(url, signal, deadline) {
  const child = fork(path.join(__dirname, 'fixtures/q39.js'), [deadline], { silent: true });
  const output = Promise.all([child.stdout, child.stderr].map((stream) => stream.setEncoding('utf8').toArray()));
  const [{ port }] = await once(child, 'message');
  const { res, first } = await begin(port, url);
  child.kill(signal);
  await once(child, 'message');
  const refused = await once(http.get({ port, path: '/slow', agent: false }), 'error').catch((err) => [err]);
  console.log('a new request:', refused[0].code);
  if (url === '/slow') child.send('release');
  const rest = await res.toArray().then((pieces) => pieces.join(''), (err) => err.code);
  console.log(`in flight: ${first}${rest}`);
  console.log('exit', ...await once(child, 'exit'));
  console.log((await output).flat().join(''));
}

(async () => {
  await run('/slow', 'SIGTERM', 10_000);
  await run('/slow', 'SIGINT', 10_000);
  await run('/stuck', 'SIGTERM', 100);
})();
