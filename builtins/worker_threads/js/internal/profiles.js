'use strict';

/** Profiles of a worker that its parent starts and stops. */

const { codes } = require('internal:shared/errors');

/** Stops the recording when it is first asked; the same profile comes each time. */
class Recording {
  #stop;
  #profile;

  /** @param {() => Promise<string>} stop */
  constructor(stop) {
    this.#stop = stop;
  }

  /** @returns {Promise<string>} the profile's JSON text */
  stop() {
    return this.#profile ??= this.#stop();
  }

  async [Symbol.asyncDispose]() {
    await this.stop();
  }
}

class CPUProfileHandle extends Recording {}

class HeapProfileHandle extends Recording {}

/**
 * @param {Asker} asker
 * @typedef {{ start: (kind: number, params: string) => Promise<number[] | string | undefined>, stop: (id: number) => Promise<string> }} Asker the answer to
 *   `start` is the recording's number in an array; a text that says why there is none; or nothing when the heap is recorded already
 */
async function startCpuProfile(asker, options) {
  const id = idOf(await asker.start(...require('internal:v8/profiles').cpuRecording(options)));
  return new CPUProfileHandle(() => asker.stop(id));
}

/** @param {Asker} asker */
async function startHeapProfile(asker, options = {}) {
  const answer = await asker.start(...require('internal:v8/profiles').heapRecording(options));
  if (answer === undefined) throw new codes.ERR_HEAP_PROFILE_HAVE_BEEN_STARTED();
  const id = idOf(answer);
  return new HeapProfileHandle(() => asker.stop(id));
}

function idOf(answer) {
  if (typeof answer === 'string') throw new Error(answer);
  return answer[0];
}

module.exports = { startCpuProfile, startHeapProfile };
