// Services: nats
'use strict';

const { AckPolicy, connect, consumerOpts, createInbox, Empty, ErrorCode, headers, JSONCodec, StringCodec } = require('nats');

const text = StringCodec();
const json = JSONCodec();

async function subjects(nats) {
  const exact = nats.subscribe('nats_js.a', { max: 3 });
  const wild = nats.subscribe('nats_js.>', { max: 4 });
  const seen = async (subscription) => {
    const got = [];
    for await (const message of subscription) got.push([message.subject, message.data.length ? text.decode(message.data) : null]);
    return got;
  };
  const both = Promise.all([seen(exact), seen(wild)]);
  nats.publish('nats_js.a', text.encode('one'));
  nats.publish('nats_js.b.c', text.encode('zwei ✓'));
  nats.publish('nats_js.a', Empty);
  nats.publish('nats_js.a', text.encode('x'.repeat(500_000)));
  console.log((await both).map((list) => list.map(([subject, data]) => [subject, data?.length])));
}

async function requests(nats) {
  nats.subscribe('nats_js.square', {
    callback: (error, message) => {
      const { n } = json.decode(message.data);
      const told = headers();
      told.append('X-Input', String(n));
      message.respond(json.encode({ square: n * n }), { headers: told });
    },
  });
  const answers = await Promise.all([1, 2, 3].map((n) => nats.request('nats_js.square', json.encode({ n }), { timeout: 5000 })));
  console.log(answers.map(({ data, headers: told }) => [json.decode(data), told.get('X-Input')]));
  await nats.request('nats_js.nobody', Empty, { timeout: 5000 }).catch(({ code }) => console.log(code === ErrorCode.NoResponders, code));
  nats.subscribe('nats_js.silent', { callback() {} });
  await nats.request('nats_js.silent', Empty, { timeout: 20 }).catch(({ code }) => console.log(code));
}

async function queues(nats, other) {
  let count = 0;
  let done;
  const all = new Promise((resolve) => (done = resolve));
  for (const connection of [nats, other]) connection.subscribe('nats_js.work', { queue: 'workers', callback: () => ++count === 100 && done() });
  await Promise.all([nats.flush(), other.flush()]);
  for (let i = 0; i < 100; i++) nats.publish('nats_js.work');
  await all;
  await nats.flush();
  console.log('each once:', count);
}

async function jetStream(nats) {
  const manager = await nats.jetstreamManager();
  const name = 'NATS_JS';
  // A run that broke off may have left it.
  await manager.streams.delete(name).catch(() => {});
  await manager.streams.add({ name, subjects: ['nats_js_stream.*'] });
  const stream = nats.jetstream();
  for (let i = 1; i <= 5; i++) {
    const { seq, duplicate } = await stream.publish('nats_js_stream.a', json.encode({ i }), { msgID: `id ${Math.min(i, 4)}` });
    console.log(seq, duplicate);
  }
  await manager.consumers.add(name, { durable_name: 'reader', ack_policy: AckPolicy.Explicit });
  const consumer = await stream.consumers.get(name, 'reader');
  const got = [];
  for await (const message of await consumer.fetch({ max_messages: 4, expires: 2000 })) {
    got.push([message.seq, json.decode(message.data)]);
    message.ack();
  }
  console.log(got, (await manager.streams.info(name)).state.messages);
  const bucket = await stream.views.kv('nats_js');
  await bucket.put('key', text.encode('value'));
  const revision = (await bucket.get('key')).revision;
  await bucket.update('key', text.encode('newer'), revision);
  await bucket.update('key', text.encode('stale'), revision).catch(({ name: kind }) => console.log(kind));
  console.log((await bucket.get('key')).string(), await bucket.get('none'));
  await bucket.destroy();
  await manager.streams.delete(name);
}

(async () => {
  const servers = process.env.NATS_URL;
  const nats = await connect({ servers, name: 'one' });
  const other = await connect({ servers });
  console.log(nats.isClosed(), nats.info.jetstream, createInbox().startsWith('_INBOX.'), typeof consumerOpts);
  await subjects(nats);
  await requests(nats);
  await queues(nats, other);
  await jetStream(nats);
  await other.drain();
  const closed = nats.closed();
  await nats.close();
  console.log(await closed, nats.isClosed());
  await connect({ servers: '127.0.0.1:1', maxReconnectAttempts: 0 }).catch(({ code }) => console.log(code));
})();
