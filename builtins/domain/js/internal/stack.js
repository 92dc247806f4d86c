'use strict';

/**
 * Which domains are entered.
 *
 * The active domain travels in the async context frame, so every callback finds the one it was made in, whoever calls it. Below it
 * lies the stack of what was entered in the current callback; a frame whose domain is not on top of it belongs to another callback,
 * and the stack starts anew with that domain alone.
 */

const { getFrame, setFrame } = require('internal:async_hooks/context');
const { AsyncLocalStorage } = require('internal:async_hooks/async_local_storage');

/** Outside of every domain programs see null in `process.domain` before the first was entered, undefined afterwards. */
const current = new AsyncLocalStorage({ defaultValue: null });
/** While an emitter's error goes to its domain, "outside" is null again. */
let emitting = false;

/** @type {Domain[]} */
let stack = [];

/** @returns {Domain | null | undefined} */
function active() {
  return current.getStore() ?? (emitting ? null : current.getStore());
}

/** @returns {Domain[]} entered domains, the active one last */
function entered() {
  const domain = active();
  if (stack.at(-1) !== (domain ?? undefined)) stack = domain ? [domain] : [];
  return stack;
}

function enter(domain) {
  stack = entered().concat(domain);
  current.enterWith(domain);
}

/** Leaves `domain` and all that was entered after it. */
function exit(domain) {
  const at = entered().lastIndexOf(domain);
  if (at < 0) return;
  setStack(stack.slice(0, at));
}

/** @param {Domain[]} domains */
function setStack(domains) {
  stack = domains;
  current.enterWith(domains.at(-1));
}

/** Calls `fn` with only `domains` entered and restores what was, also when it throws. */
function withStack(domains, fn) {
  const savedStack = entered();
  const savedFrame = getFrame();
  setStack(domains);
  try {
    return fn();
  } finally {
    stack = savedStack;
    setFrame(savedFrame);
  }
}

/** `withStack()` for an emitter's error. */
function emitWithStack(domains, fn) {
  const outer = emitting;
  emitting = true;
  try {
    return withStack(domains, fn);
  } finally {
    emitting = outer;
  }
}

module.exports = { emitWithStack, active, entered, enter, exit, setStack, withStack };
