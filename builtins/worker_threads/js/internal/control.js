'use strict';

/** The channel by which a worker and the thread that started it talk about the worker itself. Each message is `{ type, ... }` with one of these. */

module.exports = {
  /** To the worker, before it starts: the program and what it is given. */
  kLoad: 'load',
  /** From the worker: the program is about to run. */
  kOnline: 'online',
  /** From the worker: what it died of, as `error_transfer` writes it. */
  kError: 'error',
  /** In both directions: chunks of a standard stream. */
  kStdioChunks: 'stdioChunks',
  /** In both directions: the reader of a standard stream is ready for more. */
  kStdioWanted: 'stdioWanted',
  /** To the worker: a question about its isolate; from the worker: the answer. */
  kAsk: 'ask',
  kAnswer: 'answer',
};
