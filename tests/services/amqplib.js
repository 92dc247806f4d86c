// Services: rabbitmq
'use strict';

const { once } = require('node:events');
const amqp = require('amqplib');
const callbacks = require('amqplib/callback_api');

const url = process.env.AMQP_URL;

async function queues(connection) {
  const channel = await connection.createChannel();
  const { queue, messageCount } = await channel.assertQueue('', { exclusive: true });
  console.log(typeof queue, messageCount);
  channel.sendToQueue(queue, Buffer.from('zwei ✓'), { contentType: 'text/plain', headers: { a: 1, deep: { list: [1, 'x', true, null] } }, messageId: 'id', priority: 3 });
  channel.sendToQueue(queue, Buffer.alloc(300_000, 'x'), { persistent: true });
  channel.sendToQueue(queue, Buffer.alloc(0));
  const seen = [];
  await new Promise((resolve) => {
    channel.consume(queue, (message) => {
      const { contentType, headers, messageId, priority, deliveryMode } = message.properties;
      seen.push([message.content.toString().slice(0, 10), message.content.length, contentType, JSON.stringify(headers), messageId, priority, deliveryMode, message.fields.redelivered]);
      channel.ack(message);
      if (seen.length === 3) resolve();
    }, { consumerTag: 'me' });
  });
  console.log(seen);
  await channel.cancel('me');
  channel.sendToQueue(queue, Buffer.from('again'));
  let message;
  while (!(message = await channel.get(queue)));
  channel.nack(message);
  while (!(message = await channel.get(queue)));
  console.log(message.content.toString(), message.fields.redelivered, (await channel.checkQueue(queue)).consumerCount);
  channel.ack(message);
  await channel.close();
}

async function exchanges(connection) {
  const channel = await connection.createConfirmChannel();
  await channel.assertExchange('amqplib_js', 'topic', { autoDelete: true });
  const { queue } = await channel.assertQueue('', { exclusive: true });
  await channel.bindQueue(queue, 'amqplib_js', 'logs.*.error');
  const got = [];
  const two = new Promise((resolve) => {
    channel.consume(queue, ({ fields, content }) => got.push([fields.routingKey, content.toString()]) === 2 && resolve(), { noAck: true });
  });
  for (const key of ['logs.web.error', 'logs.web.info', 'logs.db.error']) channel.publish('amqplib_js', key, Buffer.from(key.slice(5)));
  await channel.waitForConfirms();
  await two;
  console.log(got);
  const returned = once(channel, 'return');
  channel.publish('amqplib_js', 'nowhere', Buffer.from('x'), { mandatory: true });
  const [{ fields }] = await returned;
  console.log(fields.replyCode, fields.replyText);
  await channel.close();
}

async function calls(connection) {
  const server = await connection.createChannel();
  const { queue } = await server.assertQueue('', { exclusive: true });
  await server.prefetch(1);
  await server.consume(queue, (message) => {
    server.sendToQueue(message.properties.replyTo, Buffer.from(String(Number(message.content) ** 2)), { correlationId: message.properties.correlationId });
    server.ack(message);
  });
  const client = await connection.createChannel();
  const waiting = new Map();
  await client.consume('amq.rabbitmq.reply-to', ({ content, properties }) => waiting.get(properties.correlationId)(Number(content)), { noAck: true });
  const call = (n) => new Promise((resolve) => {
    waiting.set(String(n), resolve);
    client.sendToQueue(queue, Buffer.from(String(n)), { replyTo: 'amq.rabbitmq.reply-to', correlationId: String(n) });
  });
  console.log(await Promise.all([2, 3, 4, 5].map(call)));
}

async function faults(connection) {
  const channel = await connection.createChannel();
  const error = once(channel, 'error');
  await channel.checkQueue('amqplib_js_nowhere').catch(({ code, message }) => console.log(code, message.includes('NOT_FOUND')));
  console.log((await error)[0].code);
  try {
    channel.sendToQueue('x', Buffer.from('x'));
  } catch ({ name, message }) {
    console.log(name, message);
  }
  await amqp.connect('amqp://127.0.0.1:1').catch(({ code }) => console.log(code));
  await amqp.connect(url.replace('guest:guest', 'guest:wrong')).catch(({ message }) => console.log(message.includes('ACCESS')));
}

/** Many messages, more than a socket takes at once. */
async function flood(connection) {
  const channel = await connection.createConfirmChannel();
  const { queue } = await channel.assertQueue('', { exclusive: true });
  let sum = 0;
  let count = 0;
  const all = new Promise((resolve) => {
    channel.consume(queue, ({ content }) => {
      sum += content.readUInt32BE();
      if (++count === 3000) resolve();
    }, { noAck: true });
  });
  for (let i = 0; i < 3000; i++) {
    const content = Buffer.alloc(1000);
    content.writeUInt32BE(i);
    if (!channel.sendToQueue(queue, content)) await once(channel, 'drain');
  }
  await channel.waitForConfirms();
  await all;
  console.log(count, sum);
}

(async () => {
  const connection = await amqp.connect(url);
  await queues(connection);
  await exchanges(connection);
  await calls(connection);
  await faults(connection);
  await flood(connection);
  const closed = once(connection, 'close');
  await connection.close();
  await closed;
  await new Promise((resolve) => callbacks.connect(url, (error, other) => {
    console.log('callback', error);
    other.createChannel((failure, channel) => channel.assertQueue('', { exclusive: true }, (problem, { consumerCount }) => {
      console.log(failure, problem, consumerCount);
      other.close(resolve);
    }));
  }));
})();
