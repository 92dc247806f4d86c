'use strict';

const Ajv = require('ajv').default;
const addFormats = require('ajv-formats');

const ajv = addFormats(new Ajv({ allErrors: true, coerceTypes: true, useDefaults: true, removeAdditional: true }));
ajv.addKeyword({ keyword: 'even', type: 'number', validate: (wanted, value) => (value % 2 === 0) === wanted, errors: false });
const validate = ajv.compile({
  type: 'object',
  properties: {
    id: { type: 'string', format: 'uuid' },
    at: { type: 'string', format: 'date-time' },
    count: { type: 'integer', minimum: 1, even: true },
    list: { type: 'array', uniqueItems: true, items: { $ref: '#/$defs/item' } },
    mode: { enum: ['on', 'off'], default: 'off' },
  },
  required: ['id', 'count'],
  additionalProperties: false,
  $defs: { item: { oneOf: [{ type: 'null' }, { type: 'string', pattern: '^\\p{L}+$' }] } },
});
const good = { id: '6f3f1b0e-8d1c-4a3e-9b77-2f0f6a1d2c3b', count: '4', list: ['é', null], extra: 1 };
console.log(validate(good), good);
console.log(validate({ at: 'never', count: 3, list: ['1', '1'], mode: 'x' }), validate.errors.map(({ instancePath, message }) => `${instancePath} ${message}`));
console.log(ajv.errorsText(validate.errors));
const later = ajv.compile({ $async: true, type: 'number' });
later('x').catch((error) => console.log(error.constructor.name, error.errors));
try {
  ajv.compile({ type: 'unknown' });
} catch (error) {
  console.log(error.message);
}
