// Named events between objects.
'use strict';

const EventEmitter = require('node:events');
const { once, on } = EventEmitter;

class UserService extends EventEmitter {
  create(name) {
    return this.emit('created', { name }, this.listenerCount('created'));
  }
}

const service = new UserService();
service.on('created', function first(user, count) { console.log('first', user, count, this === service); });
service.once('created', () => console.log('once'));
service.prependListener('created', () => console.log('prepended'));
console.log(service.create('Ada'), service.create('Bob'), service.emit('nobody'));
console.log(service.eventNames(), service.listeners('created').map((listener) => listener.name));
service.removeAllListeners('created');

service.on('newListener', (name) => console.log('new listener for', name));
service.on('error', (err) => console.log('caught', err.message));
service.emit('error', new Error('with a listener'));
service.removeAllListeners();
try {
  service.emit('error', new Error('without a listener'));
} catch (err) {
  console.log('thrown', err.message);
}
try {
  service.emit('error', { not: 'an error' });
} catch (err) {
  console.log(err.code, err.message);
}

(async () => {
  setImmediate(() => service.emit('ready', 1, 2));
  console.log(await once(service, 'ready'));
  setImmediate(() => { for (const n of [1, 2, 3]) service.emit('n', n); });
  for await (const [n] of on(service, 'n')) {
    console.log('n', n);
    if (n === 3) break;
  }
  const controller = new AbortController();
  setImmediate(() => controller.abort());
  await once(service, 'never', { signal: controller.signal }).catch((err) => console.log(err.name, err.code));
})();
