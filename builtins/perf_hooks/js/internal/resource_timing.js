'use strict';

const { PerformanceEntry, kInternal } = require('internal:perf_hooks/entry');
const { enqueue } = require('internal:perf_hooks/timeline');
const { codes } = require('internal:shared/errors');

/** Fields taken from the fetch timing info, in the order `toJSON()` lists them. */
const kTimingFields = {
  redirectStart: 'redirectStartTime',
  redirectEnd: 'redirectEndTime',
  fetchStart: 'postRedirectStartTime',
  requestStart: 'finalNetworkRequestStartTime',
  responseStart: 'finalNetworkResponseStartTime',
  responseEnd: 'endTime',
};
const kConnectionFields = {
  domainLookupStart: 'domainLookupStartTime',
  domainLookupEnd: 'domainLookupEndTime',
  connectStart: 'connectionStartTime',
  connectEnd: 'connectionEndTime',
  secureConnectionStart: 'secureConnectionStartTime',
  nextHopProtocol: 'ALPNNegotiatedProtocol',
};

/** What fetching one resource took. */
class PerformanceResourceTiming extends PerformanceEntry {
  constructor(token, info) {
    if (token !== kInternal) throw new codes.ERR_ILLEGAL_CONSTRUCTOR();
    const { startTime, endTime } = info.timing;
    super(kInternal, info.requestedUrl, 'resource', startTime, endTime - startTime);
    for (const [name, field] of Object.entries(kTimingFields)) define(this, name, info.timing[field]);
    for (const [name, field] of Object.entries(kConnectionFields)) define(this, name, info.timing.finalConnectionTimingInfo?.[field]);
    define(this, 'workerStart', info.timing.finalServiceWorkerStartTime);
    define(this, 'initiatorType', info.initiatorType);
    define(this, 'encodedBodySize', info.timing.encodedBodySize);
    define(this, 'decodedBodySize', info.timing.decodedBodySize);
    define(this, 'deliveryType', info.deliveryType);
    define(this, 'responseStatus', info.responseStatus);
    define(this, 'transferSize', transferSize(info));
  }

  toJSON() {
    const json = { ...super.toJSON() };
    for (const name of Object.getOwnPropertyNames(this)) json[name] = this[name];
    return json;
  }
}

function define(entry, name, value) {
  Object.defineProperty(entry, name, { __proto__: null, value, enumerable: true, configurable: true });
}

/** Nothing was transferred from a local cache, headers only when it was validated. */
function transferSize({ cacheMode, timing }) {
  const kHeaderSize = 300;
  if (cacheMode === 'local') return 0;
  if (cacheMode === 'validated') return kHeaderSize;
  return timing.encodedBodySize + kHeaderSize;
}

/** `performance.markResourceTiming()`: what an HTTP client calls for each response. */
function markResourceTiming(timing, requestedUrl, initiatorType, global, cacheMode, bodyInfo, responseStatus, deliveryType = '') {
  if (typeof requestedUrl !== 'string') throw new codes.ERR_INVALID_ARG_TYPE('requestedUrl', 'string', requestedUrl);
  const info = { timing, requestedUrl, initiatorType, cacheMode, bodyInfo, responseStatus, deliveryType };
  const entry = new PerformanceResourceTiming(kInternal, info);
  enqueue(entry);
  return entry;
}

module.exports = { PerformanceResourceTiming, markResourceTiming };
