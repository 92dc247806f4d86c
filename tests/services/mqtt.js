// Services: mosquitto
'use strict';

const { once } = require('node:events');
const mqtt = require('mqtt');

const url = process.env.MQTT_URL;

/** The next `n` messages of a client, sorted by topic. */
function messages(client, n) {
  const got = [];
  return new Promise((resolve) => {
    client.on('message', function note(topic, payload, { qos, retain, properties }) {
      got.push([topic, payload.toString(), qos, retain, properties?.contentType]);
      if (got.length < n) return;
      client.off('message', note);
      resolve(got.sort());
    });
  });
}

async function run(protocolVersion) {
  const options = { protocolVersion, clientId: `mqtt_js_${protocolVersion}`, reconnectPeriod: 1 };
  const client = await mqtt.connectAsync(url, options);
  console.log(client.connected, client.options.protocolVersion);
  const granted = await client.subscribeAsync({ 'mqtt_js/+/a': { qos: 1 }, 'mqtt_js/deep/#': { qos: 2 } });
  console.log(granted.map(({ topic, qos }) => [topic, qos]));
  const four = messages(client, 4);
  const properties = protocolVersion === 5 ? { contentType: 'text/plain' } : undefined;
  await client.publishAsync('mqtt_js/x/a', 'none', { qos: 0 });
  await client.publishAsync('mqtt_js/y/a', 'at least ✓', { qos: 1, properties });
  await client.publishAsync('mqtt_js/deep/er', Buffer.from('exactly'), { qos: 2 });
  await client.publishAsync('mqtt_js/unheard', 'x', { qos: 1 });
  await client.publishAsync('mqtt_js/deep/large', 'x'.repeat(200_000), { qos: 2 });
  console.log((await four).map(([topic, text, ...rest]) => [topic, text.slice(0, 20), text.length, ...rest]));
  await client.publishAsync('mqtt_js/deep/kept', 'retained', { retain: true, qos: 1 });
  const late = await mqtt.connectAsync(url, { protocolVersion });
  const kept = messages(late, 1);
  await late.subscribeAsync('mqtt_js/deep/kept');
  console.log(await kept);
  await client.publishAsync('mqtt_js/deep/kept', '', { retain: true, qos: 1 });

  const dying = await mqtt.connectAsync(url, { protocolVersion, will: { topic: 'mqtt_js/will', payload: 'gone', qos: 1 } });
  await late.unsubscribeAsync('mqtt_js/deep/kept');
  await late.subscribeAsync('mqtt_js/will');
  const will = messages(late, 1);
  dying.stream.destroy();
  console.log(await will);
  await dying.endAsync(true);

  const again = once(client, 'connect');
  client.stream.destroy();
  await again;
  const echo = messages(client, 1);
  await client.publishAsync('mqtt_js/back/a', 'after', { qos: 1 });
  console.log((await echo)[0].slice(0, 2), (await client.unsubscribeAsync('mqtt_js/+/a')) !== undefined);
  await late.endAsync();
  await client.endAsync();
  console.log(client.connected, client.disconnecting);
  await client.publishAsync('mqtt_js/x/a', 'x').catch(({ message }) => console.log(message));
}

(async () => {
  await run(4);
  await run(5);
  await mqtt.connectAsync('mqtt://127.0.0.1:1', { reconnectPeriod: 0 }).catch(({ code, message }) => console.log(code, message));
})();
