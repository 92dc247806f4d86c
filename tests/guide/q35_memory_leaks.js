// Flags: --expose-gc
// Two heap snapshots, and the class whose objects grew between them; the bounded cache does not grow.
'use strict';

const inspector = require('node:inspector/promises');
const v8 = require('node:v8');
const { LRUCache } = require('lru-cache');

class Session {
  constructor(id) {
    this.id = id;
    this.data = `session ${id}`;
  }
}

const leaking = {};
const bounded = new LRUCache({ max: 100 });
let last = 0;

function requests(store, count) {
  for (let i = 0; i < count; i++) {
    const session = new Session(++last);
    store === bounded ? bounded.set(last, session) : (store[last] = session);
  }
}

/** Objects by the name of their class. */
function count({ snapshot, nodes, strings }) {
  const { node_fields: fields, node_types: [types] } = snapshot.meta;
  const [type, name] = [fields.indexOf('type'), fields.indexOf('name')];
  const counts = new Map();
  for (let i = 0; i < nodes.length; i += fields.length) {
    if (types[nodes[i + type]] !== 'object') continue;
    const key = strings[nodes[i + name]];
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

async function byV8() {
  global.gc();
  const chunks = await v8.getHeapSnapshot().setEncoding('utf8').toArray();
  return count(JSON.parse(chunks.join('')));
}

async function byInspector() {
  const session = new inspector.Session();
  session.connect();
  const chunks = [];
  session.on('HeapProfiler.addHeapSnapshotChunk', ({ params }) => chunks.push(params.chunk));
  await session.post('HeapProfiler.collectGarbage');
  await session.post('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  session.disconnect();
  return count(JSON.parse(chunks.join('')));
}

async function compare(name, snapshot, store) {
  requests(store, 500);
  const before = await snapshot();
  requests(store, 1500);
  const after = await snapshot();
  const grown = [...after].map(([key, value]) => [key, value - (before.get(key) ?? 0)]).filter(([, growth]) => growth >= 1000);
  console.log(name, 'grew:', grown, 'sessions:', after.get('Session'));
}

(async () => {
  await compare('leaking', byV8, leaking);
  await compare('leaking, seen by the inspector', byInspector, leaking);
  for (const key of Object.keys(leaking)) delete leaking[key];
  await compare('bounded', byV8, bounded);
  const { heapUsed, heapTotal, rss, external, arrayBuffers } = process.memoryUsage();
  console.log(heapUsed <= heapTotal && heapTotal < rss, external >= arrayBuffers);

  let collected = 0;
  const registry = new FinalizationRegistry(() => collected++);
  (() => registry.register(new Session(0), ''))();
  while (collected === 0) {
    global.gc();
    await new Promise(setImmediate);
  }
  console.log('collected', collected);
})();
