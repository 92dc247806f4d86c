'use strict';

/** `process.permission`: what a program started with `--permission` may do. The native side asks; here it is set up and shown. */

const process = require('internal:process/object');
const { codes } = require('internal:shared/errors');
const { getOptionValue } = require('internal:process/options');

/** The options that grant everything of a kind, and the codes of the warnings about them. */
const kDangerous = new Map([
  ['--allow-addons', 'PERM0001'],
  ['--allow-child-process', 'PERM0002'],
  ['--allow-ffi', 'PERM0003'],
  ['--allow-inspector', 'PERM0004'],
  ['--allow-wasi', 'PERM0005'],
  ['--allow-worker', 'PERM0006'],
  ['--allow-openssl-store', 'PERM0007'],
]);
const kPaths = ['--allow-fs-read', '--allow-fs-write'];
const kSwitches = [...kDangerous.keys(), '--allow-net'];

/** The channels that hear of refusals, by permission. */
const kChannels = {
  __proto__: null,
  FileSystem: 'fs', FileSystemRead: 'fs', FileSystemWrite: 'fs', ChildProcess: 'child', WorkerThreads: 'worker', WASI: 'wasi', Addon: 'addon',
  Inspector: 'inspector', Net: 'net', FFI: 'ffi', OpenSSLStore: 'openssl',
};

/** Their names, by the scopes whose loss is told; that of OpenSSL's stores is not. */
const kScopes = {
  '__proto__': null,
  'fs': 'FileSystem', 'fs.read': 'FileSystemRead', 'fs.write': 'FileSystemWrite', 'child': 'ChildProcess', 'worker': 'WorkerThreads', 'wasi': 'WASI',
  'addon': 'Addon', 'inspector': 'Inspector', 'net': 'Net', 'ffi': 'FFI',
};

/** Whether there is a model in force. The options of a thread do not matter: it belongs to the process. */
function isEnabled() {
  return binding.hasPermissionModel();
}

/** Whether its refusals are errors, and not only told. */
function isEnforced() {
  return binding.enforcesPermissions();
}

/** Whether `--permission` and the like leave native addons to the program. */
function mayLoadAddons() {
  if (!getOptionValue('--addons')) return false;
  return !isEnforced() || getOptionValue('--allow-addons');
}

/** Puts the model in force, before anything of the program is loaded. */
function startPermissions() {
  if (!getOptionValue('--permission') && !getOptionValue('--permission-audit')) {
    refuseLoneOptions();
    return;
  }
  const switches = kSwitches.filter((option) => getOptionValue(option));
  binding.setAccessDeniedCallback(publishDenial);
  const own = filesOfOptions();
  const read = [...entryPoints(), ...own.read, ...getOptionValue('--allow-fs-read')];
  binding.enablePermissions(!getOptionValue('--permission'), read, [...own.write, ...getOptionValue('--allow-fs-write')], switches);
  warn(switches);
  for (const option of kPaths) warnOfLists(option);
  definePermission();
}

/** The same in a thread: the model is the process's. */
function showPermissions() {
  if (!isEnabled()) return;
  binding.setAccessDeniedCallback(publishDenial);
  definePermission();
}

/** What the command line names as the program, and what comes before it, may be read. */
function entryPoints() {
  const { argv } = process;
  if (argv[1] === undefined || getOptionValue('[has_eval_string]')) return [];
  const files = [...getOptionValue('--require'), entryFile(argv[1])];
  return withoutPatterns(files);
}

/** Files that the process itself uses, as it was told to at its start: trusted authorities, and where `localStorage` is kept. */
function filesOfOptions() {
  const storage = withoutPatterns([getOptionValue('--localstorage-file') ?? '']);
  return { read: [...withoutPatterns(require('internal:tls/authorities').trustedPaths()), ...storage], write: storage };
}

function withoutPatterns(files) {
  return files.filter((file) => file !== '' && !file.includes('*')).map(resolveFile);
}

function entryFile(name) {
  return getOptionValue('--entry-url') && name.startsWith('file:') ? require('node:url').fileURLToPath(name) : name;
}

function resolveFile(file) {
  return require('node:path').resolve(file);
}

function refuseLoneOptions() {
  for (const option of kPaths) {
    if (getOptionValue(option).length > 0) throw new codes.ERR_MISSING_OPTION('--permission');
  }
  for (const option of kSwitches) {
    if (getOptionValue(option)) throw new codes.ERR_MISSING_OPTION('--permission');
  }
}

