'use strict';

/** OpenSSL as a whole: FIPS mode, engines, the secure heap. */

const { codes } = require('internal:shared/errors');
const { validateString } = require('internal:shared/validators');
const { getOptionValue } = require('internal:process/options');

function getFips() {
  return binding.isFips() ? 1 : 0;
}

function setFips(value) {
  if (getOptionValue('--force-fips')) {
    if (value) return;
    throw new codes.ERR_CRYPTO_FIPS_FORCED();
  }
  if (value) binding.enableFips();
  else binding.disableFips();
}

/** OpenSSL 3 is built without engines; providers took their place. */
function setEngine(id, flags) {
  validateString(id, 'id');
  if (flags && typeof flags !== 'number') throw new codes.ERR_INVALID_ARG_TYPE('flags', 'number', flags);
  if (id === '') return;
  throw new codes.ERR_CRYPTO_ENGINE_UNKNOWN(id);
}

function secureHeapUsed() {
  const total = Number(getOptionValue('--secure-heap')) || 0;
  const min = Number(getOptionValue('--secure-heap-min')) || 2;
  const used = binding.secureHeapUsed() ?? 0;
  return { total, used, utilization: used / total, min };
}

let prepared = false;

/** What the command line asks for, before the first key is made. */
function prepare() {
  if (prepared) return;
  prepared = true;
  const total = Number(getOptionValue('--secure-heap')) || 0;
  if (total > 0) binding.initSecureHeap(total, Number(getOptionValue('--secure-heap-min')) || 2);
  if (getOptionValue('--enable-fips') || getOptionValue('--force-fips')) binding.enableFips();
}

module.exports = { getFips, prepare, secureHeapUsed, setEngine, setFips };
