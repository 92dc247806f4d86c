'use strict';

/** SETTINGS: as objects, as the numbers of RFC 9113 section 6.5.2, and as the payload of the upgrade from HTTP/1.1. */

const process = require('internal:process/object');
const { Buffer } = require('node:buffer');
const { codes } = require('internal:shared/errors');
const { assertIsObject, assertWithinRange } = require('internal:http2/assertions');

const MAX_UINT32 = 2 ** 32 - 1;
const MAX_WINDOW = 2 ** 31 - 1;
const MIN_FRAME = 2 ** 14;
const MAX_FRAME = 2 ** 24 - 1;
const MAX_CUSTOM = 10;

const ENABLE_PUSH = 2;
const ENABLE_CONNECT_PROTOCOL = 8;

/** Names by number, in the order they are sent. */
const names = new Map([
  [1, 'headerTableSize'],
  [3, 'maxConcurrentStreams'],
  [5, 'maxFrameSize'],
  [4, 'initialWindowSize'],
  [6, 'maxHeaderListSize'],
  [ENABLE_PUSH, 'enablePush'],
  [ENABLE_CONNECT_PROTOCOL, 'enableConnectProtocol'],
]);

/** @param {object | undefined} settings */
function validateSettings(settings) {
  if (settings === undefined) return;
  validateCustom(settings.customSettings);
  assertWithinRange('headerTableSize', settings.headerTableSize, 0, MAX_UINT32);
  assertWithinRange('initialWindowSize', settings.initialWindowSize, 0, MAX_WINDOW);
  assertWithinRange('maxFrameSize', settings.maxFrameSize, MIN_FRAME, MAX_FRAME);
  assertWithinRange('maxConcurrentStreams', settings.maxConcurrentStreams, 0, MAX_UINT32);
  assertWithinRange('maxHeaderListSize', settings.maxHeaderListSize, 0, MAX_UINT32);
  assertWithinRange('maxHeaderSize', settings.maxHeaderSize, 0, MAX_UINT32);
  for (const name of ['enablePush', 'enableConnectProtocol']) {
    const value = settings[name];
    if (value !== undefined && typeof value !== 'boolean') throw new codes.ERR_HTTP2_INVALID_SETTING_VALUE(name, value);
  }
}

function validateCustom(custom) {
  assertIsObject(custom, 'customSettings', 'Number');
  if (!custom) return;
  const entries = Object.entries(custom);
  if (entries.length > MAX_CUSTOM) throw new codes.ERR_HTTP2_TOO_MANY_CUSTOM_SETTINGS();
  for (const [id, value] of entries) {
    assertWithinRange('customSettings:id', Number(id), 0, 0xffff);
    assertWithinRange('customSettings:value', Number(value), 0, MAX_UINT32);
  }
}

/** Numbers and values in turn. @param {object} settings checked @returns {number[]} */
function settingEntries(settings) {
  const entries = [];
  for (const [id, name] of names) {
    const value = name === 'maxHeaderListSize' ? headerListSize(settings) : settings[name];
    if (value !== undefined) entries.push(id, Number(value));
  }
  for (const [id, value] of Object.entries(settings.customSettings ?? {})) entries.push(Number(id), Number(value));
  return entries;
}

/** `maxHeaderSize` is the newer name of `maxHeaderListSize` and wins. */
function headerListSize({ maxHeaderSize, maxHeaderListSize }) {
  if (maxHeaderSize === undefined) return maxHeaderListSize;
  if (maxHeaderListSize !== undefined && maxHeaderListSize !== maxHeaderSize) {
    process.emitWarning('settings.maxHeaderSize overwrite settings.maxHeaderListSize');
  }
  return maxHeaderSize;
}

/** The settings a session has, from the native side's list. @param {number[]} values @param {object | undefined} custom */
function settingsOf([headerTableSize, enablePush, maxConcurrentStreams, initialWindowSize, maxFrameSize, listSize, connect], custom) {
  const settings = {
    __proto__: null,
    headerTableSize,
    enablePush: enablePush === 1,
    initialWindowSize,
    maxFrameSize,
    maxConcurrentStreams,
    maxHeaderListSize: listSize,
    maxHeaderSize: listSize,
    enableConnectProtocol: connect === 1,
  };
  if (custom !== undefined) settings.customSettings = custom;
  return settings;
}

function getDefaultSettings() {
  return {
    __proto__: null,
    headerTableSize: 4096,
    enablePush: true,
    initialWindowSize: 65535,
    maxFrameSize: MIN_FRAME,
    maxConcurrentStreams: MAX_UINT32,
    maxHeaderSize: 65535,
    maxHeaderListSize: 65535,
    enableConnectProtocol: false,
  };
}

/** @param {object} [settings] @returns {Buffer} six bytes a setting, in the order of their numbers */
function getPackedSettings(settings) {
  assertIsObject(settings, 'settings');
  validateSettings(settings);
  const entries = settingEntries({ ...settings });
  const pairs = [];
  for (let i = 0; i < entries.length; i += 2) pairs.push([entries[i], entries[i + 1]]);
  pairs.sort(([a], [b]) => a - b);
  const packed = Buffer.alloc(pairs.length * 6);
  pairs.forEach(([id, value], index) => {
    packed.writeUInt16BE(id, index * 6);
    packed.writeUInt32BE(value, index * 6 + 2);
  });
  return packed;
}

/** @param {Uint8Array | DataView} buf @param {{ validate?: boolean }} [options] */
function getUnpackedSettings(buf, options = {}) {
  if (!ArrayBuffer.isView(buf) || buf instanceof DataView) {
    throw new codes.ERR_INVALID_ARG_TYPE('buf', ['Buffer', 'TypedArray'], buf);
  }
  if (buf.length % 6 !== 0) throw new codes.ERR_HTTP2_INVALID_PACKED_SETTINGS_LENGTH();
  const settings = {};
  // A typed array of wider elements has a byte in each.
  const bytes = Uint8Array.from(buf);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let offset = 0; offset < view.byteLength; offset += 6) {
    unpack(settings, view.getUint16(offset), view.getUint32(offset + 2));
  }
  if (options != null && options.validate) validateSettings(settings);
  return settings;
}

function unpack(settings, id, value) {
  const name = names.get(id);
  if (name === undefined) {
    settings.customSettings ??= {};
    settings.customSettings[id] = value;
    return;
  }
  if (id === ENABLE_PUSH || id === ENABLE_CONNECT_PROTOCOL) value = value !== 0;
  if (name === 'maxHeaderListSize') settings.maxHeaderSize = value;
  settings[name] = value;
}

module.exports = { MAX_CUSTOM, getDefaultSettings, getPackedSettings, getUnpackedSettings, settingEntries, settingsOf, validateSettings };
