'use strict';

/** `http2` entries of the performance timeline. Streams are timed only while somebody observes. */

const { createNodeEntry } = require('internal:perf_hooks/entry');
const { now } = require('internal:perf_hooks/clock');
const { isObserved, offerToObservers } = require('internal:perf_hooks/observer');
const { kHandle, kState } = require('internal:http2/symbols');

function sessionBegan(session) {
  session[kState].startTime = now();
}

/** Called while the native session is still there. */
function sessionEnded(session) {
  if (!isObserved('http2')) return;
  const { startTime, isServer, pingRTT, streamCount, streamTime } = session[kState];
  const [framesReceived, framesSent, bytesRead, bytesWritten, maxConcurrentStreams] = session[kHandle].statistics();
  offer('Http2Session', startTime, {
    bytesRead,
    bytesWritten,
    framesReceived,
    framesSent,
    maxConcurrentStreams,
    pingRTT,
    streamAverageDuration: streamCount === 0 ? 0 : streamTime / streamCount,
    streamCount,
    type: isServer ? 'server' : 'client',
  });
}

/** Begins to time a stream. @returns {{ began: number } | null} */
function timingsOf() {
  if (!isObserved('http2')) return null;
  return { began: now(), firstHeader: 0, firstByte: 0, firstByteSent: 0, bytesRead: 0, bytesWritten: 0 };
}

function headersCame({ timings }) {
  if (timings !== null) timings.firstHeader ||= now() - timings.began;
}

function bytesCame({ timings }, count) {
  if (timings === null) return;
  timings.firstByte ||= now() - timings.began;
  timings.bytesRead += count;
}

function bytesLeft({ timings }, count) {
  if (timings === null) return;
  timings.firstByteSent ||= now() - timings.began;
  timings.bytesWritten += count;
}

function streamEnded(stream, session) {
  const { timings, id } = stream[kState];
  const ofSession = session[kState];
  if (id !== undefined) ofSession.streamCount++;
  if (timings === null) return;
  ofSession.streamTime += now() - timings.began;
  offer('Http2Stream', timings.began, {
    bytesRead: timings.bytesRead,
    bytesWritten: timings.bytesWritten,
    id,
    timeToFirstByte: timings.firstByte,
    timeToFirstByteSent: timings.firstByteSent,
    timeToFirstHeader: timings.firstHeader,
  });
}

function offer(name, startTime, detail) {
  offerToObservers(createNodeEntry(name, 'http2', startTime, now() - startTime, detail));
}

module.exports = { bytesCame, bytesLeft, headersCame, sessionBegan, sessionEnded, streamEnded, timingsOf };
