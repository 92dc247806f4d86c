'use strict';

/** The codes of name servers' answers: `dns.NOTFOUND` is `ENOTFOUND`. */

const NAMES = [
  'NODATA', 'FORMERR', 'SERVFAIL', 'NOTFOUND', 'NOTIMP', 'REFUSED', 'BADQUERY', 'BADNAME', 'BADFAMILY', 'BADRESP', 'CONNREFUSED',
  'TIMEOUT', 'EOF', 'FILE', 'NOMEM', 'DESTRUCTION', 'BADSTR', 'BADFLAGS', 'NONAME', 'BADHINTS', 'NOTINITIALIZED',
  'LOADIPHLPAPI', 'ADDRGETNETWORKPARAMS', 'CANCELLED',
];

const errorCodes = Object.fromEntries(NAMES.map((name) => [name, `E${name}`]));

module.exports = { errorCodes };
