'use strict';

/** Work on the thread pool, as events of `node.threadpoolwork`. Each piece is told when it has ended, with the times that it had. */

let lastId = 0;

/** @param {(event: object) => void} emit @param {string[]} categories @returns {() => void} ends that */
function follow(emit, [onLoop, onThread]) {
  binding.listenToWork((name, thread, submitted, began, ended) => {
    const id = ++lastId;
    emit({ cat: onLoop, ph: 'b', name, id, ts: submitted });
    emit({ cat: onThread, ph: 'B', name, ts: began, tid: thread });
    emit({ cat: onThread, ph: 'E', name, ts: ended, tid: thread });
    emit({ cat: onLoop, ph: 'e', name, id, args: { result: 0 } });
  });
  return () => binding.listenToWork(undefined);
}

module.exports = { follow };
