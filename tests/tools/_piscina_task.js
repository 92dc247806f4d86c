'use strict';
const { move } = require('piscina');
module.exports = async (n) => n + 1;
module.exports.fill = (buffer) => move(new Uint8Array(buffer).fill(7).buffer);
module.exports.fails = (n) => { throw Object.assign(new TypeError(`no ${n}`), { code: 'E_NO' }); };
module.exports.hangs = () => { for (;;); };
module.exports.exits = () => process.exit(3);
