// Services: kafka
'use strict';

const { CompressionTypes, Kafka, logLevel } = require('kafkajs');

const kafka = new Kafka({ clientId: 'kafkajs', brokers: [new URL(process.env.KAFKA_URL).host], logLevel: logLevel.NOTHING, retry: { retries: 3, initialRetryTime: 50 } });

async function topics(admin) {
  // A run that broke off may have left them.
  await admin.deleteTopics({ topics: ['kafkajs_events', 'kafkajs_packed'] }).catch(() => {});
  console.log(await admin.createTopics({ topics: [{ topic: 'kafkajs_events', numPartitions: 3 }, { topic: 'kafkajs_packed', numPartitions: 1 }], waitForLeaders: true }));
  console.log((await admin.listTopics()).sort());
  const { topics: [{ name, partitions }] } = await admin.fetchTopicMetadata({ topics: ['kafkajs_events'] });
  console.log(name, partitions.map(({ partitionId }) => partitionId).sort());
}

async function produce() {
  const producer = kafka.producer({ allowAutoTopicCreation: false });
  const events = [];
  producer.on(producer.events.CONNECT, () => events.push('connect'));
  producer.on(producer.events.DISCONNECT, () => events.push('disconnect'));
  await producer.connect();
  const sent = await producer.send({
    topic: 'kafkajs_events',
    acks: -1,
    messages: [
      { key: 'a', value: 'one', partition: 0, headers: { trace: 'abc' } },
      { key: 'b', value: 'zwei ✓', partition: 1 },
      { key: 'a', value: Buffer.from([0, 255]), partition: 0 },
      { key: 'c', value: null, partition: 2 },
    ],
  });
  console.log(sent.map(({ topicName, partition, errorCode }) => [topicName, partition, errorCode]).sort());
  const many = Array.from({ length: 500 }, (_, i) => ({ value: `number ${i} ${'x'.repeat(200)}` }));
  console.log((await producer.send({ topic: 'kafkajs_packed', compression: CompressionTypes.GZIP, messages: many })).length);
  await producer.disconnect();
  console.log(events);
}

/** The first `n` messages of a topic. */
async function consume(topic, n) {
  const consumer = kafka.consumer({ groupId: `group ${topic}`, sessionTimeout: 10_000, heartbeatInterval: 500, rebalanceTimeout: 5000, maxWaitTimeInMs: 100 });
  await consumer.connect();
  await consumer.subscribe({ topics: [topic], fromBeginning: true });
  const got = [];
  await new Promise((resolve, reject) => {
    consumer.on(consumer.events.CRASH, ({ payload }) => reject(payload.error));
    consumer.run({ eachMessage: async ({ partition, message }) => got.push([partition, message]) === n && resolve() }).catch(reject);
  });
  await consumer.stop();
  await consumer.disconnect();
  return got;
}

(async () => {
  const admin = kafka.admin();
  await admin.connect();
  await topics(admin);
  await produce();
  const some = await consume('kafkajs_events', 4);
  console.log(some.map(([partition, { key, value, offset, headers }]) => [partition, offset, String(key), value && value.toString('hex'), String(headers?.trace)].join(' ')).sort());
  const packed = await consume('kafkajs_packed', 500);
  console.log(packed.length, packed.every(([, { value, offset }]) => value.toString().startsWith(`number ${offset} x`)));
  console.log((await admin.fetchTopicOffsets('kafkajs_packed')).map(({ partition, high }) => [partition, high]));
  await admin.deleteTopics({ topics: ['kafkajs_events', 'kafkajs_packed'] });
  await admin.disconnect();
  const lost = new Kafka({ brokers: ['127.0.0.1:1'], logLevel: logLevel.NOTHING, retry: { retries: 0 } }).producer();
  await lost.connect().catch(({ name }) => console.log(name));
})();
