'use strict';

const { PerformanceEntry, kInternal } = require('internal:perf_hooks/entry');
const { enqueue } = require('internal:perf_hooks/timeline');
const { codes } = require('internal:shared/errors');

/** How each member is read from what the client told, in the order that `toJSON()` lists them. */
const kMembers = {
  initiatorType: (info) => info.initiatorType,
  nextHopProtocol: ({ timing }) => timing.finalConnectionTimingInfo?.ALPNNegotiatedProtocol,
  workerStart: ({ timing }) => timing.finalServiceWorkerStartTime,
  redirectStart: ({ timing }) => timing.redirectStartTime,
  redirectEnd: ({ timing }) => timing.redirectEndTime,
  fetchStart: ({ timing }) => timing.postRedirectStartTime,
  domainLookupStart: ({ timing }) => timing.finalConnectionTimingInfo?.domainLookupStartTime,
  domainLookupEnd: ({ timing }) => timing.finalConnectionTimingInfo?.domainLookupEndTime,
  connectStart: ({ timing }) => timing.finalConnectionTimingInfo?.connectionStartTime,
  connectEnd: ({ timing }) => timing.finalConnectionTimingInfo?.connectionEndTime,
  secureConnectionStart: ({ timing }) => timing.finalConnectionTimingInfo?.secureConnectionStartTime,
  requestStart: ({ timing }) => timing.finalNetworkRequestStartTime,
  finalResponseHeadersStart: ({ timing }) => timing.finalNetworkResponseStartTime,
  firstInterimResponseStart: ({ timing }) => timing.firstInterimNetworkResponseStartTime ?? 0,
  responseStart: ({ timing }) => timing.firstInterimNetworkResponseStartTime || timing.finalNetworkResponseStartTime,
  responseEnd: ({ timing }) => timing.endTime,
  transferSize,
  encodedBodySize: ({ timing }) => timing.encodedBodySize,
  decodedBodySize: ({ timing }) => timing.decodedBodySize,
  deliveryType: (info) => info.deliveryType,
  responseStatus: (info) => info.responseStatus,
  renderBlockingStatus: ({ timing }) => (timing.renderBlocking ? 'blocking' : 'non-blocking'),
  contentType: ({ bodyInfo }) => bodyInfo?.contentType ?? '',
  contentEncoding: ({ bodyInfo }) => bodyInfo?.contentEncoding ?? '',
};

/** What fetching one resource took. */
class PerformanceResourceTiming extends PerformanceEntry {
  #info;

  static {
    for (const [name, read] of Object.entries(kMembers)) {
      const { get } = Object.getOwnPropertyDescriptor({ get [name]() {
        if (!(#info in this)) throw new codes.ERR_INVALID_THIS('PerformanceResourceTiming');
        return read(this.#info);
      } }, name);
      Object.defineProperty(this.prototype, name, { __proto__: null, get, enumerable: true, configurable: true });
    }
  }

  constructor(token = undefined, info) {
    if (token !== kInternal) throw new codes.ERR_ILLEGAL_CONSTRUCTOR();
    const { startTime, endTime } = info.timing;
    super(kInternal, info.requestedUrl, 'resource', startTime, endTime - startTime);
    this.#info = info;
  }

  toJSON() {
    if (!(#info in this)) throw new codes.ERR_INVALID_THIS('PerformanceResourceTiming');
    return { ...super.toJSON(), ...Object.fromEntries(Object.keys(kMembers).map((name) => [name, this[name]])) };
  }
}

Object.defineProperties(PerformanceResourceTiming.prototype, {
  toJSON: { __proto__: null, enumerable: true },
  [Symbol.toStringTag]: { __proto__: null, value: 'PerformanceResourceTiming', configurable: true },
});

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
