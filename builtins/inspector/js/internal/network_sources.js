'use strict';
function start() {}
function stop() {}
module.exports = { start, stop };
