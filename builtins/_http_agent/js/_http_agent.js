'use strict';

const agents = require('internal:http/agent');

module.exports = { Agent: agents.Agent, globalAgent: agents.globalAgent };
