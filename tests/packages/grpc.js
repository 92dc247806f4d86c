'use strict';

// gRPC: all four kinds of call, metadata, status, deadlines, cancellation, compression, large messages, TLS.
const fs = require('node:fs');
const path = require('node:path');
const grpc = require('@grpc/grpc-js');
const loader = require('@grpc/proto-loader');

const definition = loader.loadSync(path.join(__dirname, 'fixtures/grpc.proto'), { longs: Number, defaults: true });
const { S: Service } = grpc.loadPackageDefinition(definition).t;
const pem = (name) => fs.readFileSync(path.join(__dirname, '../guide/fixtures', name));

const handlers = {
  Unary(call, callback) {
    const metadata = new grpc.Metadata();
    metadata.set('trailing', 'yes');
    callback(null, { ...call.request, text: `${call.request.text} ${call.metadata.get('who')}` }, metadata);
  },
  Down(call) {
    for (let n = 0; n < 3; n++) call.write({ n, data: Buffer.alloc(70_000, n) });
    call.end();
  },
  Up(call, callback) {
    let n = 0;
    call.on('data', (message) => (n += message.n)).on('end', () => callback(null, { n }));
  },
  Both(call) {
    call.on('data', ({ text }) => call.write({ text: text.toUpperCase() })).on('end', () => call.end());
  },
  Slow(call) {
    call.on('cancelled', () => cancelled.push(call.getPath()));
  },
  Fails(call, callback) {
    const metadata = new grpc.Metadata();
    metadata.set('reason-bin', Buffer.from('because'));
    callback({ code: grpc.status.NOT_FOUND, details: 'no such thing: ü', metadata });
  },
};
const cancelled = [];

function unary(client, name, message, metadata = new grpc.Metadata(), options = {}) {
  return new Promise((resolve, reject) => client[name](message, metadata, options, (error, answer) => (error ? reject(error) : resolve(answer))));
}

async function run(serverCredentials, clientCredentials) {
  const server = new grpc.Server();
  server.addService(Service.service, handlers);
  const port = await new Promise((resolve, reject) => server.bindAsync('127.0.0.1:0', serverCredentials, (error, bound) => (error ? reject(error) : resolve(bound))));
  const client = new Service(`localhost:${port}`, clientCredentials, { 'grpc.default_compression_algorithm': 2 });
  const metadata = new grpc.Metadata();
  metadata.set('who', 'me');
  console.log(await unary(client, 'Unary', { text: 'hello', n: 2 ** 40, list: ['a', 'b'], map: { x: 1 } }, metadata));
  const down = [];
  for await (const { n, data } of client.Down({})) down.push([n, data.length]);
  console.log(down);
  console.log(await new Promise((resolve, reject) => {
    const call = client.Up((error, answer) => (error ? reject(error) : resolve(answer.n)));
    for (let n = 1; n <= 10; n++) call.write({ n });
    call.end();
  }));
  const both = client.Both();
  const seen = [];
  for (const text of ['a', 'b', 'c']) {
    both.write({ text });
    seen.push(await new Promise((resolve) => both.once('data', (message) => resolve(message.text))));
  }
  both.end();
  console.log(seen, (await new Promise((resolve) => both.resume().on('status', resolve))).code);
  const failed = await unary(client, 'Fails', {}).catch((error) => error);
  console.log(failed.code, failed.details, String(failed.metadata.get('reason-bin')), failed.message);
  const late = await unary(client, 'Slow', {}, undefined, { deadline: Date.now() + 60 }).catch((error) => error);
  console.log(late.code, late.details.split(' after')[0]);
  const call = client.Slow({}, () => {});
  const status = new Promise((resolve) => call.on('status', resolve));
  setTimeout(() => call.cancel(), 30);
  console.log((await status).code, (await status).details);
  console.log((await unary(client, 'Unary', { data: Buffer.alloc(5 << 20) }, metadata).catch((error) => error)).code);
  client.close();
  await new Promise((resolve) => server.tryShutdown(resolve));
  console.log(cancelled.splice(0));
}

(async () => {
  await run(grpc.ServerCredentials.createInsecure(), grpc.credentials.createInsecure());
  const [cert_chain, private_key] = [pem('q46_cert.pem'), pem('q46_key.pem')];
  await run(grpc.ServerCredentials.createSsl(null, [{ cert_chain, private_key }]), grpc.credentials.createSsl(cert_chain));
  const nobody = new Service('127.0.0.1:1', grpc.credentials.createInsecure());
  console.log((await unary(nobody, 'Unary', {}).catch((error) => error)).code);
  nobody.close();
})();
