'use strict';

/**
 * Fills the context of a `ShadowRealm`: the classes that the web platform exposes everywhere, a console, and a loader of ES modules with a
 * module map of its own, without the program's hooks and without builtin modules. Nothing here is shared with the program's realm.
 */

const process = require('internal:process/object');

// Builtin modules find these beside the realm's globals; the program does not.
const { moduleGlobals } = binding.hooks;
moduleGlobals.process = process;
fillProcess();

const EventEmitter = require('node:events');
const { writeWithoutStream } = require('internal:process/stdio');
const { queueMicrotask } = require('internal:process/task_queues');
const { defineExposedEverywhere } = require('internal:bootstrap/globals');
const { createGlobalConsole } = require('internal:console/global');
const { installModuleCallbacks } = require('internal:module/module_callbacks');
const { installStackTraces } = require('internal:module/stack_trace');

moduleGlobals.queueMicrotask = queueMicrotask;
process.stdout = output(1);
process.stderr = output(2);
defineExposedEverywhere();
Object.defineProperty(globalThis, 'console', {
  __proto__: null, value: createGlobalConsole(), writable: true, enumerable: false, configurable: true,
});
installStackTraces();
installModuleCallbacks(importDynamically);

/** What the builtins of this realm use of `process`. */
function fillProcess() {
  const { arch, platform } = require('internal:process/constants');
  Object.assign(process, { arch, platform, argv: [], execArgv: [], env: { __proto__: null }, nextTick });
  process.cwd = currentCwd;
  process.emitWarning = (...args) => require('internal:process/warning').emitWarning(...args);
}

/** The program changes it behind this realm's back. */
function currentCwd() {
  const { cwd, forgetCwd } = require('internal:process/methods');
  forgetCwd();
  return cwd();
}

/** Ticks are the program's; here microtasks stand for them. */
function nextTick(callback, ...args) {
  queueMicrotask(() => callback(...args));
}

/** What the console writes to. @param {1 | 2} fd */
function output(fd) {
  return Object.assign(new EventEmitter(), {
    write(text, callback) {
      writeWithoutStream(fd, text);
      callback?.();
      return true;
    },
  });
}

/** Whatever text an `import()` stands in, it loads with this realm's loader. */
function importDynamically(hostId, referrerName, specifier, flatAttributes, evaluates) {
  // What `import` finds may be CommonJS, which these make up.
  for (const part of ['resolve', 'extensions', 'compile']) require(`internal:module/cjs_${part}`);
  const { defaultHostId } = require('internal:module/host_ids');
  const loader = require('internal:module/esm_loader');
  return loader.importDynamically(defaultHostId, referrerName, specifier, flatAttributes, evaluates);
}
