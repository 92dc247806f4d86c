'use strict';

/** The domain NodeTracing: trace events for a front end. */

const { DomainError, demand } = require('internal:inspector/domain_error');
const tracing = require('internal:trace_events/agent');

/** JSON-RPC's code of a call that cannot be made now. */
const kInvalidRequest = -32600;

const kCategories = [
  'node', 'node.async_hooks', 'node.bootstrap', 'node.console', 'node.dns.native', 'node.environment', 'node.fs.async', 'node.fs.sync',
  'node.fs_dir.async', 'node.fs_dir.sync', 'node.http', 'node.net.native', 'node.perf', 'node.perf.timerify', 'node.perf.usertiming',
  'node.promises.rejections', 'node.threadpoolwork.async', 'node.threadpoolwork.sync', 'node.vm.script', 'v8',
];

/** How many events are sent at once. */
const kBatch = 1000;

/** The traces of front ends. @type {Map<number, { events: object[], stop: () => void }>} */
const traces = new Map();

const methods = {
  __proto__: null,

  'NodeTracing.getCategories': () => ({ categories: kCategories }),

  'NodeTracing.start'(frontEnd, params) {
    const { includedCategories } = demand(params.traceConfig, 'object');
    if (!Array.isArray(includedCategories)) throw new DomainError('Invalid parameters');
    const categories = includedCategories.map((category) => demand(category, 'string'));
    if (traces.has(frontEnd)) throw new DomainError('Call NodeTracing::end to stop tracing before updating the config', kInvalidRequest);
    if (categories.length === 0) throw new DomainError('At least one category should be enabled', kInvalidRequest);
    const events = [];
    traces.set(frontEnd, { events, stop: tracing.follow(categories, (event) => events.push(event)) });
  },

  'NodeTracing.stop'(frontEnd) {
    const trace = traces.get(frontEnd);
    forget(frontEnd);
    for (let i = 0; i < trace?.events.length; i += kBatch) {
      send(frontEnd, 'dataCollected', { value: trace.events.slice(i, i + kBatch) });
    }
    send(frontEnd, 'tracingComplete', {});
  },
};

function send(frontEnd, name, params) {
  binding.send(frontEnd, JSON.stringify({ method: `NodeTracing.${name}`, params }));
}

function forget(frontEnd) {
  traces.get(frontEnd)?.stop();
  traces.delete(frontEnd);
}

module.exports = { forget, methods };
