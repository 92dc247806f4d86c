'use strict';

/** Profiles of a worker that its parent starts and stops: the handles of the parent, and the recordings in the worker. */

const { codes } = require('internal:shared/errors');

/** Stops the recording when it is first asked; the same profile comes each time. */
class Recording {
  #ask;
  #id;
  #profile;

  constructor(ask, id) {
    this.#ask = ask;
    this.#id = id;
  }

  /** @returns {Promise<string>} the profile's JSON text */
  stop() {
    return this.#profile ??= this.#ask('stopProfile', this.#id);
  }

  async [Symbol.asyncDispose]() {
    await this.stop();
  }
}

class CPUProfileHandle extends Recording {}

class HeapProfileHandle extends Recording {}

/** @param {(question: string, detail: any) => Promise<any>} ask */
async function startCpuProfile(ask, options) {
  require('internal:v8/profiles').validateCpuOptions(options);
  return new CPUProfileHandle(ask, await ask('startCpuProfile', options));
}

async function startHeapProfile(ask, options = {}) {
  require('internal:v8/profiles').validateHeapOptions(options);
  const id = await ask('startHeapProfile', options);
  if (id === undefined) throw new codes.ERR_HEAP_PROFILE_HAVE_BEEN_STARTED();
  return new HeapProfileHandle(ask, id);
}

/** In the worker: what records, by id. @type {Map<number, { stop(): string }>} */
const recordings = new Map();
let lastId = 0;

const answers = {
  startCpuProfile: (options) => keep(require('internal:v8/profiles').startCpuProfile(options)),
  /** Nothing when a heap profile runs already. */
  startHeapProfile(options) {
    try {
      return keep(require('internal:v8/profiles').startHeapProfile(options));
    } catch (error) {
      if (error.code === 'ERR_HEAP_PROFILE_HAVE_BEEN_STARTED') return undefined;
      throw error;
    }
  },
  stopProfile(id) {
    const recording = recordings.get(id);
    recordings.delete(id);
    return recording.stop();
  },
};

function keep(recording) {
  recordings.set(++lastId, recording);
  return lastId;
}

module.exports = { answers, startCpuProfile, startHeapProfile };
