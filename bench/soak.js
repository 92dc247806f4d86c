'use strict';

/**
 * A server under mixed load for a long time: plain and streamed answers, uploads, pipelined requests, upgrades, bodies in chunks, requests and answers that
 * are cut off, noise, connections for a single request, timers. Its memory, descriptors and timers must be at the end what they were when it was warm.
 *
 *     soak.js [seconds = 1800] [clients = 32]
 */

const assert = require('node:assert');
const { fork } = require('node:child_process');
const { once } = require('node:events');
const http = require('node:http');
const net = require('node:net');
const { Readable } = require('node:stream');
const { setTimeout: sleep } = require('node:timers/promises');
const { ask, random, requireEnd, residue } = require('./residue.js');

/** How often the server is looked at within a run. */
const kSamples = 20;
/** What is measured before this share of a run has passed is not counted: the server warms up. */
const kWarm = 0.3;
/**
 * What a warm server may grow by, in bytes: what JavaScript keeps, and memory that is not of JavaScript's heap, in which growth is told apart from warming
 * up only after a minute. The room that the heap takes for itself goes up and down with the load.
 */
const kHeapAllowance = 4 << 20;
const kNativeAllowance = 8 << 20;
const kSecondsToWarm = 60;
/** How long what ended may take to be gone, in milliseconds: an idle connection, five seconds. */
const kPatience = 30_000;

// ---- the server ----

const counts = { requests: 0, cut: 0, noise: 0, upgrades: 0, connections: 0, timers: 0 };

const routes = {
  plain: (request, response) => response.end('plain'),
  echo: (request, response) => request.pipe(response),
  async json(request, response) {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ got: JSON.parse(Buffer.concat(chunks)) }));
  },
  stream(request, response) {
    const pieces = Array.from({ length: 1 + random(16) }, () => Buffer.alloc(16 << 10, 'x'));
    Readable.from(pieces).on('error', () => {}).pipe(response);
  },
  later(request, response) {
    const timers = Array.from({ length: 8 }, () => setTimeout(() => {}, 60_000));
    counts.timers += timers.length;
    const answer = setTimeout(() => response.end('later'), random(20));
    response.on('close', () => [...timers, answer].forEach(clearTimeout));
  },
  trailers(request, response) {
    response.writeHead(200, { trailer: 'x-sum' });
    response.write('body');
    response.addTrailers({ 'x-sum': '4' });
    response.end();
  },
};

function serve(request, response) {
  counts.requests++;
  request.on('error', () => counts.cut++);
  response.on('error', () => {});
  Promise.resolve(routes[request.url.slice(1)](request, response)).catch(() => response.destroy());
}

function measure() {
  const { descriptors, resources } = residue();
  const { rss, heapTotal, heapUsed } = process.memoryUsage();
  return { native: rss - heapTotal, heap: heapUsed, descriptors, resources, ...counts };
}

function runServer() {
  const server = http.createServer(serve);
  server.on('connection', () => counts.connections++);
  server.on('clientError', (error, socket) => {
    counts.noise++;
    socket.destroy();
  });
  server.on('upgrade', (request, socket, head) => {
    counts.upgrades++;
    socket.on('error', () => {});
    socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n');
    socket.unshift(head);
    socket.pipe(socket);
  });
  server.listen(0, '127.0.0.1', () => process.send(server.address()));
  process.on('message', () => process.send(measure()));
}

// ---- the clients ----

/** Sends a request and reads what comes, or breaks off at a random moment. */
function exchange(options, body, breaksOff) {
  return new Promise((resolve, reject) => {
    const request = http.request({ host: '127.0.0.1', ...options });
    request.on('close', resolve).on('error', (error) => (breaksOff ? resolve() : reject(error)));
    request.on('response', (response) => {
      response.on('error', () => {}).resume();
      if (!breaksOff) assert.strictEqual(response.statusCode, 200);
    });
    if (breaksOff) setTimeout(() => request.destroy(), random(10));
    request.end(body);
  });
}

/** Writes bytes to a connection, and ends it once `enough` of the answers has come. */
function converse(port, bytes, enough) {
  return new Promise((resolve, reject) => {
    let text = '';
    const socket = net.connect(port, '127.0.0.1', () => socket.write(bytes));
    socket.setEncoding('latin1').on('data', (chunk) => {
      text += chunk;
      if (enough(text)) socket.end();
    });
    socket.on('error', (error) => (error.code === 'ECONNRESET' ? resolve() : reject(error))).on('close', resolve);
  });
}

