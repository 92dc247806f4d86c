'use strict';

/** How `fetch` goes through the proxies of the environment: a tunnel through the proxy for every connection. */

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

function proxyOf(rules, url) {
  return rules.proxyFor(url.protocol, url.hostname, portOf(url));
}

/** @param {URL} url @returns {import('internal:http/web_pool').Target} */
function proxiedTarget(url) {
  const proxy = proxyOf(globalProxyRules(), url);
  const { protocol, hostname } = url;
  const connect = (lane, done) => openTunnel(proxy, lane, done);
  return { protocol, hostname, port: portOf(url), key: `${proxy.href} ${url.origin}`, connect };
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

module.exports = { isProxied, proxiedTarget };
