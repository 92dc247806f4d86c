'use strict';

/**
 * The domains of the protocol that are written in JavaScript. A domain is asked by number of the front end:
 * @typedef {object} Domain
 * @property {Record<string, (frontEnd: number, params: object) => object | undefined>} methods each gives the result of its call
 * @property {(frontEnd: number) => void} forget the front end has gone
 */

const { DomainError, kServerError } = require('internal:inspector/domain_error');

/** Loaded by who first calls them. @type {Map<string, Domain>} */
const loaded = new Map();
const modules = {
  __proto__: null,
  Network: () => require('internal:inspector/network'),
  NodeTracing: () => require('internal:inspector/tracing'),
  DOMStorage: () => require('internal:inspector/storage'),
  Storage: () => require('internal:inspector/storage'),
};

/**
 * Called by the agent.
 * @param {number} frontEnd
 * @param {string} method
 * @param {string} params JSON text
 * @returns {string | undefined} `result` or `error`, and its JSON text; nothing for a method that is none
 */
function answer(frontEnd, method, params) {
  const call = domainOf(method).methods[method];
  if (call === undefined) return undefined;
  try {
    return `result ${JSON.stringify(call(frontEnd, JSON.parse(params) ?? {}) ?? {})}`;
  } catch (error) {
    const code = error instanceof DomainError ? error.code : kServerError;
    return `error ${JSON.stringify({ code, message: error.message })}`;
  }
}

function domainOf(method) {
  const [name] = method.split('.');
  if (!loaded.has(name)) loaded.set(name, modules[name]());
  return loaded.get(name);
}

/** Called by the agent when a front end that has called one of the domains has gone. @param {number} frontEnd */
function forget(frontEnd) {
  for (const domain of new Set(loaded.values())) domain.forget(frontEnd);
}

module.exports = { answer, forget };
