'use strict';

/** Process-wide defaults, from the command line. `node:tls` shows them as properties that programs may set. */

const process = require('internal:process/object');
const { getOptionValue } = require('internal:process/options');

const kCiphers =
  'TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256:TLS_AES_128_GCM_SHA256:ECDHE-RSA-AES128-GCM-SHA256:' +
  'ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-AES256-GCM-SHA384:DHE-RSA-AES128-GCM-SHA256:' +
  'ECDHE-RSA-AES128-SHA256:DHE-RSA-AES128-SHA256:ECDHE-RSA-AES256-SHA384:DHE-RSA-AES256-SHA384:ECDHE-RSA-AES256-SHA256:' +
  'DHE-RSA-AES256-SHA256:HIGH:!aNULL:!eNULL:!EXPORT:!DES:!RC4:!MD5:!PSK:!SRP:!CAMELLIA';

function ciphers() {
  return getOptionValue('--tls-cipher-list') || kCiphers;
}

/** The lowest of the versions asked for wins. */
function minVersion() {
  for (const [option, version] of [['--tls-min-v1.0', 'TLSv1'], ['--tls-min-v1.1', 'TLSv1.1'], ['--tls-min-v1.2', 'TLSv1.2'],
    ['--tls-min-v1.3', 'TLSv1.3']]) {
    if (getOptionValue(option)) return version;
  }
  return 'TLSv1.2';
}

/** The highest of the versions asked for wins. */
function maxVersion() {
  if (getOptionValue('--tls-max-v1.3')) return 'TLSv1.3';
  return getOptionValue('--tls-max-v1.2') ? 'TLSv1.2' : 'TLSv1.3';
}

let rejectionWarned = false;

/** Whether the environment accepts servers that cannot be trusted; the first time it says so. */
function allowsUnauthorized() {
  const allows = process.env.NODE_TLS_REJECT_UNAUTHORIZED === '0';
  if (allows && !rejectionWarned) {
    rejectionWarned = true;
    process.emitWarning(
      'Setting the NODE_TLS_REJECT_UNAUTHORIZED environment variable to \'0\' makes TLS connections and HTTPS requests insecure ' +
      'by disabling certificate verification.',
    );
  }
  return allows;
}

module.exports = { allowsUnauthorized, ciphers, maxVersion, minVersion };
