'use strict';

// Where an event target keeps its listener limit. Apart from the event targets so that `node:events` need not load
// them, and exported by it under these names.

module.exports = {
  kMaxEventTargetListeners: Symbol('events.maxEventTargetListeners'),
  kMaxEventTargetListenersWarned: Symbol('events.maxEventTargetListenersWarned'),
  kIsEventTarget: Symbol.for('nodejs.event_target'),
};
