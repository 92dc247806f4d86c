'use strict';

/** How `fetch` goes through the proxies of the environment. */

const { globalProxyRules } = require('internal:http/proxy_env');
const { openTunnel } = require('internal:http/proxy_tunnel');
const { bareHost, connectSecurely } = require('internal:http/web_pool');
const { RequestAbortedError } = require('internal:http/web_errors');

/** @param {URL} url */
function isProxied(url) {
  const rules = globalProxyRules();
  return rules !== null && proxyOf(rules, url) !== null;
}

function portOf({ protocol, port }) {
  return port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port);
}

/** Without a proxy of its own `https:` uses that of `http:`. */
function proxyOf(rules, url) {
  const protocol = rules.https === null ? 'http:' : url.protocol;
  return rules.proxyFor(protocol, url.hostname, portOf(url), 'fetch');
}

/** Plain requests are forwarded by the proxy, all others go through a tunnel. @param {URL} url @returns {import('internal:http/web_pool').Target} */
function proxiedTarget(url) {
  return url.protocol === 'http:' ? forwardingTarget(proxyOf(globalProxyRules(), url)) : tunnelTarget(url);
}

function forwardingTarget({ protocol, hostname, port, href, authorization }) {
  const fields = authorization === undefined ? '' : `proxy-authorization: ${authorization}\r\n`;
  return { protocol, hostname, port, key: `${href} forwards ${authorization ?? ''}`, isForward: true, fields };
}

/** @param {URL} url @returns {import('internal:http/web_pool').Target} */
function tunnelTarget(url) {
  const proxy = proxyOf(globalProxyRules(), url);
  const { protocol, hostname } = url;
  const connect = (lane, done) => connectThrough(proxy, lane, done);
  return { protocol, hostname, port: portOf(url), key: `${proxy.href} ${proxy.authorization ?? ''} ${url.origin}`, connect };
}

/** The target through a proxy that passes bytes on. */
function connectThrough(proxy, lane, done) {
  const { protocol, hostname, port } = lane.target;
  return openTunnel(proxy, { host: bareHost(hostname), port, isReused: true }, (error, socket) => {
    if (error !== null) {
      done(refusalOf(error));
    } else if (protocol === 'https:') {
      connectSecurely(lane, socket, done);
    } else {
      done(null, socket);
      socket.resume();
    }
  });
}

/** What a proxy answered in undici's words; other failures as they are. */
function refusalOf(error) {
  const { statusCode } = error;
  return Number.isInteger(statusCode) ? new RequestAbortedError(`Proxy response (${statusCode}) !== 200 when HTTP Tunneling`) : error;
}

module.exports = { isProxied, proxiedTarget, tunnelTarget };
