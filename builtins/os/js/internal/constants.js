'use strict';

// `os.constants`: numbers of the C library by group, and two groups of libuv's and Node's own making.

const signals = require('internal:shared/signals');

const groups = Object.fromEntries(binding.constants().map(([name, members]) => {
  return [name, Object.assign({ __proto__: null }, Object.fromEntries(members))];
}));

const constants = {
  __proto__: null,
  UV_UDP_REUSEADDR: 4,
  dlopen: groups.dlopen,
  errno: groups.errno,
  signals,
  priority: {
    __proto__: null,
    PRIORITY_LOW: 19,
    PRIORITY_BELOW_NORMAL: 10,
    PRIORITY_NORMAL: 0,
    PRIORITY_ABOVE_NORMAL: -7,
    PRIORITY_HIGH: -14,
    PRIORITY_HIGHEST: -20,
  },
};

module.exports = { constants };
