'use strict';

/** The resource timing entry of a fetch (https://fetch.spec.whatwg.org/#finalize-and-report-timing). */

const { now } = require('internal:perf_hooks/clock');

class Timing {
  constructor() {
    this.start = now();
    this.head = 0;
    this.encodedBytes = 0;
    this.url = '';
    this.status = 0;
  }

  noteHead() {
    this.head = now();
  }

  noteResponse({ url, status }) {
    this.url = url;
    this.status = status;
  }

  /** Reports, unless there was no response. @param {import('internal:web/request').RequestState} request */
  finish(request) {
    if (this.head === 0) return;
    const { markResourceTiming } = require('internal:perf_hooks/resource_timing');
    const { start, encodedBytes } = this;
    markResourceTiming({
      startTime: start, redirectStartTime: 0, redirectEndTime: 0, postRedirectStartTime: start, finalServiceWorkerStartTime: 0,
      finalNetworkRequestStartTime: start, finalNetworkResponseStartTime: this.head, endTime: now(),
      encodedBodySize: encodedBytes, decodedBodySize: encodedBytes,
      finalConnectionTimingInfo: {
        domainLookupStartTime: start, domainLookupEndTime: start, connectionStartTime: start, connectionEndTime: start,
        secureConnectionStartTime: start,
      },
    }, this.url || request.url.href, 'fetch', globalThis, '', undefined, this.status, '');
  }
}

function begin() {
  return new Timing();
}

module.exports = { begin };
