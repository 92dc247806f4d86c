'use strict';

const { Event } = require('internal:events/event_target');
const { forbidCloning } = require('internal:web/transferable');
const { requireArguments } = require('internal:web/webidl');

/** Sets the data of a message that has come, which may be undefined; the constructor has no way to say so. */
let withData;
/** What was sent: `data` shows null for an undefined message, of which listeners in Node's style get the value. */
let sentData;

/** https://html.spec.whatwg.org/#messageevent */
class MessageEvent extends Event {
  #data;
  #origin;
  #lastEventId;
  #source;
  #ports;

  static {
    withData = (event, data) => {
      event.#data = data;
      return event;
    };
    sentData = (event) => (#data in event ? event.#data : event.data);
  }

  constructor(type, init = {}) {
    requireArguments(arguments, 1, 'MessageEvent constructor');
    super(type, init);
    this.#data = init.data;
    this.#origin = `${init.origin ?? ''}`;
    this.#lastEventId = `${init.lastEventId ?? ''}`;
    this.#source = init.source ?? null;
    if (this.#source !== null) requirePort(this.#source, 'source');
    this.#ports = init.ports === undefined || init.ports === null ? undefined : portsOf(init.ports);
  }

  get data() { return this.#data === undefined ? null : this.#data; }
  get origin() { return this.#origin; }
  get lastEventId() { return this.#lastEventId; }
  get source() { return this.#source; }
  /** Few ask for the ports of a message that brings none. */
  get ports() { return this.#ports ??= portsOf([]); }

  /** Of old: what it makes is another event. */
  initMessageEvent(
    type, bubbles = false, cancelable = false, data = null, origin = '', lastEventId = '', source = null, ports = [],
  ) {
    requireArguments(arguments, 1, 'MessageEvent.initMessageEvent');
    return new MessageEvent(type, { bubbles, cancelable, data, origin, lastEventId, source, ports });
  }
}

for (const name of ['data', 'origin', 'lastEventId', 'source', 'ports', 'initMessageEvent']) {
  Object.defineProperty(MessageEvent.prototype, name, { __proto__: null, enumerable: true });
}
Object.defineProperty(MessageEvent.prototype, Symbol.toStringTag, { __proto__: null, value: 'MessageEvent', configurable: true });

forbidCloning(MessageEvent);

module.exports = { MessageEvent, messageEvent, sentData };

/** The event of a message. @param {unknown} data @param {MessagePort[] | undefined} ports */
function messageEvent(data, ports) {
  return withData(new MessageEvent('message', ports === undefined ? undefined : { ports }), data);
}


function portsOf(list) {
  if (typeof list[Symbol.iterator] !== 'function') {
    throw new TypeError(`MessageEvent constructor: eventInitDict.ports (${shown(list)}) is not iterable.`);
  }
  const ports = [...list];
  ports.forEach((port, index) => requirePort(port, `ports[${index}]`));
  return Object.freeze(ports);
}

function requirePort(value, member) {
  const { MessagePort } = require('internal:web/message_channel');
  if (value instanceof MessagePort) return;
  throw new TypeError(
    `MessageEvent constructor: Expected eventInitDict.${member} ("${shown(value)}") to be an instance of MessagePort.`);
}

function shown(value) {
  return require('internal:util/inspect').inspect(value);
}
