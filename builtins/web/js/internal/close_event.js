'use strict';

/** https://html.spec.whatwg.org/#closeevent and https://html.spec.whatwg.org/#errorevent */

const { Event } = require('internal:events/event_target');
const { forbidCloning } = require('internal:web/transferable');
const { defineInterface, requireArguments, toDOMString, toDictionary, toUSVString } = require('internal:web/webidl');

class CloseEvent extends Event {
  #wasClean;
  #code;
  #reason;

  constructor(type, eventInitDict = {}) {
    requireArguments(arguments, 1, 'CloseEvent constructor');
    const init = toDictionary(eventInitDict);
    super(toDOMString(type, 'CloseEvent constructor', 'type'), init);
    this.#wasClean = Boolean(init.wasClean);
    this.#code = toInteger(init.code, 0xffff);
    this.#reason = init.reason === undefined ? '' : toUSVString(init.reason, 'CloseEvent constructor', 'reason');
  }

  get wasClean() { return this.#wasClean; }

  get code() { return this.#code; }

  get reason() { return this.#reason; }
}

defineInterface(CloseEvent, ['wasClean', 'code', 'reason']);

class ErrorEvent extends Event {
  #message;
  #filename;
  #lineno;
  #colno;
  #error;

  constructor(type, eventInitDict) {
    requireArguments(arguments, 1, 'ErrorEvent constructor');
    super(toDOMString(type, 'ErrorEvent constructor', 'type'), eventInitDict ?? undefined);
    const init = toDictionary(eventInitDict);
    this.#message = init.message === undefined ? '' : toDOMString(init.message, 'ErrorEvent constructor', 'message');
    this.#filename = init.filename === undefined ? '' : toUSVString(init.filename, 'ErrorEvent constructor', 'filename');
    this.#lineno = toInteger(init.lineno, 0xffff_ffff);
    this.#colno = toInteger(init.colno, 0xffff_ffff);
    this.#error = init.error;
  }

  get message() { return this.#message; }

  get filename() { return this.#filename; }

  get lineno() { return this.#lineno; }

  get colno() { return this.#colno; }

  get error() { return this.#error; }
}

defineInterface(ErrorEvent, ['message', 'filename', 'lineno', 'colno', 'error']);

forbidCloning(CloseEvent);
forbidCloning(ErrorEvent);

/** An unsigned integer, modulo what fits. */
function toInteger(value, most) {
  const number = Math.trunc(Number(value));
  if (!Number.isFinite(number)) return 0;
  return ((number % (most + 1)) + most + 1) % (most + 1);
}

module.exports = { CloseEvent, ErrorEvent };
