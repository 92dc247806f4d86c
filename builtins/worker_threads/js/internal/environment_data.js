'use strict';

/** Values that every worker started from here gets a copy of. */

const environmentData = new Map();

function setEnvironmentData(key, value) {
  if (value === undefined) environmentData.delete(key);
  else environmentData.set(key, value);
}

function getEnvironmentData(key) {
  return environmentData.get(key);
}

/** Takes the parent's values, at the start of a worker. @param {Map<unknown, unknown>} inherited */
function adoptEnvironmentData(inherited) {
  for (const [key, value] of inherited) environmentData.set(key, value);
}

module.exports = { environmentData, setEnvironmentData, getEnvironmentData, adoptEnvironmentData };
