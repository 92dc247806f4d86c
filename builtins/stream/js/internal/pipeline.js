'use strict';

const process = require('internal:process/object');
const { AbortError, codes } = require('internal:shared/errors');
const { validateAbortSignal, validateFunction } = require('internal:shared/validators');
const { destroyer } = require('internal:stream/lifecycle');
const { finished } = require('internal:stream/finished');
const {
  isClosed, isDestroyed, isIterable, isNodeStream, isReadable, isReadableFinished, isReadableNodeStream, isReadableStream,
  isTransformStream, isWebStream,
} = require('internal:stream/predicates');
const { pumpToNode, pumpToWeb, makeAsyncIterable } = require('internal:stream/pump');

/**
 * `stream.pipeline`: connects stages (streams of either kind, iterables, generator functions), and ends or destroys all of them together.
 * @param {...unknown} stages the callback `(err, value)` comes last; `value` is what an async function as last stage returned
 * @returns {unknown} the last stage
 */
function pipeline(...stages) {
  const callback = stages.pop();
  validateFunction(callback, 'streams[stream.length - 1]');
  return connectStages(stages, callback);
}

/**
 * @param {unknown[]} stages
 * @param {(err?: Error, value?: unknown) => void} callback
 * @param {{ signal?: AbortSignal, end?: boolean }} [options] `end: false` leaves the last stage open
 */
function connectStages(stages, callback, options) {
  if (stages.length === 1 && Array.isArray(stages[0])) stages = stages[0];
  if (stages.length < 2) throw new codes.ERR_MISSING_ARGS('streams');
  return new Pipeline(stages, callback, options).connect();
}

/**
 * `pipeline` of `node:stream/promises`.
 * @param {...unknown} stages options `{ signal, end }` may come last
 */
function pipelinePromise(...stages) {
  return new Promise((resolve, reject) => {
    const last = stages.at(-1);
    const hasOptions = last && typeof last === 'object' && !isNodeStream(last) && !isIterable(last) && !isWebStream(last);
    const options = hasOptions ? stages.pop() : undefined;
    connectStages(stages, (err, value) => {
      if (err) reject(err);
      else resolve(value);
    }, { signal: options?.signal, end: options?.end });
  });
}

class Pipeline {
  constructor(stages, callback, options) {
    this.stages = stages;
    this.callback = callback;
    this.endsLast = options?.end !== false;
    this.outerSignal = options?.signal;
    validateAbortSignal(this.outerSignal, 'options.signal');
    // Aborted when the pipeline is over; the functions among the stages get its signal.
    const { AbortController } = require('internal:web/abort_controller');
    this.controller = new AbortController();
    this.error = undefined;
    this.value = undefined;
    // Connections that have not reported yet.
    this.open = 0;
    this.destroys = [];
    // Undone after success: the caller may go on with a readable last stage.
    this.lastStageCleanups = [];
    this.finish = (err) => this.settle(err, --this.open === 0);
    this.fail = (err) => this.settle(err, false);
    this.abort = () => this.fail(new AbortError(undefined, { cause: this.outerSignal?.reason }));
    this.abortRegistration = this.outerSignal && require('node:events').addAbortListener(this.outerSignal, this.abort);
  }

  connect() {
    let output;
    for (let i = 0; i < this.stages.length; i++) {
      const stage = this.stages[i];
      if (isNodeStream(stage)) this.watchStage(stage, i);
      output = i === 0 ? this.openSource(stage) : this.connectStage(output, stage, i);
    }
    if (this.outerSignal?.aborted) process.nextTick(this.abort);
    return output;
  }

  isLast(i) {
    return i === this.stages.length - 1;
  }

  endsStage(i) {
    return !this.isLast(i) || this.endsLast;
  }

  watchStage(stream, i) {
    if (this.endsStage(i)) {
      const { destroy, cleanup } = this.makeDestroy(stream, !this.isLast(i), i > 0);
      this.destroys.push(destroy);
      if (isReadable(stream) && this.isLast(i)) this.lastStageCleanups.push(cleanup);
    }
    // Errors of a stage count even after its connections are done.
    const onError = (err) => {
      if (err && err.name !== 'AbortError' && err.code !== 'ERR_STREAM_PREMATURE_CLOSE') this.fail(err);
    };
    stream.on('error', onError);
    if (isReadable(stream) && this.isLast(i)) this.lastStageCleanups.push(() => stream.removeListener('error', onError));
  }

  makeDestroy(stream, readable, writable) {
    let done = false;
    stream.on('close', () => {
      done = true;
    });
    const cleanup = finished(stream, { readable, writable }, (err) => {
      done = !err;
    });
    const destroy = (err) => {
      if (done) return;
      done = true;
      destroyer(stream, err || new codes.ERR_STREAM_DESTROYED('pipe'));
    };
    return { destroy, cleanup };
  }

  openSource(stage) {
    if (typeof stage === 'function') {
      const source = stage({ signal: this.controller.signal });
      if (!isIterable(source)) throw new codes.ERR_INVALID_RETURN_VALUE('Iterable, AsyncIterable or Stream', 'source', source);
      return source;
    }
    if (isIterable(stage) || isReadableNodeStream(stage) || isTransformStream(stage)) return stage;
    return toDuplex(stage);
  }

