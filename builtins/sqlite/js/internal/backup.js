'use strict';

const { checkFunction, checkInteger, checkOptions, checkPath, checkString, invalidType, outOfRange } = require('internal:sqlite/checks');
const { nativeOf } = require('internal:sqlite/database');
const { setImmediate } = require('node:timers');

/** Pages between two events. */
const kRate = 100;

/**
 * Copies a database while it is in use: so many pages, then it is the others' turn.
 * @param {DatabaseSync} sourceDb @param {string | Uint8Array | URL} path
 * @param {{ source?: string, target?: string, rate?: number, progress?: (info: { totalPages: number, remainingPages: number }) => void }} [options]
 * @returns {Promise<number>} the number of pages
 */
function backup(sourceDb, path, options) {
  if (sourceDb === null || typeof sourceDb !== 'object') throw invalidType('sourceDb', 'an object');
  const native = nativeOf(sourceDb);
  const bytes = checkPath(path);
  const { rate = kRate, source = 'main', target = 'main', progress } = checkOptions(options);
  checkInteger(rate, 'options.rate');
  if (rate <= 0) throw outOfRange('options.rate');
  checkString(source, 'options.source');
  checkString(target, 'options.target');
  if (progress !== undefined) checkFunction(progress, 'options.progress');
  return new Promise((fulfil, reject) => {
    const copy = new binding.Backup(native, source, bytes.toString(), target);
    const goOn = () => {
      try {
        const [isDone, remainingPages, totalPages] = copy.step(rate);
        if (isDone) {
          copy.finish();
          fulfil(totalPages);
          return;
        }
        progress?.({ totalPages, remainingPages });
        setImmediate(goOn);
      } catch (error) {
        copy.finish();
        reject(error);
      }
    };
    setImmediate(goOn);
  });
}

module.exports = { backup };
