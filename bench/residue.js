'use strict';

/** What a run leaves over in a process, and what the long runs beside this file have in common. */

const assert = require('node:assert');
const { once } = require('node:events');
const fs = require('node:fs');

/**
 * What a process has: open descriptors, threads, children that have ended without anybody having noticed, what keeps its loop alive, resident memory in bytes.
 * @returns {{ descriptors: number, threads: number, zombies: number, resources: number, resident: number }}
 */
function residue() {
  global.gc?.();
  const status = fs.readFileSync('/proc/self/status', 'utf8');
  return {
    descriptors: fs.readdirSync('/proc/self/fd').length,
    threads: Number(/Threads:\s+(\d+)/.exec(status)[1]),
    zombies: zombies(),
    resources: process.getActiveResourcesInfo().length,
    resident: process.memoryUsage.rss(),
  };
}

function zombies() {
  const stats = fs.readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(readStat);
  return stats.filter((stat) => stat?.[0] === 'Z' && stat[1] === `${process.pid}`).length;
}

/** State, parent and so on of a process; nothing if it has just ended. */
function readStat(pid) {
  try {
    const text = fs.readFileSync(`/proc/${pid}/stat`, 'latin1');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}

/**
 * Fails unless a process has after a run what it had before.
 * @param {string} who
 * @param {{ slack?: number, memory: number }} allowance how many descriptors and threads more, and by how many bytes it may have grown: pools and arenas stay
 */
function requireNoResidue(who, before, after, { slack = 0, memory }) {
  console.log(who, before, after);
  assert.ok(after.descriptors <= before.descriptors + slack, `descriptors of ${who} leak`);
  assert.ok(after.threads <= before.threads + slack, `threads of ${who} leak`);
  assert.strictEqual(after.zombies, 0, `${who} has zombies`);
  assert.ok(after.resident - before.resident < memory, `memory of ${who} leaks`);
}

/** Asks a child or worker of a cluster by a message. @returns {Promise<any>} its next message */
async function ask(child, question) {
  child.send(question);
  const [answer] = await once(child, 'message');
  return answer;
}

/** Fails the process when it ends before its run does: a run that waits for what never comes leaves nothing to do. @param {Promise<void>} run */
function requireEnd(run) {
  let hasEnded = false;
  process.on('exit', (code) => assert.ok(hasEnded || code !== 0, 'the run waits for what never comes'));
  run.then(() => { hasEnded = true; });
}

/** @returns {number} below `limit` */
const random = (limit) => Math.floor(Math.random() * limit);

module.exports = { ask, random, requireEnd, requireNoResidue, residue };
