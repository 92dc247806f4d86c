'use strict';

/** User and group of the process. Names are looked up by the system; a number is taken as it is. */

const { codes } = require('internal:shared/errors');
const { validateArray, validateUint32 } = require('internal:shared/validators');

/** Results of the binding that say which name is unknown. */
const kUnknownUser = 1;
const kUnknownGroup = 2;

function setuid(id) {
  setId(id, 'User', binding.setuid);
}

function seteuid(id) {
  setId(id, 'User', binding.seteuid);
}

function setgid(id) {
  setId(id, 'Group', binding.setgid);
}

function setegid(id) {
  setId(id, 'Group', binding.setegid);
}

/** @param {(number | string)[]} groups */
function setgroups(groups) {
  validateArray(groups, 'groups');
  for (let i = 0; i < groups.length; i++) validateId(groups[i], `groups[${i}]`);
  const unknown = binding.setgroups(groups);
  if (unknown !== undefined) throw new codes.ERR_UNKNOWN_CREDENTIAL('Group', groups[unknown]);
}

/** @param {number | string} user @param {number | string} extraGroup */
function initgroups(user, extraGroup) {
  validateId(user, 'user');
  validateId(extraGroup, 'extraGroup');
  const result = binding.initgroups(user, extraGroup);
  if (result === kUnknownUser) throw new codes.ERR_UNKNOWN_CREDENTIAL('User', user);
  if (result === kUnknownGroup) throw new codes.ERR_UNKNOWN_CREDENTIAL('Group', extraGroup);
}

function setId(id, kind, set) {
  validateId(id, 'id');
  if (typeof id === 'number') id |= 0;
  if (!set(id)) throw new codes.ERR_UNKNOWN_CREDENTIAL(kind, id);
}

function validateId(id, name) {
  if (typeof id === 'number') validateUint32(id, name);
  else if (typeof id !== 'string') throw new codes.ERR_INVALID_ARG_TYPE(name, ['number', 'string'], id);
}

module.exports = {
  getuid: function getuid() { return binding.getuid(); },
  geteuid: function geteuid() { return binding.geteuid(); },
  getgid: function getgid() { return binding.getgid(); },
  getegid: function getegid() { return binding.getegid(); },
  getgroups: function getgroups() { return binding.getgroups(); },
  initgroups,
  setgroups,
  setegid,
  seteuid,
  setgid,
  setuid,
};
