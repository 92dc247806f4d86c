'use strict';

/**
 * The kinds of records: their numbers, and what programs get for the rows that come from the native side
 * (`[kind, ttl, ...fields]`, see src/answer.rs).
 */

const ANY = 255;

/** @typedef {(...fields: any[]) => unknown} Shape */

// Some shapes name their kind also outside of `resolveAny`, and some have the place for it: programs compare them.
const name = (value) => value;
const mx = (priority, exchange) => ({ exchange, priority, type: 'MX' });
const soa = (nsname, hostmaster, serial, refresh, retry, expire, minttl) => ({
  nsname, hostmaster, serial, refresh, retry, expire, minttl, type: undefined,
});
const srv = (priority, weight, port, target) => ({ name: target, port, priority, weight, type: 'SRV' });
const naptr = (order, preference, flags, service, regexp, replacement) => ({
  flags, service, regexp, replacement, order, preference, type: undefined,
});
const caa = (critical, tag, value) => ({ critical, type: 'CAA', [tag]: value });
const tlsa = (certUsage, selector, match, data) => ({
  certUsage, selector, match, data: data.buffer.slice(data.byteOffset, data.byteOffset + data.byteLength),
});

/** In the order in which `resolveAny` gives them. @type {Record<string, { number: number, shape: Shape, key?: string }>} */
const KINDS = {
  A: { number: 1, shape: name, key: 'address' },
  CNAME: { number: 5, shape: name, key: 'value' },
  AAAA: { number: 28, shape: name, key: 'address' },
  MX: { number: 15, shape: mx },
  NS: { number: 2, shape: name, key: 'value' },
  TXT: { number: 16, shape: name, key: 'entries' },
  SRV: { number: 33, shape: srv },
  PTR: { number: 12, shape: name, key: 'value' },
  NAPTR: { number: 35, shape: naptr },
  SOA: { number: 6, shape: soa },
  TLSA: { number: 52, shape: tlsa },
  CAA: { number: 257, shape: caa },
};

/**
 * What a query for one kind gives; undefined when no record is of it.
 * @param {unknown[][]} rows @param {string} kind @param {boolean} withTtl
 */
function valuesOf(rows, kind, withTtl) {
  if (kind === 'ANY') return anyOf(rows);
  const { number, shape } = KINDS[kind];
  const own = rows.filter((row) => row[0] === number);
  if (own.length === 0) return undefined;
  const values = own.map(([, ttl, ...fields]) => (withTtl ? { address: fields[0], ttl } : shape(...fields)));
  // There is one start of authority.
  return kind === 'SOA' ? values[0] : values;
}

function anyOf(rows) {
  const values = [];
  for (const type of Object.keys(KINDS)) {
    const { number, shape, key } = KINDS[type];
    for (const [kind, ttl, ...fields] of rows) {
      if (kind !== number) continue;
      const value = shape(...fields);
      if (key === 'address') values.push({ address: value, ttl, type });
      else values.push(key ? { [key]: value, type } : { ...value, type });
    }
  }
  return values.length > 0 ? values : undefined;
}

/** The number to ask for. @param {string} kind */
function numberOf(kind) {
  return kind === 'ANY' ? ANY : KINDS[kind].number;
}

module.exports = { numberOf, valuesOf };
