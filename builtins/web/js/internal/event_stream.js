'use strict';

/** Reads the lines of an event stream (https://html.spec.whatwg.org/#event-stream-interpretation). */

class EventStreamParser {
  #events;
  /** A line that is not yet complete. */
  #rest = '';
  #endsWithReturn = false;
  #data = [];
  #type = '';
  /** What the next empty line makes the last event ID. */
  #lastEventId;

  /**
   * @param {string} lastEventId of the stream before
   * @param {{ onLastEventId: (id: string) => void, onEvent: (type: string, data: string) => void, onRetry: (ms: number) => void }} events
   */
  constructor(lastEventId, events) {
    this.#lastEventId = lastEventId;
    this.#events = events;
  }

  /** @param {string} text the next piece */
  push(text) {
    if (text === '') return;
    // The line feed of a CRLF that was cut between the two.
    const input = this.#rest + (this.#endsWithReturn && text[0] === '\n' ? text.slice(1) : text);
    this.#endsWithReturn = text.at(-1) === '\r';
    const lines = input.split(/\r\n|\n|\r/);
    this.#rest = lines.pop();
    for (const line of lines) this.#line(line);
  }

  #line(line) {
    if (line === '') {
      this.#dispatch();
      return;
    }
    const colon = line.indexOf(':');
    if (colon === 0) return;
    const name = colon === -1 ? line : line.slice(0, colon);
    const value = colon === -1 ? '' : line.slice(line[colon + 1] === ' ' ? colon + 2 : colon + 1);
    this.#field(name, value);
  }

  #field(name, value) {
    switch (name) {
      case 'event': this.#type = value; break;
      case 'data': this.#data.push(value); break;
      case 'id': if (!value.includes('\0')) this.#lastEventId = value; break;
      case 'retry': if (/^\d+$/.test(value)) this.#events.onRetry(Number(value)); break;
      default:
    }
  }

  #dispatch() {
    const data = this.#data;
    const type = this.#type;
    this.#data = [];
    this.#type = '';
    this.#events.onLastEventId(this.#lastEventId);
    if (data.length > 0) this.#events.onEvent(type || 'message', data.join('\n'));
  }
}

module.exports = { EventStreamParser };
