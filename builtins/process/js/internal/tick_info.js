'use strict';

/** The places in `binding.tickInfo`, which the runtime reads and writes without a call; `runtime::hooks::tick_info` has the same. */

module.exports = {
  /** A tick is queued. */
  kHasTickScheduled: 0,
  /** A rejection waits to be reported. */
  kHasRejectionToWarn: 1,
  /** Async hooks want to know of native requests. */
  kTracksRequests: 2,
  /** Events of promises came where the stack had no room to hear of them. */
  kHasLostEvents: 3,
};
