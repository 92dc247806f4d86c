'use strict';

/** `http2` entries of the performance timeline. */

function sessionBegan() {}

function sessionEnded() {}

function streamEnded() {}

module.exports = { sessionBegan, sessionEnded, streamEnded };
