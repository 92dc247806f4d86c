'use strict';

/** Connections that a server gave to other processes: it goes on counting them, and is closed when they are. */

const process = require('internal:process/object');

/** @typedef {{ getConnections: Function, close: Function, once: Function }} List the connections in one other process */

/** @param {import('node:net').Server} server @param {List} list */
function add(server, list) {
  server._usingWorkers = true;
  server._workers.push(list);
  list.once('exit', () => server._workers.splice(server._workers.indexOf(list), 1));
}

/** The number of all connections, asked from everywhere. @param {(error: Error | null, count?: number) => void} callback */
function count(server, callback) {
  let left = server._workers.length;
  let total = server._connections;
  for (const list of server._workers) {
    list.getConnections((error, some) => {
      if (left <= 0) return;
      if (error) {
        left = 0;
        process.nextTick(callback, error);
        return;
      }
      total += some;
      if (--left === 0) process.nextTick(callback, null, total);
    });
  }
}

/** Holds the server's `close` back until no other process has connections of it. */
function close(server) {
  const lists = [...server._workers];
  let left = lists.length;
  server._connections++;
  for (const list of lists) {
    list.close(() => {
      if (--left > 0) return;
      server._connections--;
      server._emitCloseIfDrained();
    });
  }
}

module.exports = { add, count, close };
