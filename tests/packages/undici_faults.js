'use strict';

// The package against servers at fault: what its requests say, and that the next one gets its own answer.

const net = require('node:net');
const { once } = require('node:events');
const { Agent, ProxyAgent, interceptors, request } = require('undici');

const answers = {
  '/own': 'HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nown',
  '/short': ['HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\npart'],
  '/short-chunk': ['HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n8\r\npart'],
  '/long': 'HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\npartmore',
  '/forged': 'HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nownHTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nforged',
  '/bad-chunk': 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\npart',
  '/two-lengths': 'HTTP/1.1 200 OK\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\npart',
  '/both': 'HTTP/1.1 200 OK\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n4\r\npart\r\n0\r\n\r\n',
  '/large': `HTTP/1.1 200 OK\r\nX: ${'a'.repeat(20_000)}\r\n\r\n`,
  '/nothing': [''],
  '/not-http': 'SSH-2.0\r\n\r\n',
  '/stall': '',
  '/stall-body': 'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\npart',
  '/loop': 'HTTP/1.1 302 Found\r\nLocation: /loop\r\nContent-Length: 0\r\n\r\n',
};

const server = net.createServer((socket) => {
  socket.on('error', () => {}).on('data', (head) => {
    // Whoever asks for another host takes us for a proxy.
    const answer = answers[/^\w+ (\S+)/.exec(head)?.[1]] ?? ['HTTP/1.1 407 Proxy Authentication Required\r\n\r\n'];
    if (Array.isArray(answer)) socket.end(answer[0]);
    else if (answer) socket.write(answer);
  });
});

async function outcome(url, options) {
  try {
    const { statusCode, body } = await request(url, options);
    return `${statusCode} ${(await body.text()).slice(0, 40)}`;
  } catch (error) {
    return `${error.name} ${error.code} ${error.message}`;
  }
}

async function main() {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const origin = `http://127.0.0.1:${server.address().port}`;
  const dispatcher = new Agent({ connections: 1, headersTimeout: 300, bodyTimeout: 300, keepAliveTimeout: 1000 });
  for (const path of Object.keys(answers)) {
    if (path === '/loop') continue;
    console.log(path, await outcome(origin + path, { dispatcher }), '|', await outcome(`${origin}/own`, { dispatcher }));
  }
  for (const path of ['/stall', '/stall-body']) {
    console.log(path, await outcome(origin + path, { dispatcher, signal: AbortSignal.timeout(50) }), '|', await outcome(`${origin}/own`, { dispatcher }));
  }
  for (const [name, value] of [['x', 'a\r\nb: c'], ['x y', 'a'], ['content-length', '100'], ['content-length', 'x'], ['transfer-encoding', 'chunked'], ['upgrade', 'x']]) {
    console.log(name, JSON.stringify(value), await outcome(`${origin}/own`, { dispatcher, method: 'POST', body: 'text', headers: { [name]: value } }));
  }
  console.log(await outcome(`${origin}/own`, { dispatcher, headers: ['Content-Length', '1', 'content-length', '2'] }));
  console.log(await outcome(`${origin}/own`, { dispatcher, method: 'GET /x' }), await outcome(`${origin}/a b\r\n`, { dispatcher }));
  const following = dispatcher.compose(interceptors.redirect({ maxRedirections: 3, throwOnMaxRedirects: true }));
  console.log((await outcome(`${origin}/loop`, { dispatcher: following })).replaceAll(origin, 'ORIGIN'));
  const proxied = new ProxyAgent({ uri: `http://user:secret@127.0.0.1:${server.address().port}`, proxyTunnel: true });
  const refused = await outcome('http://target.test/', { dispatcher: proxied });
  console.log(refused.includes('secret'));
  await Promise.all([dispatcher.destroy(), proxied.destroy()]);
  server.close();
  process.exit();
}

main();
