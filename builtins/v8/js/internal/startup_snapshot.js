'use strict';

/** `v8.startupSnapshot`: programs cannot build snapshots of their own, and are told so as Node tells them outside a build. */

const { codes } = require('internal:shared/errors');
const { validateFunction } = require('internal:shared/validators');

function refuse(callback) {
  validateFunction(callback, 'callback');
  throw new codes.ERR_NOT_BUILDING_SNAPSHOT();
}

const startupSnapshot = {
  addDeserializeCallback: function addDeserializeCallback(callback) { refuse(callback); },
  addSerializeCallback: function addSerializeCallback(callback) { refuse(callback); },
  setDeserializeMainFunction: function setDeserializeMainFunction(callback) { refuse(callback); },
  isBuildingSnapshot: function isBuildingSnapshot() { return false; },
};

module.exports = { startupSnapshot };