const requestLine = (path) => `GET /${path} HTTP/1.1\r\nHost: h\r\n\r\n`;
const kPipelined = 10;

/** What clients do, by a port and an agent that keeps connections. */
const deeds = [
  (port, agent) => exchange({ port, agent, path: '/plain' }),
  (port, agent) => exchange({ port, agent, path: '/stream' }),
  (port, agent) => exchange({ port, agent, path: '/later' }),
  (port, agent) => exchange({ port, agent, path: '/trailers' }),
  (port, agent) => exchange({ port, agent, path: '/json', method: 'POST' }, JSON.stringify({ text: 'x'.repeat(random(4000)) })),
  (port, agent) => exchange({ port, agent, path: '/echo', method: 'POST' }, Buffer.alloc(random(100_000))),
  (port) => exchange({ port, agent: false, path: '/plain' }),
  (port, agent) => exchange({ port, agent, path: '/later' }, undefined, true),
  (port, agent) => exchange({ port, agent, path: '/stream' }, undefined, true),
  (port, agent) => exchange({ port, agent, path: '/echo', method: 'POST' }, Buffer.alloc(1 << 20), true),
  (port) => converse(port, requestLine('plain').repeat(kPipelined), (text) => text.split('200 OK').length > kPipelined),
  (port) => converse(port, Buffer.from('GET / HTTP/1.1\r\nno header\0\r\n\r\n'), () => true),
  (port) => converse(port, 'GET / HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\nhello', (text) => text.endsWith('hello')),
];

async function runClient(port, agent, end) {
  while (Date.now() < end) await deeds[random(deeds.length)](port, agent);
}

/** Looks at the server again and again until the end. */
async function watch(server, end, seconds) {
  const samples = [];
  while (Date.now() < end) {
    await sleep(Math.min((seconds * 1000) / kSamples, Math.max(0, end - Date.now())));
    samples.push(await ask(server, 'measure'));
  }
  return samples;
}

/** Waits until the server has as few descriptors and resources as at its start: idle connections end by themselves. */
async function settled(server, before) {
  const end = Date.now() + kPatience;
  for (;;) {
    const now = await ask(server, 'measure');
    if ((now.descriptors <= before.descriptors && now.resources <= before.resources) || Date.now() > end) return now;
    await sleep(100);
  }
}

const median = (numbers) => numbers.toSorted((a, b) => a - b)[numbers.length >> 1];

/** The growth of a measure from the first to the last third of the samples of a warm server. */
function growth(samples, name) {
  const warm = samples.slice(Math.floor(samples.length * kWarm)).map((sample) => sample[name]);
  const third = Math.ceil(warm.length / 3);
  return median(warm.slice(-third)) - median(warm.slice(0, third));
}

async function runClients([seconds = 1800, clients = 32]) {
  const server = fork(__filename, ['server'], { execArgv: ['--expose-gc'] });
  const [{ port }] = await once(server, 'message');
  const before = await ask(server, 'measure');
  const agent = new http.Agent({ keepAlive: true });
  const end = Date.now() + seconds * 1000;
  const [samples] = await Promise.all([
    watch(server, end, seconds),
    ...Array.from({ length: clients }, () => runClient(port, agent, end)),
  ]);
  agent.destroy();
  const after = await settled(server, before);
  server.kill();
  const grown = { native: growth(samples, 'native'), heap: growth(samples, 'heap') };
  console.log({ before, last: samples.at(-1), after, grown });
  assert.ok(after.descriptors <= before.descriptors, 'descriptors leak');
  assert.ok(after.resources <= before.resources, 'connections or timers leak');
  assert.ok(grown.heap < kHeapAllowance, 'the heap grows');
  assert.ok(grown.native < kNativeAllowance || seconds < kSecondsToWarm, 'memory grows');
  assert.ok(after.requests > clients && after.upgrades > 0 && after.noise > 0);
}

if (process.argv[2] === 'server') runServer();
else requireEnd(runClients(process.argv.slice(2).map(Number)));