  connectStage(input, stage, i) {
    if (typeof stage === 'function') return this.callStage(input, stage, i);
    if (isNodeStream(stage)) this.connectToNode(input, stage, i);
    else if (isWebStream(stage)) this.connectToWeb(input, stage, i);
    else return toDuplex(stage);
    return stage;
  }

  callStage(input, stage, i) {
    const iterable = makeAsyncIterable(isTransformStream(input) ? input.readable : input);
    const output = stage(iterable, { signal: this.controller.signal });
    if (this.isLast(i)) return this.collect(output);
    if (!isIterable(output, true)) throw new codes.ERR_INVALID_RETURN_VALUE('AsyncIterable', `transform[${i - 1}]`, output);
    return output;
  }

  /** What a function as last stage gives out, as a stream: the caller may pipe on from it. */
  collect(output) {
    const { PassThrough } = require('internal:stream/transform');
    const stream = new PassThrough({ objectMode: true });
    const then = output?.then;
    if (typeof then === 'function') {
      this.open++;
      then.call(output, (value) => this.resolveWith(stream, value), (err) => {
        stream.destroy(err);
        process.nextTick(this.finish, err);
      });
    } else if (isIterable(output, true)) {
      this.pumpToNode(output, stream, this.endsLast);
    } else if (isReadableStream(output) || isTransformStream(output)) {
      this.pumpToNode(output.readable || output, stream, this.endsLast);
    } else {
      throw new codes.ERR_INVALID_RETURN_VALUE('AsyncIterable or Promise', 'destination', output);
    }
    const { destroy, cleanup } = this.makeDestroy(stream, false, true);
    this.destroys.push(destroy);
    this.lastStageCleanups.push(cleanup);
    return stream;
  }

  resolveWith(stream, value) {
    this.value = value;
    if (value !== null && value !== undefined) stream.write(value);
    if (this.endsLast) stream.end();
    process.nextTick(this.finish);
  }

  connectToNode(input, stream, i) {
    const end = this.endsStage(i);
    if (isReadableNodeStream(input)) {
      if (isClosed(stream) || isDestroyed(stream)) throw new codes.ERR_STREAM_UNABLE_TO_PIPE();
      const cleanup = this.pipe(input, stream, end);
      if (isReadable(stream) && this.isLast(i)) this.lastStageCleanups.push(cleanup);
    } else if (isTransformStream(input) || isReadableStream(input)) {
      this.pumpToNode(input.readable || input, stream, end);
    } else if (isIterable(input)) {
      this.pumpToNode(input, stream, end);
    } else {
      throw new codes.ERR_INVALID_ARG_TYPE(
        'val', ['Readable', 'Iterable', 'AsyncIterable', 'ReadableStream', 'TransformStream'], input);
    }
  }

  connectToWeb(input, stream, i) {
    let readable;
    if (isReadableNodeStream(input)) {
      readable = makeAsyncIterable(input);
    } else if (isReadableStream(input) || isIterable(input)) {
      readable = input;
    } else if (isTransformStream(input)) {
      readable = input.readable;
    } else {
      throw new codes.ERR_INVALID_ARG_TYPE(
        'val', ['Readable', 'Iterable', 'AsyncIterable', 'ReadableStream', 'TransformStream'], input);
    }
    this.open++;
    pumpToWeb(readable, stream, this.finish, this.endsStage(i));
  }

  pumpToNode(iterable, stream, end) {
    this.open++;
    pumpToNode(iterable, stream, this.finish, end);
  }

  /** Reports twice: once for the source and once for the destination. */
  pipe(source, destination, end) {
    this.open += 2;
    let ended = false;
    destination.on('close', () => {
      if (!ended) this.fail(new codes.ERR_STREAM_PREMATURE_CLOSE());
    });
    source.pipe(destination, { end: false });
    if (end) {
      const endDestination = () => {
        ended = true;
        destination.end();
      };
      if (isReadableFinished(source)) process.nextTick(endDestination);
      else source.once('end', endDestination);
    } else {
      this.finish();
    }
    finished(source, { readable: true, writable: false }, (err) => {
      // Some readables close before they have emitted 'end'; what they hold still comes.
      if (err?.code === 'ERR_STREAM_PREMATURE_CLOSE' && hasRest(source)) source.once('end', this.finish).once('error', this.finish);
      else this.finish(err);
    });
    return finished(destination, { readable: false, writable: true }, this.finish);
  }

  settle(err, final) {
    // A premature close is mostly the echo of an error that another stage reports.
    if (err && (!this.error || this.error.code === 'ERR_STREAM_PREMATURE_CLOSE')) this.error = err;
    if (!this.error && !final) return;
    for (const destroy of this.destroys.splice(0)) destroy(this.error);
    this.abortRegistration?.[Symbol.dispose]();
    this.controller.abort();
    if (!final || this.callback === null) return;
    if (!this.error) for (const cleanup of this.lastStageCleanups) cleanup();
    process.nextTick(this.callback, this.error, this.value);
    this.callback = null;
  }
}

function hasRest(source) {
  const state = source._readableState;
  return Boolean(state?.ended && !state.errored && !state.errorEmitted);
}

function toDuplex(stage) {
  return require('internal:stream/duplex').Duplex.from(stage);
}

module.exports = { pipeline, pipelinePromise, connectStages };
