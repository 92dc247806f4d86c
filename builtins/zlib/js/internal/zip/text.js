'use strict';

/** Names, comments and times as archives hold them. */

const { Buffer, isUtf8 } = require('node:buffer');

/** Code page 437 above ASCII, in which names without any other mark are (appendix D). */
const kUpper = [
  '00c7 00fc 00e9 00e2 00e4 00e0 00e5 00e7 00ea 00eb 00e8 00ef 00ee 00ec 00c4 00c5',
  '00c9 00e6 00c6 00f4 00f6 00f2 00fb 00f9 00ff 00d6 00dc 00a2 00a3 00a5 20a7 0192',
  '00e1 00ed 00f3 00fa 00f1 00d1 00aa 00ba 00bf 2310 00ac 00bd 00bc 00a1 00ab 00bb',
  '2591 2592 2593 2502 2524 2561 2562 2556 2555 2563 2551 2557 255d 255c 255b 2510',
  '2514 2534 252c 251c 2500 253c 255e 255f 255a 2554 2569 2566 2560 2550 256c 2567',
  '2568 2564 2565 2559 2558 2552 2553 256b 256a 2518 250c 2588 2584 258c 2590 2580',
  '03b1 00df 0393 03c0 03a3 03c3 00b5 03c4 03a6 0398 03a9 03b4 221e 03c6 03b5 2229',
  '2261 00b1 2265 2264 2320 2321 00f7 2248 00b0 2219 00b7 221a 207f 00b2 25a0 00a0',
].flatMap((row) => row.split(' ').map((digits) => String.fromCharCode(parseInt(digits, 16))));

/** Text whose bytes are UTF-8 if they can be. @param {Buffer} bytes */
function decodeText(bytes) {
  return isUtf8(bytes) ? bytes.toString('utf8') : decodeCp437(bytes);
}

function decodeCp437(bytes) {
  let text = '';
  for (let i = 0; i < bytes.length; i++) text += bytes[i] < 0x80 ? String.fromCharCode(bytes[i]) : kUpper[bytes[i] - 0x80];
  return text;
}

/** The local time in steps of two seconds, between 1980 and 2107 (section 4.4.6). @param {Date} date */
function toDosTime(date) {
  const year = date.getFullYear();
  if (year < 1980) return { date: 1 << 5 | 1, time: 0 };
  if (year > 2107) return { date: 127 << 9 | 12 << 5 | 31, time: 23 << 11 | 59 << 5 | 29 };
  return {
    date: year - 1980 << 9 | date.getMonth() + 1 << 5 | date.getDate(),
    time: date.getHours() << 11 | date.getMinutes() << 5 | date.getSeconds() >> 1,
  };
}

/** Months and days that are none are the first. @param {number} date @param {number} time */
function fromDosTime(date, time) {
  return new Date((date >> 9) + 1980, Math.max((date >> 5 & 15) - 1, 0), Math.max(date & 31, 1), time >> 11, time >> 5 & 63, (time & 31) * 2);
}

/** @param {string} text */
function encodeText(text) {
  return Buffer.from(text, 'utf8');
}

module.exports = { decodeText, encodeText, fromDosTime, toDosTime };
