'use strict';

// Queries to a name server of our own.

const assert = require('node:assert');
const dgram = require('node:dgram');
const dns = require('node:dns');
const net = require('node:net');
const { once } = require('node:events');

const number16 = (value) => [value >> 8, value & 255];
const nameOf = (name) => [...name.split('.').flatMap((label) => [label.length, ...Buffer.from(label)]), 0];
const text = (value) => [value.length, ...Buffer.from(value)];

/** A response to `query`: records are `[kind, data]`, all with a life of a minute. */
function respond(query, records, { code = 0, truncated = false } = {}) {
  const answers = records.map(([kind, data]) => [0xc0, 12, ...number16(kind), 0, 1, 0, 0, 0, 60, ...number16(data.length), ...data]);
  const flags = [0x81 | (truncated ? 2 : 0), 0x80 | code];
  return Buffer.from([...query.subarray(0, 2), ...flags, 0, 1, ...number16(records.length), 0, 0, 0, 0, ...query.subarray(12), ...answers.flat()]);
}

const RECORDS = {
  1: [1, 2, 3, 4],
  28: [...Array(15).fill(0), 66],
  15: [...number16(10), ...nameOf('mail.example.org')],
  16: [...text('one'), ...text('two')],
  33: [...number16(1), ...number16(2), ...number16(443), ...nameOf('srv.example.org')],
  35: [...number16(5), ...number16(6), ...text('S'), ...text('SIP+D2U'), ...text(''), ...nameOf('sip.example.org')],
  6: [...nameOf('ns.example.org'), ...nameOf('admin.example.org'), 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 4, 0, 0, 0, 5],
  52: [3, 1, 1, 0xab, 0xcd],
  257: [0, ...text('issue'), ...Buffer.from('ca.example.org')],
  5: nameOf('other.example.org'),
};

(async () => {
  const server = dgram.createSocket('udp4');
  const replies = new Map();
  server.on('message', (query, { port, address }) => {
    const kind = query.readUInt16BE(query.length - 4);
    const label = query.toString('latin1', 13, 13 + query[12]);
    const reply = replies.get(label) ?? (() => respond(query, RECORDS[kind] ? [[kind, RECORDS[kind]]] : []));
    const response = reply(query);
    if (response) server.send(response, port, address);
  });
  server.bind(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  const resolver = new dns.promises.Resolver({ timeout: 500, tries: 1 });
  resolver.setServers([`127.0.0.1:${port}`]);
  assert.deepStrictEqual(resolver.getServers(), [`127.0.0.1:${port}`]);

  // Every kind of record.
  assert.deepStrictEqual(await resolver.resolve4('example.org'), ['1.2.3.4']);
  assert.deepStrictEqual(await resolver.resolve4('example.org', { ttl: true }), [{ address: '1.2.3.4', ttl: 60 }]);
  assert.deepStrictEqual(await resolver.resolve6('example.org'), ['::42']);
  assert.deepStrictEqual(await resolver.resolveMx('example.org'), [{ exchange: 'mail.example.org', priority: 10, type: 'MX' }]);
  assert.deepStrictEqual(await resolver.resolveTxt('example.org'), [['one', 'two']]);
  assert.deepStrictEqual(await resolver.resolveSrv('example.org'), [{ name: 'srv.example.org', port: 443, priority: 1, weight: 2, type: 'SRV' }]);
  assert.deepStrictEqual(await resolver.resolveNaptr('example.org'), [
    { flags: 'S', service: 'SIP+D2U', regexp: '', replacement: 'sip.example.org', order: 5, preference: 6, type: undefined },
  ]);
  assert.deepStrictEqual(await resolver.resolveSoa('example.org'), {
    nsname: 'ns.example.org', hostmaster: 'admin.example.org', serial: 1, refresh: 2, retry: 3, expire: 4, minttl: 5, type: undefined,
  });
  const [tlsa] = await resolver.resolveTlsa('example.org');
  assert.deepStrictEqual({ ...tlsa, data: [...new Uint8Array(tlsa.data)] }, { certUsage: 3, selector: 1, match: 1, data: [0xab, 0xcd] });
  assert.deepStrictEqual(await resolver.resolveCaa('example.org'), [{ critical: 0, type: 'CAA', issue: 'ca.example.org' }]);
  assert.deepStrictEqual(await resolver.resolve('example.org', 'CNAME'), ['other.example.org']);

  // What servers refuse, and what is no answer.
  for (const [code, name] of [[1, 'EFORMERR'], [2, 'ESERVFAIL'], [3, 'ENOTFOUND'], [4, 'ENOTIMP'], [5, 'EREFUSED']]) {
    replies.set(`code${code}`, (query) => respond(query, [], { code }));
    await assert.rejects(resolver.resolve4(`code${code}.org`), {
      code: name, syscall: 'queryA', hostname: `code${code}.org`, message: `queryA ${name} code${code}.org`,
    });
  }
  await assert.rejects(resolver.resolveNs('example.org'), { code: 'ENODATA', syscall: 'queryNs' });
  replies.set('circle', (query) => respond(query, [[5, [0xc0, query.length + 12]]]));
  await assert.rejects(resolver.resolveCname('circle.org'), { code: /EBADRESP|ETIMEOUT/ });
  replies.set('many', (query) => respond(query, Array.from({ length: 1000 }, () => [1, [1, 2, 3, 4]])));
  assert.strictEqual((await resolver.resolve4('many.org')).length, 1000);
  replies.set('stranger', (query) => {
    const response = respond(query, [[1, [6, 6, 6, 6]]]);
    response[0] ^= 0xff;
    return response;
  });
  await assert.rejects(resolver.resolve4('stranger.org'), { code: 'ETIMEOUT' });
  await assert.rejects(resolver.resolve4('a..b'), { code: 'EBADNAME' });
  assert.throws(() => new dns.Resolver().resolve('x', 'BAD', () => {}), { code: 'ERR_INVALID_ARG_VALUE' });

  // What does not fit comes over TCP.
  const tcp = net.createServer((socket) => {
    socket.once('data', (data) => {
      const response = respond(data.subarray(2), [[1, [4, 3, 2, 1]]]);
      socket.end(Buffer.concat([Buffer.from(number16(response.length)), response]));
    });
  });
  tcp.listen(port, '127.0.0.1');
  await once(tcp, 'listening');
  replies.set('long', (query) => respond(query, [], { truncated: true }));
  assert.deepStrictEqual(await resolver.resolve4('long.org'), ['4.3.2.1']);
  tcp.close();

  // Cancelling ends all; until then the servers stay.
  replies.set('silent', () => undefined);
  const waiting = [resolver.resolve4('silent.org'), resolver.reverse('1.2.3.4')];
  assert.throws(() => resolver.setServers(['127.0.0.1']), { code: 'ERR_DNS_SET_SERVERS_FAILED' });
  setImmediate(() => server.once('message', () => resolver.cancel()));
  const results = await Promise.allSettled(waiting);
  assert.strictEqual(results[0].reason.code, 'ECANCELLED');
  server.close();

  // The default resolver.
  dns.setServers(['1.2.3.4', '[::1]:5353', '1.2.3.4:53']);
  assert.deepStrictEqual(dns.getServers(), ['1.2.3.4', '[::1]:5353']);
  assert.throws(() => dns.setServers(['1.2.3.4:99999']), { code: 'ERR_SOCKET_BAD_PORT' });
  assert.throws(() => dns.setServers(['nonsense']), { code: 'ERR_INVALID_IP_ADDRESS' });
})();
