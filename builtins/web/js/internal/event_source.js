'use strict';

/** https://html.spec.whatwg.org/#the-eventsource-interface */

const { Buffer } = require('node:buffer');
const { TextDecoder } = require('internal:web/encoding');
const { AbortController } = require('internal:web/abort_controller');
const { clearTimeout, setTimeout } = require('node:timers');
const { URL } = require('internal:url/url');
const { defineEventHandler, Event, EventTarget } = require('internal:events/event_target');
const { DOMException } = require('internal:web/dom_exception');
const { MessageEvent } = require('internal:web/message_event');
const { EventStreamParser } = require('internal:web/event_stream');
const { defineInterface, illegalInvocation, isObject, requireArguments, toDictionary, toUSVString } = require('internal:web/webidl');

const CONNECTING = 0;
const OPEN = 1;
const CLOSED = 2;

/** How long after a lost connection another is tried, in ms, until the server says otherwise. */
const kReconnectionTime = 3000;

class EventSource extends EventTarget {
  #url;
  #withCredentials;
  #dispatcher;
  #state = CONNECTING;
  #lastEventId = '';
  #reconnectionTime;
  #timer = null;
  #controller = null;

  /** @param {string | URL} url @param {{ withCredentials?: boolean, node?: { dispatcher?: object, reconnectionTime?: number } }} [eventSourceInitDict] */
  constructor(url, eventSourceInitDict = {}) {
    super();
    requireArguments(arguments, 1, 'EventSource constructor');
    const init = toDictionary(eventSourceInitDict);
    const text = toUSVString(url, 'EventSource constructor', 'url');
    try {
      this.#url = new URL(text);
    } catch (error) {
      throw new DOMException(error, 'SyntaxError');
    }
    this.#withCredentials = Boolean(init.withCredentials);
    this.#dispatcher = init.node?.dispatcher ?? init.dispatcher;
    this.#reconnectionTime = init.node?.reconnectionTime ?? kReconnectionTime;
    this.#connect();
  }

  get readyState() {
    requireSource(this);
    return this.#state;
  }

  get url() {
    requireSource(this);
    return this.#url.href;
  }

  get withCredentials() {
    requireSource(this);
    return this.#withCredentials;
  }

  static {
    for (const type of ['open', 'message', 'error']) defineEventHandler(this.prototype, type);
  }

  close() {
    requireSource(this);
    if (this.#state === CLOSED) return;
    this.#state = CLOSED;
    clearTimeout(this.#timer);
    this.#controller?.abort();
  }

  static isEventSource(value) {
    return isObject(value) && #state in value;
  }

  async #connect() {
    this.#controller = new AbortController();
    try {
      const response = await this.#request();
      const type = require('internal:web/mime_type').mimeTypeOfField(response.headers.get('content-type'));
      if (this.#state === CLOSED) return;
      if (response.status !== 200 || type?.essence !== 'text/event-stream') {
        await response.body?.cancel();
        this.#fail();
        return;
      }
      this.#state = OPEN;
      this.dispatchEvent(new Event('open'));
      await this.#read(response);
    } catch {
      // Whatever the network did: another connection is tried.
    }
    this.#reconnect();
  }

  #request() {
    const { fetch } = require('internal:web/fetch');
    const headers = { accept: 'text/event-stream' };
    if (this.#lastEventId !== '') headers['last-event-id'] = Buffer.from(this.#lastEventId).toString('latin1');
    return fetch(this.#url, {
      headers, cache: 'no-store', signal: this.#controller.signal, dispatcher: this.#dispatcher,
      credentials: this.#withCredentials ? 'include' : 'same-origin',
    });
  }

  async #read(response) {
    const { origin } = new URL(response.url);
    const parser = new EventStreamParser({
      onEvent: (type, data, lastEventId) => {
        this.#lastEventId = lastEventId;
        if (this.#state !== CLOSED) this.dispatchEvent(new MessageEvent(type, { data, origin, lastEventId }));
      },
      onRetry: (time) => { this.#reconnectionTime = time; },
    });
    const decoder = new TextDecoder();
    for await (const chunk of response.body) parser.push(decoder.decode(chunk, { stream: true }));
    // An event without its empty line at the end is dropped.
  }

  #reconnect() {
    if (this.#state === CLOSED) return;
    this.#state = CONNECTING;
    this.dispatchEvent(new Event('error'));
    if (this.#state === CLOSED) return;
    this.#timer = setTimeout(() => this.#connect(), this.#reconnectionTime);
  }

  #fail() {
    this.#state = CLOSED;
    this.dispatchEvent(new Event('error'));
  }
}

const { isEventSource } = EventSource;
delete EventSource.isEventSource;

defineInterface(EventSource, ['close', 'readyState', 'url', 'withCredentials']);
for (const [name, value] of Object.entries({ CONNECTING, OPEN, CLOSED })) {
  for (const target of [EventSource, EventSource.prototype]) Object.defineProperty(target, name, { __proto__: null, value, enumerable: true });
}

function requireSource(value) {
  if (!isEventSource(value)) throw illegalInvocation();
}

module.exports = { EventSource };
