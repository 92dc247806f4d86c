'use strict';

const grammar = require('internal:http/grammar');
const { methods } = require('internal:http/callbacks');
const { HTTPParser } = require('internal:http/parser');

module.exports = {
  _checkInvalidHeaderChar: grammar.hasForbiddenByte,
  _checkIsHttpToken: grammar.isToken,
  chunkExpression: grammar.chunkedExpression,
  continueExpression: grammar.continueExpression,
  CRLF: '\r\n',
  HTTPParser,
  methods: methods.slice(0, 35),
};
