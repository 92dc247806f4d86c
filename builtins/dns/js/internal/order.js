'use strict';

/** In which order `lookup` gives addresses of different families. */

const { getOptionValue } = require('internal:process/options');
const { validateOneOf } = require('internal:shared/validators');

const ORDERS = ['verbatim', 'ipv4first', 'ipv6first'];

let defaultOrder;

/** The order of the option `--dns-result-order`, until it is set. */
function getDefaultResultOrder() {
  defaultOrder ??= orderOfOption();
  return defaultOrder;
}

function orderOfOption() {
  const value = getOptionValue('--dns-result-order');
  return ORDERS.includes(value) ? value : 'verbatim';
}

/** @param {'ipv4first' | 'ipv6first' | 'verbatim'} value */
function setDefaultResultOrder(value) {
  validateOneOf(value, 'dnsOrder', ['verbatim', 'ipv4first', 'ipv6first']);
  defaultOrder = value;
}

/** @param {string[]} addresses @param {string} order @param {(address: string) => number} familyOf */
function sortAddresses(addresses, order, familyOf) {
  if (order === 'verbatim') return addresses;
  const first = order === 'ipv4first' ? 4 : 6;
  const preferred = addresses.filter((address) => familyOf(address) === first);
  return preferred.concat(addresses.filter((address) => familyOf(address) !== first));
}

module.exports = { ORDERS, getDefaultResultOrder, setDefaultResultOrder, sortAddresses };
