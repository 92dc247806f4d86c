'use strict';

/** The end of a `Writable`: `_final`, 'prefinish', 'finish', and the destruction of a stream that destroys itself. */

const process = require('internal:process/object');
const { codes: { ERR_MULTIPLE_CALLBACK } } = require('internal:shared/errors');
const { errorOrDestroy } = require('internal:stream/lifecycle');
const {
  CONSTRUCTED, SYNC, ERROR_EMITTED, AUTO_DESTROY, DESTROYED, CLOSE_EMITTED, ERRORED,
} = require('internal:stream/bits');
const { FINAL_CALLED, ENDING, FINISHED, WRITING, PREFINISHED } = require('internal:stream/writable_state');

const CAN_FINISH = ENDING | CONSTRUCTED;
const CANNOT_FINISH = DESTROYED | FINISHED | WRITING | ERROR_EMITTED | CLOSE_EMITTED | ERRORED;

function canFinish(state) {
  return (state.bits & (CAN_FINISH | CANNOT_FINISH)) === CAN_FINISH && state.length === 0 && state.buffered.length === 0;
}

/**
 * Takes the next step towards 'finish', if all is written.
 * @param {object} stream
 * @param {WritableState} state
 * @param {boolean} sync the user's call has not returned; 'finish' waits for the next tick
 */
function maybeFinish(stream, state, sync) {
  if (!canFinish(state)) return;
  prefinish(stream, state);
  if (state.pendingcb !== 0) return;
  if (sync) {
    state.pendingcb++;
    process.nextTick(finishIfStillPossible, stream, state);
  } else if (canFinish(state)) {
    state.pendingcb++;
    finish(stream, state);
  }
}

function finishIfStillPossible(stream, state) {
  if (canFinish(state)) finish(stream, state);
  else state.pendingcb--;
}

function prefinish(stream, state) {
  if ((state.bits & (PREFINISHED | FINAL_CALLED)) !== 0) return;
  if (typeof stream._final === 'function' && (state.bits & DESTROYED) === 0) {
    state.bits |= FINAL_CALLED;
    callFinal(stream, state);
  } else {
    state.bits |= PREFINISHED;
    stream.emit('prefinish');
  }
}

function callFinal(stream, state) {
  let called = false;

  function onFinal(err) {
    if (called) {
      errorOrDestroy(stream, err ?? new ERR_MULTIPLE_CALLBACK());
      return;
    }
    called = true;
    state.pendingcb--;
    if (err) {
      runFinishCallbacks(state, err);
      errorOrDestroy(stream, err, (state.bits & SYNC) !== 0);
    } else if (canFinish(state)) {
      state.bits |= PREFINISHED;
      stream.emit('prefinish');
      // `_final` may have called back before it returned; 'finish' comes later in either case.
      state.pendingcb++;
      process.nextTick(finish, stream, state);
    }
  }

  state.bits |= SYNC;
  state.pendingcb++;
  try {
    stream._final(onFinal);
  } catch (err) {
    onFinal(err);
  }
  state.bits &= ~SYNC;
}

function finish(stream, state) {
  state.pendingcb--;
  state.bits |= FINISHED;
  runFinishCallbacks(state, null);
  stream.emit('finish');
  if ((state.bits & AUTO_DESTROY) !== 0 && isReadableSideDone(stream._readableState)) stream.destroy();
}

function isReadableSideDone(state) {
  // A readable side that destroys itself after it ends will take the writable one with it.
  return !state || (state.autoDestroy && (state.endEmitted || state.readable === false));
}

/** Calls what was passed to `end()`. */
function runFinishCallbacks(state, err) {
  const callbacks = state.onFinished;
  if (callbacks === null) return;
  state.onFinished = null;
  for (const callback of callbacks) callback(err);
}

module.exports = { maybeFinish, runFinishCallbacks };
