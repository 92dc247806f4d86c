'use strict';

// Dispatchers of the package under the global `fetch` and `WebSocket`.

const http = require('node:http');
const net = require('node:net');
const { createHash } = require('node:crypto');
const { once } = require('node:events');
const { Agent, Dispatcher, EnvHttpProxyAgent, MockAgent, ProxyAgent, getGlobalDispatcher, setGlobalDispatcher } = require('undici');

/** Marks what goes through it. */
class Marking extends Dispatcher {
  constructor() {
    super();
    this.agent = new Agent({ keepAliveTimeout: 10 });
    this.seen = [];
  }

  dispatch(options, handler) {
    this.seen.push(`${options.method} ${options.path}${options.upgrade ? ` ${options.upgrade}` : ''}`);
    return this.agent.dispatch({ ...options, headers: { ...options.headers, 'x-mark': 'yes' } }, handler);
  }
}

/** Answers with what it was asked. */
function answer(request, response) {
  if (request.url === '/cut') return request.socket.destroy();
  let body = '';
  request.on('data', (chunk) => (body += chunk));
  request.on('end', () => response.end(`${request.method} ${request.url} ${body} mark=${request.headers['x-mark']} via=${request.headers.via}`));
  return undefined;
}

/** Says `hi` over a WebSocket and closes it. */
function greet(request, socket) {
  const accept = createHash('sha1').update(`${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
  const head = ['HTTP/1.1 101 Switching Protocols', 'Upgrade: websocket', 'Connection: Upgrade', `Sec-WebSocket-Accept: ${accept}`];
  socket.on('error', () => {}).on('data', () => socket.end());
  socket.write(`${head.join('\r\n')}\r\n\r\n`);
  socket.write(Buffer.from([0x81, 2, 0x68, 0x69, 0x88, 2, 3, 0xe8]));
}

/** Forwards both ways, and notes what it was asked. */
function proxyServer(seen) {
  const note = ({ method, url, headers }) => seen.push(`${method} ${url.replace(/:\d+/, ':PORT')} ${headers['proxy-authorization']}`);
  const proxy = http.createServer((request, response) => {
    note(request);
    const { method, headers } = request;
    const forward = http.request(request.url, { method, headers: { ...headers, via: 'proxy' }, agent: false }, (answered) => {
      response.writeHead(answered.statusCode, answered.headers);
      answered.pipe(response);
    });
    request.pipe(forward);
  });
  proxy.on('connect', (request, socket, head) => {
    note(request);
    const target = net.connect(Number(request.url.split(':')[1]), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      target.write(head);
      target.pipe(socket).pipe(target);
    });
    for (const end of [socket, target]) end.on('error', () => target.destroy());
  });
  return proxy;
}

async function listen(server) {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return `127.0.0.1:${server.address().port}`;
}

async function text(...given) {
  try {
    return await (await fetch(...given)).text();
  } catch (error) {
    return `${error.message}: ${error.cause?.code ?? error.cause?.message}`;
  }
}

function socketEvents(url, options) {
  return new Promise((resolve) => {
    const events = [];
    const socket = new WebSocket(url, options);
    socket.onopen = () => events.push('open');
    socket.onmessage = ({ data }) => events.push(data);
    socket.onerror = () => events.push('error');
    socket.onclose = ({ code }) => resolve([...events, code].join(' '));
  });
}

async function main() {
  const server = http.createServer(answer).on('upgrade', greet);
  const host = await listen(server);
  const asked = [];
  const proxy = proxyServer(asked);
  const proxyHost = await listen(proxy);
  const origin = `http://${host}`;

  const marking = new Marking();
  setGlobalDispatcher(marking);
  console.log(getGlobalDispatcher() === marking);
  console.log(await text(`${origin}/get`));
  console.log(await text(`${origin}/post`, { method: 'POST', body: 'text' }));
  console.log(await text(`${origin}/stream`, { method: 'POST', body: new Blob(['one ', 'two']).stream(), duplex: 'half' }));
  console.log(await text(`${origin}/cut`));
  console.log(await text(`${origin}/aborted`, { signal: AbortSignal.abort() }));
  console.log(await socketEvents(`ws://${host}/socket`));
  console.log(marking.seen);

  const other = new Marking();
  setGlobalDispatcher(new Agent({ keepAliveTimeout: 10 }));
  console.log(await text(`${origin}/global`));
  console.log(await text(`${origin}/option`, { dispatcher: other }));
  console.log(await text(new Request(`${origin}/request`, { dispatcher: other })));
  console.log(await socketEvents(`ws://${host}/socket`, { dispatcher: other }));
  console.log(other.seen);

  for (const options of [{}, { proxyTunnel: true }, { proxyTunnel: false }]) {
    setGlobalDispatcher(new ProxyAgent({ uri: `http://user:secret@${proxyHost}`, ...options }));
    console.log(await text(`${origin}/proxied`), asked.splice(0));
  }
  setGlobalDispatcher(new EnvHttpProxyAgent({ httpProxy: `http://${proxyHost}`, noProxy: 'direct.test' }));
  console.log(await text(`${origin}/environment`), asked.splice(0));

  const mock = new MockAgent();
  mock.disableNetConnect();
  setGlobalDispatcher(mock);
  const pool = mock.get('http://mocked.test');
  pool.intercept({ path: '/json' }).reply(418, { mocked: true }, { headers: { 'x-y': 'z' } });
  pool.intercept({ path: '/body', method: 'POST', body: 'abc' }).reply(200, ({ body }) => `got ${body}`);
  pool.intercept({ path: '/error' }).replyWithError(new Error('planned'));
  const json = await fetch('http://mocked.test/json');
  console.log(json.status, json.headers.get('x-y'), await json.json());
  console.log(await text('http://mocked.test/body', { method: 'POST', body: 'abc' }));
  console.log(await text('http://mocked.test/error'));
  console.log(await text('http://mocked.test/unknown'));
  console.log(await socketEvents('ws://mocked.test/'));
  mock.assertNoPendingInterceptors();
  process.exit();
}

main();
