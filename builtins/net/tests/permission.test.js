'use strict';

// --permission without --allow-net: whatever talks to others is refused, by whatever name and module it does.

const assert = require('node:assert');
const { spawnSync } = require('node:child_process');
const dgram = require('node:dgram');
const dns = require('node:dns');
const fs = require('node:fs');
const http = require('node:http');
const http2 = require('node:http2');
const https = require('node:https');
const net = require('node:net');
const os = require('node:os');
const path = require('node:path');
const tls = require('node:tls');

if (process.permission === undefined) supervise();
else probe(process.argv[2]);

function supervise() {
  const root = fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), 'permission-net-'));
  const server = net.createServer(() => assert.fail('somebody came')).listen(path.join(root, 'there'));
  const files = ['--allow-fs-read=*', '--allow-fs-write=*'];
  const { status, stderr, stdout } = spawnSync(process.execPath, ['--no-warnings', '--permission', ...files, __filename, root], { encoding: 'utf8', timeout: 30_000 });
  assert.strictEqual(status, 0, stderr);
  assert.match(stdout, /^\d+ refused$/m);
  // Nobody has made a socket in the file system either.
  assert.deepStrictEqual(fs.readdirSync(root), ['there']);
  server.close();
  fs.rmSync(root, { recursive: true, force: true });
}

async function probe(root) {
  const at = (name) => path.join(root, name);
  const port = 65_000;
  const host = '127.0.0.1';
  const deeds = {
    'net to a port': () => net.connect(port, host),
    'net to a name': () => net.connect(port, 'localhost'),
    'net to a file': () => net.connect(at('there')),
    'net to a name without a file': () => net.connect('\0abstract'),
    'server of a port': () => net.createServer().listen(0),
    'server of an address': () => net.createServer().listen(0, host),
    'server of a file': () => net.createServer().listen(at('made')),
    'server of a file that all may use': () => net.createServer().listen({ path: at('made'), readableAll: true, writableAll: true }),
    'server of a name without a file': () => net.createServer().listen('\0abstract'),
    'datagrams on a port': () => dgram.createSocket('udp4').bind(0),
    'datagrams on an address': () => dgram.createSocket('udp6').bind(0, '::1'),
    'datagram': () => dgram.createSocket('udp4').send('x', port, host),
    'datagrams to a port': () => {
      const socket = dgram.createSocket('udp4');
      socket.connect(port, host);
      return socket;
    },
    'http': () => http.get({ port, host }),
    'http to a file': () => http.get({ socketPath: at('there') }),
    'http server': () => http.createServer().listen(0),
    'https': () => https.get({ port, host }),
    'https server': () => https.createServer().listen(at('made')),
    'tls': () => tls.connect(port, host),
    'http2': () => http2.connect(`http://${host}:${port}`),
    'http2 server': () => http2.createServer().listen(0),
    'fetch': () => fetch(`http://${host}:${port}/`),
    'lookup': () => dns.promises.lookup('localhost'),
    'resolve': () => dns.promises.resolve4('localhost'),
    'resolver': () => new dns.promises.Resolver().resolve('localhost'),
    'service': () => dns.promises.lookupService(host, 22),
    'reverse': () => dns.promises.reverse(host),
  };
  for (const [name, deed] of Object.entries(deeds)) {
    const error = await failureOf(deed);
    process.removeAllListeners('uncaughtException');
    const codes = [error?.code, error?.cause?.code];
    assert.ok(codes.includes('ERR_ACCESS_DENIED'), `${name}: ${error?.stack ?? 'done'}`);
  }
  console.log(`${Object.keys(deeds).length} refused`);
  process.exit();
}

/** The error that comes of a deed: thrown, of its promise, of what it returns, or of nobody. */
function failureOf(deed) {
  return new Promise((resolve) => {
    process.once('uncaughtException', resolve);
    try {
      const begun = deed();
      if (typeof begun?.then === 'function') begun.then(() => resolve(undefined), resolve);
      for (const event of ['error', 'connect', 'secureConnect', 'listening', 'response']) begun?.on?.(event, resolve);
    } catch (error) {
      resolve(error);
    }
  });
}
