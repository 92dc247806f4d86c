'use strict';

/** `openAsBlob`: a file as a Blob, whose bytes are read when they are asked for. */

const { validateObject, validateString } = require('internal:shared/validators');
const { toPath } = require('internal:fs/paths');
const { promised } = require('internal:fs/promised');
const { toStats } = require('internal:fs/stats');
const { O_RDONLY } = require('internal:fs/constants');

function openAsBlob(path, options = {}) {
  // What is wrong with the arguments or the path is thrown, and not a rejection.
  return Promise.resolve(openAsBlobSync(path, options));
}

function openAsBlobSync(path, options = {}) {
  validateObject(options, 'options');
  const { type = '' } = options;
  validateString(type, 'options.type');
  path = toPath(path);
  const stats = toStats(binding.stat(path, true));
  const chunk = new FileChunk(path, stats, 0, Number(stats.size));
  return require('internal:buffer/blob').blobOfChunks([chunk], type);
}

/** A part of a file as it was when the Blob was made; once the file has changed it cannot be read. */
class FileChunk {
  #path;
  #stats;
  #start;

  constructor(path, stats, start, length) {
    this.#path = path;
    this.#stats = stats;
    this.#start = start;
    this.length = length;
  }

  subarray(first, last) {
    const end = Math.min(last, this.length);
    return new FileChunk(this.#path, this.#stats, this.#start + first, end - first);
  }

  /** @returns {Promise<Uint8Array>} */
  async read() {
    try {
      const fd = await promised(binding.open, this.#path, O_RDONLY, 0);
      try {
        return await this.#readOpen(fd);
      } finally {
        await promised(binding.close, fd);
      }
    } catch {
      const { DOMException } = require('internal:web/dom_exception');
      throw new DOMException('The blob could not be read', 'NotReadableError');
    }
  }

  async #readOpen(fd) {
    const { size, mtimeNs } = toStats(await promised(binding.fstat, fd, true));
    if (size !== this.#stats.size || mtimeNs !== this.#stats.mtimeNs) throw new Error('the file has changed');
    const bytes = new Uint8Array(this.length);
    let filled = 0;
    while (filled < bytes.length) {
      const count = await promised(binding.read, fd, bytes, filled, bytes.length - filled, this.#start + filled);
      if (count === 0) throw new Error('the file has shrunk');
      filled += count;
    }
    return bytes;
  }
}

module.exports = { openAsBlob, openAsBlobSync };