function warn(switches) {
  for (const option of switches) {
    const code = kDangerous.get(option);
    if (code === undefined) {
      process.emitWarning(`The flag ${option} is under experimental phase.`, 'ExperimentalWarning');
    } else {
      process.emitWarning(
        `The flag ${option} must be used with extreme caution. It could invalidate the permission model.`, 'SecurityWarning', code,
      );
    }
  }
}

/** Several paths were one value once. @param {string} option */
function warnOfLists(option) {
  const values = getOptionValue(option);
  if (values.length !== 1 || !values[0].includes(',')) return;
  process.emitWarning(
    `The ${option} CLI flag has changed. Passing a comma-separated list of paths is no longer valid. Documentation can be found at ` +
    'https://nodejs.org/api/permissions.html#file-system-permissions', 'Warning',
  );
}

function publishDenial(permission, resource) {
  publish(permission, resource, undefined);
}

/** @param {string} permission @param {string} resource @param {true | undefined} drop whether a grant was given up */
function publish(permission, resource, drop) {
  const channel = require('node:diagnostics_channel').channel(`node:permission-model:${kChannels[permission]}`);
  if (channel.hasSubscribers) channel.publish({ permission, resource, drop });
}

function definePermission() {
  Object.defineProperty(process, 'permission', {
    __proto__: null, value: { has, drop }, writable: false, enumerable: true, configurable: false,
  });
  process.binding = function binding() {
    throw new codes.ERR_ACCESS_DENIED('process.binding');
  };
}

/** Throws when a path may not be written; the error names it as the program did. @param {string} path @param {string} name */
function requireWrite(path, name) {
  if (!isEnabled() || binding.hasPermission('fs.write', path)) return;
  throw new codes.ERR_ACCESS_DENIED('Access to this API has been restricted. Use --allow-fs-write to manage permissions.', 'FileSystemWrite', name);
}

/** Throws unless an option such as `--allow-wasi` is given. @param {string} option @param {string} [resource] what it is wanted for */
function requireOption(option, resource = '') {
  binding.requirePermission(option, resource);
}

/** Whether a scope such as `fs.read` is granted. @param {string} scope @param {string | Buffer} [reference] a path */
function has(scope, reference) {
  const { validateString } = require('internal:shared/validators');
  validateString(scope, 'scope');
  return binding.hasPermission(scope, pathOf(reference));
}

/** Gives a grant up for good. @param {string} scope @param {string | Buffer} [reference] */
function drop(scope, reference) {
  const { validateString } = require('internal:shared/validators');
  validateString(scope, 'scope');
  const resource = pathOf(reference);
  binding.dropPermission(scope, resource);
  if (scope in kScopes) publish(kScopes[scope], resource ?? '', true);
}

function pathOf(reference) {
  if (reference == null) return undefined;
  if (ArrayBuffer.isView(reference)) {
    return require('node:buffer').Buffer.from(reference.buffer, reference.byteOffset, reference.byteLength).toString();
  }
  const { validateString } = require('internal:shared/validators');
  validateString(reference, 'reference');
  return reference;
}

/**
 * The environment of a child of this runtime under the permission model: the child is to have the same limits, unless it is given others.
 * @param {string[]} envPairs @param {string[]} args
 */
function passOnPermissions(envPairs, args) {
  const given = envPairs.findLast((pair) => pair.startsWith('NODE_OPTIONS='));
  if (args.some((argument) => argument.startsWith('--permission')) || given?.includes('--permission')) return envPairs;
  const flags = flagsOfThisProcess().join(' ');
  const others = envPairs.filter((pair) => pair !== given);
  return [...others, given === undefined || given === 'NODE_OPTIONS=' ? `NODE_OPTIONS=${flags}` : `${given} ${flags}`];
}

function flagsOfThisProcess() {
  const flags = ['--permission', '--permission-audit', ...kSwitches].filter((option) => getOptionValue(option));
  for (const option of kPaths) {
    for (const path of getOptionValue(option)) flags.push(quoted(`${option}=${path}`));
  }
  return flags;
}

/** As a word of NODE_OPTIONS. */
function quoted(word) {
  return /[\s"\\]/.test(word) ? `"${word.replace(/["\\]/g, '\\$&')}"` : word;
}

module.exports = { isEnabled, isEnforced, mayLoadAddons, passOnPermissions, requireOption, requireWrite, showPermissions, startPermissions };
