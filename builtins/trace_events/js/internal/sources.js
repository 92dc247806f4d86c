'use strict';

/**
 * Where the events come from. A source observes by the same means that programs have, or replaces what it traces, so that nothing is asked or
 * stored while it does not run.
 * @typedef {object} Source
 * @property {string[]} categories those of its events; the first is that of an event that names none
 * @property {(emit: (event: object) => void) => () => void} start what comes back stops it
 */

/** Life and callbacks of asynchronous resources. @type {Source} */
const asyncHooks = {
  categories: ['node,node.async_hooks'],
  start(emit) {
    const { createHook, executionAsyncId } = require('node:async_hooks');
    const types = new Map();
    const hook = createHook({
      init(id, type, triggerAsyncId) {
        types.set(id, type);
        emit({ ph: 'b', name: type, id, args: { data: { executionAsyncId: executionAsyncId(), triggerAsyncId } } });
      },
      before(id) {
        if (types.has(id)) emit({ ph: 'B', name: `${types.get(id)}_CALLBACK`, id });
      },
      after(id) {
        if (types.has(id)) emit({ ph: 'E', name: `${types.get(id)}_CALLBACK`, id });
      },
      destroy(id) {
        if (types.has(id)) emit({ ph: 'e', name: types.get(id), id });
        types.delete(id);
      },
    }).enable();
    return () => hook.disable();
  },
};

/** The moments of the process's life, told at its end. @type {Source} */
const bootstrap = {
  categories: ['node,node.bootstrap'],
  start(emit) {
    const { finalSteps } = require('internal:process/exit');
    const tell = () => {
      const { nodeTiming } = require('node:perf_hooks').performance;
      const [now, running] = binding.now();
      for (const name of ['nodeStart', 'v8Start', 'environment', 'bootstrapComplete', 'loopStart', 'loopExit']) {
        if (nodeTiming[name] >= 0) emit({ ph: 'I', name, ts: now - running + Math.floor(nodeTiming[name] * 1000) });
      }
    };
    finalSteps.add(tell);
    return () => finalSteps.delete(tell);
  },
};

/** Requests of clients and servers. @type {Source} */
const http = {
  categories: ['node,node.http'],
  start(emit) {
    const { subscribe, unsubscribe } = require('node:diagnostics_channel');
    const ids = new WeakMap();
    let lastId = 0;
    const begin = (name, key) => {
      ids.set(key, ++lastId);
      emit({ ph: 'b', name, id: lastId });
    };
    const end = (name, key, data) => {
      if (ids.has(key)) emit({ ph: 'e', name, id: ids.get(key), args: { data } });
    };
    const listeners = {
      'http.client.request.start': ({ request }) => begin('http.client.request', request),
      'http.client.response.finish': ({ request, response: { statusCode } }) => {
        end('http.client.request', request, { path: request.path, statusCode });
      },
      'http.server.request.start': ({ request }) => begin('http.server.request', request),
      'http.server.response.finish': ({ request, response: { statusCode } }) => {
        end('http.server.request', request, { url: request.url, statusCode });
      },
    };
    for (const [name, listener] of Object.entries(listeners)) subscribe(name, listener);
    return () => {
      for (const [name, listener] of Object.entries(listeners)) unsubscribe(name, listener);
    };
  },
};

/** Timers and counters of the console. @type {Source} */
const consoleMethods = {
  categories: ['node,node.console'],
  start(emit) {
    const { console } = globalThis;
    const counts = new Map();
    const tellCount = (label, count) => {
      counts.set(label, count);
      emit({ ph: 'C', name: `count::${label}`, id: 0, args: { data: count } });
    };
    const tell = {
      time: (label) => emit({ ph: 'b', name: `time::${label}`, id: 0 }),
      timeLog: (label) => emit({ ph: 'n', name: `time::${label}`, id: 0 }),
      timeEnd: (label) => emit({ ph: 'e', name: `time::${label}`, id: 0 }),
      count: (label) => tellCount(label, (counts.get(label) ?? 0) + 1),
      countReset: (label) => tellCount(label, 0),
    };
    const originals = Object.keys(tell).map((name) => [name, console[name]]);
    for (const [name, original] of originals) {
      console[name] = function(label = 'default', ...rest) {
        tell[name](`${label}`);
        return Reflect.apply(original, this, [label, ...rest]);
      };
    }
    return () => {
      for (const [name, original] of originals) console[name] = original;
    };
  },
};

/** Every `require()`. @type {Source} */
const moduleLoads = {
  categories: ['node,node.module_timer'],
  start(emit) {
    const quote = '\'';
    const tell = (ph) => (request) => emit({ ph, name: `require(${quote}${request}${quote})`, id: 0 });
    return require('internal:module/load_timer').follow({ begin: tell('b'), end: tell('e') });
  },
};

/** Promises that were rejected when nobody handled it, and those that somebody handled later. @type {Source} */
const rejections = {
  categories: ['node,node.promises,node.promises.rejections'],
  start(emit) {
    const counts = { unhandled: 0, handledAfter: 0 };
    return require('internal:process/promises').followRejections((kind) => {
      counts[kind]++;
      emit({ ph: 'C', name: 'rejections', args: { ...counts } });
    });
  },
};

/**
 * A source that lives with what it traces, in a module that is loaded when it is first wanted.
 * @param {string} specifier of a module with `follow(emit, categories)` @param {string[]} categories @returns {Source}
 */
function ofModule(specifier, categories) {
  return {
    categories,
    start(emit) {
      return require(specifier).follow(emit, categories);
    },
  };
}

module.exports = {
  sources: [
    asyncHooks,
    bootstrap,
    http,
    consoleMethods,
    moduleLoads,
    rejections,
    ofModule('internal:trace_events/environment', ['node,node.environment']),
    ofModule('internal:trace_events/engine', ['v8', 'devtools.timeline,v8']),
    ofModule('internal:trace_events/work', ['node,node.threadpoolwork,node.threadpoolwork.async', 'node,node.threadpoolwork,node.threadpoolwork.sync']),
    ofModule('internal:fs/trace', [
      'node,node.fs,node.fs.sync', 'node,node.fs,node.fs.async', 'node,node.fs_dir,node.fs_dir.sync', 'node,node.fs_dir,node.fs_dir.async',
    ]),
    ofModule('internal:net/trace', ['node,node.net,node.net.native']),
    ofModule('internal:dns/trace', ['node,node.dns,node.dns.native']),
    ofModule('internal:vm/trace', ['node,node.vm,node.vm.script']),
  ],
};
