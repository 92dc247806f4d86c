'use strict';

/** https://html.spec.whatwg.org/#the-eventsource-interface */

const process = require('internal:process/object');
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

let hasWarned = false;

class EventSource extends EventTarget {
  #url;
  /** Where the next connection goes: to the end of the redirects that the last one followed. */
  #current;
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
    warnOnce();
    const init = toDictionary(eventSourceInitDict, 'EventSource constructor');
    const text = toUSVString(url, 'EventSource constructor', 'url');
    try {
      this.#url = new URL(text);
    } catch (error) {
      throw new DOMException(error, 'SyntaxError');
    }
    this.#current = this.#url;
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
      this.#current = new URL(response.url);
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
    return fetch(this.#current, {
      headers, cache: 'no-store', signal: this.#controller.signal, dispatcher: this.#dispatcher,
      credentials: this.#withCredentials ? 'include' : 'same-origin',
    });
  }

  async #read(response) {
    const { origin } = this.#current;
    const parser = new EventStreamParser(this.#lastEventId, {
      onLastEventId: (id) => { this.#lastEventId = id; },
      onEvent: (type, data) => {
        if (this.#state !== CLOSED) this.dispatchEvent(new MessageEvent(type, { data, origin, lastEventId: this.#lastEventId }));
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
    // A source without a connection does not keep the process alive.
    this.#timer = setTimeout(() => this.#connect(), this.#reconnectionTime).unref();
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

function warnOnce() {
  if (hasWarned) return;
  hasWarned = true;
  process.emitWarning('EventSource is experimental, expect them to change at any time.', { code: 'UNDICI-ES' });
}

function requireSource(value) {
  if (!isEventSource(value)) throw illegalInvocation();
}

module.exports = { EventSource };
