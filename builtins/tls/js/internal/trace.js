'use strict';

/** `enableTrace`. */

function enableTrace(socket) {
  socket.ssl?.enableTrace();
}

module.exports = { enableTrace };
