'use strict';

/** The abstract operations on readable streams that their readers and controllers call (sections 4.3.2 and 4.3.3). */

const { kState, invalidState, markHandled } = require('internal:stream/web/slots');

function hasDefaultReader(state) {
  return state.reader?.[kState].kind === 'ReadableStreamDefaultReader';
}

function hasByobReader(state) {
  return state.reader?.[kState].kind === 'ReadableStreamBYOBReader';
}

/** The reads of a stream's reader that wait for data. */
function pendingReads(state) {
  return state.reader[kState].requests;
}

function closeStream(state) {
  state.state = 'closed';
  state.closed.resolve();
  const { reader } = state;
  if (reader === undefined) return;
  reader[kState].closed.resolve();
  if (!hasDefaultReader(state)) return;
  for (const request of pendingReads(state).splice(0)) request.close();
}

function errorStream(state, err) {
  state.state = 'errored';
  state.storedError = err;
  state.closed.reject(err);
  markHandled(state.closed.promise);
  const { reader } = state;
  if (reader === undefined) return;
  reader[kState].closed.reject(err);
  markHandled(reader[kState].closed.promise);
  for (const request of pendingReads(state).splice(0)) request.error(err);
}

/** @returns {Promise<void>} */
function cancelStream(state, reason) {
  state.disturbed = true;
  if (state.state === 'closed') return Promise.resolve();
  if (state.state === 'errored') return Promise.reject(state.storedError);
  closeStream(state);
  if (hasByobReader(state)) {
    for (const request of pendingReads(state).splice(0)) request.close(undefined);
  }
  return state.controller[kState].cancelSteps(reason).then(() => undefined);
}

/** Attaches a new reader; the caller has checked that the stream is free. */
function attachReader(reader, stream) {
  const state = stream[kState];
  const closed = Promise.withResolvers();
  reader[kState].stream = stream;
  reader[kState].closed = closed;
  state.reader = reader;
  if (state.state === 'closed') {
    closed.resolve();
  } else if (state.state === 'errored') {
    closed.reject(state.storedError);
    markHandled(closed.promise);
  }
}

function detachReader(reader) {
  const readerState = reader[kState];
  const state = readerState.stream[kState];
  if (state.state === 'readable') {
    readerState.closed.reject(invalidState('Reader released'));
  } else {
    readerState.closed = Promise.withResolvers();
    readerState.closed.reject(invalidState('Reader released'));
  }
  markHandled(readerState.closed.promise);
  state.controller[kState].releaseSteps();
  state.reader = undefined;
  readerState.stream = undefined;
  const err = invalidState('Releasing reader');
  for (const request of readerState.requests.splice(0)) request.error(err);
}

/**
 * A default read.
 * @param {{ chunk: (value: unknown) => void, close: () => void, error: (err: unknown) => void }} request
 */
function readFrom(state, request) {
  state.disturbed = true;
  if (state.state === 'closed') request.close();
  else if (state.state === 'errored') request.error(state.storedError);
  else state.controller[kState].pullSteps(request);
}

module.exports = {
  hasDefaultReader, hasByobReader, pendingReads, closeStream, errorStream, cancelStream, attachReader, detachReader, readFrom,
};
