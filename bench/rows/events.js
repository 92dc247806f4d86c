'use strict';

const { AsyncLocalStorage, AsyncResource } = require('node:async_hooks');
const { EventEmitter, once } = require('node:events');
const { measure } = require('./measure.js');

const emitter = new EventEmitter();
let seen = 0;
emitter.on('one', (value) => { seen += value; });
for (let i = 0; i < 3; i++) emitter.on('three', (value) => { seen += value; });
const target = new EventTarget();
target.addEventListener('one', () => { seen++; });
const storage = new AsyncLocalStorage();
const resource = new AsyncResource('row');
const listener = () => { seen++; };

measure({
  'emit, 1 listener': (n) => { for (let i = 0; i < n; i++) emitter.emit('one', i); },
  'emit, 3 listeners': (n) => { for (let i = 0; i < n; i++) emitter.emit('three', i); },
  'on and off': (n) => { for (let i = 0; i < n; i++) emitter.on('other', listener).off('other', listener); },
  'new EventEmitter': (n) => { for (let i = 0; i < n; i++) new EventEmitter().on('one', listener); },
  'once and emit': (n) => { for (let i = 0; i < n; i++) { emitter.once('o', listener); emitter.emit('o'); } },
  'events.once': async (n) => { for (let i = 0; i < n; i++) { const fired = once(emitter, 'p'); emitter.emit('p'); await fired; } },
  'EventTarget dispatch': (n) => { for (let i = 0; i < n; i++) target.dispatchEvent(new Event('one')); },
  'AsyncLocalStorage.run': (n) => { for (let i = 0; i < n; i++) storage.run(i, listener); },
  'AsyncLocalStorage.run and getStore': (n) => { for (let i = 0; i < n; i++) storage.run(i, () => { seen += storage.getStore(); }); },
  'AsyncLocalStorage over await': (n) => storage.run(1, async () => {
    for (let i = 0; i < n; i++) { await undefined; seen += storage.getStore(); }
  }),
  'AsyncResource.runInAsyncScope': (n) => { for (let i = 0; i < n; i++) resource.runInAsyncScope(listener); },
  'AbortController': (n) => { for (let i = 0; i < n; i++) new AbortController().abort(); },
});
