'use strict';

/** Lookups and queries, as events of `node.dns.native`. */

const { tracer } = require('internal:dns/measure');
const { isIP } = require('internal:net/ip');

const FAMILIES = { __proto__: null, 4: 'ipv4', 6: 'ipv6' };

/** How answers are sorted, as the numbers that events have. */
const ORDERS = ['verbatim', 'ipv4first', 'ipv6first'];

/** The methods whose names the events have, where it is not that of the entry of performance observers. */
const METHODS = { __proto__: null, getHostByAddr: 'reverse', queryA: 'resolve4', queryAaaa: 'resolve6' };

/** c-ares's numbers of errors. */
const STATUSES = {
  __proto__: null, ENODATA: 1, EFORMERR: 2, ESERVFAIL: 3, ENOTFOUND: 4, ENOTIMP: 5, EREFUSED: 6, EBADQUERY: 7, EBADNAME: 8, EBADFAMILY: 9,
  EBADRESP: 10, ECONNREFUSED: 11, ETIMEOUT: 12, ECANCELLED: 24,
};

let lastId = 0;

/** @param {(event: object) => void} emit @returns {() => void} ends that */
function follow(emit) {
  tracer.ask = (entryName, detail) => {
    const name = METHODS[entryName] ?? entryName.replace(/^query/, 'resolve');
    const id = ++lastId;
    emit({ ph: 'b', name, id, args: questionOf(name, detail) });
    return (error, ...values) => emit({ ph: 'e', name, id, args: answerOf(name, detail, error, values) });
  };
  return () => { tracer.ask = undefined; };
}

function questionOf(name, { hostname, family, host, port }) {
  if (name === 'lookup') return { hostname, family: FAMILIES[family] ?? 'unspec' };
  if (name === 'lookupService') return { ip: host, port };
  if (name === 'reverse') return { name: host, family: FAMILIES[isIP(host)] };
  return { name: host };
}

function answerOf(name, { order }, error, [value]) {
  if (name === 'lookup') return { count: error ? 0 : value.length, order: Math.max(ORDERS.indexOf(order), 0) };
  if (error) return { error: STATUSES[error.code] ?? error.errno };
  return name === 'lookupService' ? { hostname: value[0], service: value[1] } : {};
}

module.exports = { follow };
