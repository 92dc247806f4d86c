'use strict';

/** How `fetch` goes through the proxies of the environment. */

const { globalProxyRules } = require('internal:http/proxy_env');
const { connectSecurely } = require('internal:http/web_pool');
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
  return rules.proxyFor(protocol, url.hostname, portOf(url));
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
  const connect = (lane, done) => openTunnel(proxy, lane, done);
  return { protocol, hostname, port: portOf(url), key: `${proxy.href} ${proxy.authorization ?? ''} ${url.origin}`, connect };
}

/** Asks the proxy for a connection to the target (RFC 9110 section 9.3.6). */
function openTunnel(proxy, lane, done) {
  const { target } = lane;
  const client = require(proxy.protocol === 'https:' ? 'node:https' : 'node:http');
  const authority = `${target.hostname}:${target.port}`;
  const headers = { host: authority, connection: 'close', 'proxy-connection': 'keep-alive' };
  if (proxy.authorization !== undefined) headers['proxy-authorization'] = proxy.authorization;
  const request = client.request({ host: proxy.hostname, port: proxy.port, method: 'CONNECT', path: authority, headers, agent: false });
  request.once('error', done);
  request.once('connect', (response, socket) => {
    request.removeListener('error', done);
    if (response.statusCode !== 200) {
      socket.on('error', ignore).destroy();
      done(new RequestAbortedError(`Proxy response (${response.statusCode}) !== 200 when HTTP Tunneling`));
    } else if (target.protocol === 'https:') {
      connectSecurely(lane, socket, done);
    } else {
      done(null, socket);
    }
  });
  request.once('response', (response) => {
    response.resume();
    done(new RequestAbortedError(`Proxy response (${response.statusCode}) !== 200 when HTTP Tunneling`));
  });
  request.end();
  return request;
}

function ignore() {}

module.exports = { isProxied, proxiedTarget, tunnelTarget };
