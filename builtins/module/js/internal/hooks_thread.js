'use strict';

/**
 * The thread in which the hooks of `module.register` run: it answers what the thread of the program asks. A question that is open does not keep
 * its loop alive; so when the loop has nothing left to do, the hooks that were asked will never settle.
 */

const { addAsyncHooks, load, resolve } = require('internal:module/async_chain');
const { defaultLoad, defaultResolve } = require('internal:module/esm_default');
const { setAsyncHooks } = require('internal:module/hook_lists');
const { exitCodeNumber, finalSteps, idleSteps } = require('internal:process/exit');
const { packError } = require('internal:worker_threads/error_transfer');

const { add, notify } = Atomics;

/** How modules of this thread, those of hooks, get theirs: through the hooks that are registered so far. */
const ownHooks = {
  runHere: true,
  resolve: (specifier, context, canWait) => (canWait ? resolve(specifier, context) : defaultResolve(specifier, context)),
  load: (url, context, canWait) => (canWait ? load(url, context) : defaultLoad(url, context)),
  register: registerNow,
};

/** What may be asked. */
const methods = { __proto__: null, load: loadFields, register, resolve: resolveFields };

let port;
let sent;
/** The numbers of open questions. */
const open = new Set();

/** @param {{ port: MessagePort, sent: Int32Array }} data the channel to the thread that asks, and the counter that wakes it */
function start(data) {
  ({ port, sent } = data);
  setAsyncHooks(ownHooks);
  idleSteps.add(giveUp);
  finalSteps.add(() => send({ exitCode: exitCodeNumber() }));
  require('internal:module/run_main').prepareWorker();
  port.on('message', answer);
}

async function answer({ id, method, args }) {
  open.add(id);
  port.unref();
  let reply;
  try {
    reply = { id, value: await methods[method](...args) };
  } catch (error) {
    reply = { id, error: packError(error, '') };
  }
  if (!open.delete(id)) return;
  send(reply);
  if (open.size === 0) port.ref();
}

function send(reply) {
  port.postMessage(reply);
  add(sent, 0, 1);
  notify(sent, 0);
}

function giveUp() {
  for (const id of open) send({ id, neverSettles: true });
  open.clear();
  port.ref();
}

async function resolveFields(specifier, context) {
  const { url, format, importAttributes } = await resolve(specifier, context);
  return { __proto__: null, url, format, importAttributes };
}

async function loadFields(address, context) {
  const { format, responseURL, shouldBeReloadedByCJSLoader, source } = await load(address, context);
  return { __proto__: null, format, responseURL, shouldBeReloadedByCJSLoader, source };
}

/** Adds the hooks of a module. */
async function register(specifier, parentURL, data) {
  const { importModule } = require('internal:module/esm_loader');
  const exports = await importModule(specifier, parentURL);
  addAsyncHooks(exports, specifier);
  const { initialize } = exports;
  await initialize?.(data);
}

/** `module.register()` in this thread, by a module of hooks or one of `--require`. */
function registerNow(specifier, parentURL, data) {
  const loader = require('internal:module/esm_loader');
  const { url, format } = defaultResolve(specifier, { parentURL });
  const job = loader.loadGraphSync(url, { format });
  loader.instantiate(job);
  const [state, reason] = binding.promiseOutcome(loader.evaluate(job));
  if (state === REJECTED) throw reason;
  addAsyncHooks(job.namespace, specifier);
  const { initialize } = job.namespace;
  initialize?.(data);
}

/** A state of a promise, as V8 counts them. */
const REJECTED = 2;

module.exports = { start };
