'use strict';

/** The `stdio` option: what a child's descriptors are. */

const { codes } = require('internal:shared/errors');

/** For the native side: nothing, or a pipe to us. */
const kIgnore = -1;
const kPipe = -2;

/** @typedef {{ type: 'ignore' | 'pipe' | 'ipc' | 'fd', entry: number, input?: unknown, encoding?: string, lent?: object }} StdioEntry */

/**
 * @param {unknown} stdio @param {boolean} sync whether the child is waited for
 * @returns {StdioEntry[]}
 */
function normalizeStdio(stdio, sync) {
  if (typeof stdio === 'string') stdio = ofShorthand(stdio);
  else if (!Array.isArray(stdio)) throw new codes.ERR_INVALID_ARG_VALUE('stdio', stdio);
  stdio = [...stdio];
  while (stdio.length < 3) stdio.push(undefined);
  const entries = [];
  for (const [place, value] of stdio.entries()) {
    const entry = entryOf(value, place, sync);
    if (entry.type === 'ipc' && entries.some(({ type }) => type === 'ipc')) throw new codes.ERR_IPC_ONE_PIPE();
    entries.push(entry);
  }
  return entries;
}

/** `'pipe'` for all three; with a channel it is the fourth. */
function ofShorthand(stdio, channel) {
  const rest = channel ? [channel] : [];
  if (stdio === 'inherit') return [0, 1, 2, ...rest];
  if (stdio === 'ignore' || stdio === 'pipe' || stdio === 'overlapped') return [stdio, stdio, stdio, ...rest];
  throw new codes.ERR_INVALID_ARG_VALUE('stdio', stdio);
}

function entryOf(value, place, sync) {
  value ??= place < 3 ? 'pipe' : 'ignore';
  if (value === 'ignore') return { type: 'ignore', entry: kIgnore };
  if (value === 'pipe' || value === 'overlapped' || (typeof value === 'number' && value < 0)) {
    return { type: 'pipe', entry: kPipe };
  }
  if (value === 'ipc') {
    if (sync) throw new codes.ERR_IPC_SYNC_FORK();
    return { type: 'ipc', entry: kPipe };
  }
  if (value === 'inherit') return { type: 'fd', entry: place };
  if (typeof value === 'number') return { type: 'fd', entry: value };
  return ofObject(value, sync);
}

/** The descriptor of a stream or handle. A stream over a native handle is the child's from now on: we must not read from it. */
function ofObject(value, sync) {
  if (typeof value.fd === 'number' && value.fd >= 0) return { type: 'fd', entry: value.fd };
  const fd = [value._handle?.fd, value.handle?.fd].find((fd) => typeof fd === 'number' && fd >= 0);
  if (fd !== undefined) return { type: 'fd', entry: fd, lent: value };
  if (!sync && (typeof value === 'string' || ArrayBuffer.isView(value))) {
    throw new codes.ERR_INVALID_SYNC_FORK_INPUT(value);
  }
  throw new codes.ERR_INVALID_ARG_VALUE('stdio', value);
}

module.exports = { normalizeStdio, ofShorthand, kPipe };
