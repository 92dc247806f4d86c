'use strict';

const { codes: { ERR_INVALID_ARG_VALUE, ERR_MISSING_ARGS } } = require('internal:shared/errors');
const { destroyer } = require('internal:stream/lifecycle');
const { connectStages } = require('internal:stream/pipeline');
const { finished } = require('internal:stream/finished');
const {
  isNodeStream, isReadable, isReadableStream, isTransformStream, isWebStream, isWritable, isWritableStream,
} = require('internal:stream/predicates');

/**
 * `stream.compose`: one duplex that writes to the first stage of a pipeline and reads from the last.
 * @param {...unknown} stages
 * @returns {import('node:stream').Duplex}
 */
function compose(...stages) {
  if (stages.length === 0) throw new ERR_MISSING_ARGS('streams');
  const { Duplex } = require('internal:stream/duplex');
  if (stages.length === 1) return Duplex.from(stages[0]);

  const given = [...stages];
  if (typeof stages[0] === 'function') stages[0] = Duplex.from(stages[0]);
  const last = stages.length - 1;
  if (typeof stages[last] === 'function') stages[last] = Duplex.from(stages[last]);
  stages.forEach((stage, i) => checkStage(stage, i, given));
  return joinEnds(stages);
}

function checkStage(stage, i, given) {
  if (!isNodeStream(stage) && !isWebStream(stage)) return;
  if (i < given.length - 1 && !canRead(stage)) throw new ERR_INVALID_ARG_VALUE(`streams[${i}]`, given[i], 'must be readable');
  if (i > 0 && !canWrite(stage)) throw new ERR_INVALID_ARG_VALUE(`streams[${i}]`, given[i], 'must be writable');
}

function joinEnds(stages) {
  const { JoinedDuplex } = require('internal:stream/joined_duplex');
  let duplex = null;
  const head = stages[0];
  const tail = connectStages(stages, (err) => duplex.halvesClosed(err));
  const writable = canWrite(head);
  const readable = canRead(tail);

  duplex = new JoinedDuplex({
    writableObjectMode: Boolean(head?.writableObjectMode),
    readableObjectMode: Boolean(tail?.readableObjectMode),
    writable,
    readable,
  }, (err) => {
    if (isNodeStream(tail)) destroyer(tail, err);
  });

  if (writable) {
    duplex.writeTo(head);
    finished(isTransformStream(tail) ? tail.readable : tail, () => duplex.finishWriting());
  }
  if (readable) duplex.readFrom(tail);
  return duplex;
}

function canRead(stage) {
  return Boolean(isReadable(stage) || isReadableStream(stage) || isTransformStream(stage));
}

function canWrite(stage) {
  return Boolean(isWritable(stage) || isWritableStream(stage) || isTransformStream(stage));
}

module.exports = { compose };
