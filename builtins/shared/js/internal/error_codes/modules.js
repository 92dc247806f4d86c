'use strict';

/** Codes about loading and linking: CommonJS, ES modules, packages, TypeScript, vm, WASI and native addons. */

const { joinWords } = require('internal:shared/error_phrases');

module.exports = {
  ERR_ASYNC_LOADER_REQUEST_NEVER_SETTLED: [Error, 'Async loader request never settled'],
  ERR_CHILD_PROCESS_IPC_REQUIRED: [Error, "Forked processes must have an IPC channel, missing value 'ipc' in {0}"],
  ERR_CONSTRUCT_CALL_REQUIRED: [TypeError, 'Class constructor {0} cannot be invoked without `new`'],
  ERR_DLOPEN_DISABLED: [Error, '{0}'],
  ERR_DLOPEN_FAILED: [Error, '{0}'],
  ERR_EVAL_ESM_CANNOT_PRINT: [Error, '--print cannot be used with ESM input'],
  ERR_IMPORT_ATTRIBUTE_MISSING: [TypeError, 'Module "{0}" needs an import attribute of "{1}: {2}"'],
  ERR_IMPORT_ATTRIBUTE_TYPE_INCOMPATIBLE: [TypeError, 'Module "{0}" is not of type "{1}"'],
  ERR_IMPORT_ATTRIBUTE_UNSUPPORTED: [
    TypeError,
    (key, value, url) =>
      `Import attribute "${key}" with value "${value}" is not supported${url === undefined ? '' : ` in ${url}`}`,
  ],
  ERR_INPUT_TYPE_NOT_ALLOWED: [
    Error,
    '--input-type can only be used with string input via --eval, --print, or STDIN',
  ],
  ERR_INVALID_MODULE: [Error, 'No such module: {0}'],
  ERR_INVALID_MODULE_SPECIFIER: [
    TypeError,
    (specifier, reason, base) => `Invalid module "${specifier}" ${reason}${importedFrom(base)}`,
  ],
  ERR_INVALID_PACKAGE_CONFIG: [
    Error,
    (path, base, message) =>
      `Invalid package config ${path}${base ? ` while importing ${base}` : ''}${message ? `. ${message}` : ''}`,
  ],
  ERR_INVALID_PACKAGE_TARGET: [Error, packageTargetMessage],
  ERR_INVALID_TYPESCRIPT_SYNTAX: [SyntaxError, '{0}'],
  ERR_LOADER_CHAIN_INCOMPLETE: [
    Error,
    `"{0}" did not call the next hook in its chain and did not explicitly signal a short circuit. If this is intentional, include \`shortCircuit: true\` in the hook's return.`,
  ],
  ERR_MODULE_LINK_MISMATCH: [TypeError, '{0}'],
  ERR_MODULE_NOT_FOUND: [
    Error,
    (path, base, url) => `Cannot find ${url ? 'module' : 'package'} '${path}' imported from ${base}`,
    (path, base, url) => (url ? { url: `${url}` } : undefined),
  ],
  ERR_NAPI_CONS_FUNCTION: [TypeError, 'Constructor must be a function'],
  ERR_NAPI_INVALID_DATAVIEW_ARGS: [
    RangeError,
    'byte_offset + byte_length should be less than or equal to the size in bytes of the array passed in',
  ],
  ERR_NAPI_INVALID_TYPEDARRAY_ALIGNMENT: [RangeError, 'start offset of {0} should be a multiple of {1}'],
  ERR_NAPI_INVALID_TYPEDARRAY_LENGTH: [RangeError, 'Invalid typed array length'],
  ERR_NOT_IN_SINGLE_EXECUTABLE_APPLICATION: [
    Error,
    'Operation cannot be invoked when not in a single-executable application',
  ],
  ERR_NO_TYPESCRIPT: [Error, 'Node.js is not compiled with TypeScript support'],
  ERR_PACKAGE_IMPORT_NOT_DEFINED: [
    TypeError,
    (specifier, packagePath, base) =>
      `Package import specifier "${specifier}" is not defined` +
      `${packagePath ? ` in package ${packagePath}package.json` : ''} imported from ${base}`,
  ],
  ERR_PACKAGE_PATH_NOT_EXPORTED: [
    Error,
    (packagePath, subpath, base) => {
      const subject = subpath === '.' ? 'No "exports" main defined' : `Package subpath '${subpath}' is not defined by "exports"`;
      return `${subject} in ${packagePath}package.json${importedFrom(base)}`;
    },
  ],
  ERR_REQUIRE_ASYNC_MODULE: [
    Error,
    (filename, parentFilename) =>
      'require() cannot be used on an ESM graph with top-level await. Use import() instead. ' +
      'To see where the top-level await comes from, use --experimental-print-required-tla.' +
      `${parentFilename ? `\n  From ${parentFilename} ` : ''}${filename ? `\n  Requiring ${filename} ` : ''}`,
  ],
  ERR_REQUIRE_CYCLE_MODULE: [Error, '{0}'],
  ERR_REQUIRE_ESM: [Error, requireEsmMessage],
  ERR_SCRIPT_EXECUTION_INTERRUPTED: [Error, 'Script execution was interrupted by `SIGINT`'],
  ERR_SCRIPT_EXECUTION_TIMEOUT: [Error, 'Script execution timed out after {0}ms'],
  ERR_SINGLE_EXECUTABLE_APPLICATION_ASSET_NOT_FOUND: [
    Error,
    'Cannot find asset {0} for the single executable application',
  ],
  ERR_SOURCE_MAP_CORRUPT: [Error, "The source map for '{0}' does not exist or is corrupt."],
  ERR_SOURCE_MAP_MISSING_SOURCE: [Error, "Cannot find '{0}' imported from the source map for '{1}'"],
  ERR_SOURCE_PHASE_NOT_DEFINED: [SyntaxError, "Source phase import object is not defined for module '{0}'"],
  ERR_SRI_PARSE: [SyntaxError, 'Subresource Integrity string "{0}" had an unexpected "{1}" at position {2}'],
  ERR_TLS_REQUIRED_SERVER_NAME: [Error, '"servername" is required parameter for Server.addContext'],
  ERR_TRACE_EVENTS_CATEGORY_REQUIRED: [TypeError, 'At least one category is required'],
  ERR_UNKNOWN_BUILTIN_MODULE: [Error, 'No such built-in module: {0}'],
  ERR_UNKNOWN_FILE_EXTENSION: [TypeError, 'Unknown file extension "{0}" for {1}'],
  ERR_UNKNOWN_MODULE_FORMAT: [RangeError, 'Unknown module format: {0} for URL {1}'],
  ERR_UNSUPPORTED_DIR_IMPORT: [
    Error,
    "Directory import '{0}' is not supported resolving ES modules imported from {1}",
    (path, base, url) => ({ url }),
  ],
  ERR_UNSUPPORTED_ESM_URL_SCHEME: [
    Error,
    (url, supported) =>
      `Only URLs with a scheme in: ${joinWords(supported, 'and')} are supported by the default ESM loader. ` +
      `Received protocol '${url.protocol}'`,
  ],
  ERR_UNSUPPORTED_NODE_MODULES_TYPE_STRIPPING: [
    Error,
    'Stripping types is currently unsupported for files under node_modules, for "{0}"',
  ],
  ERR_UNSUPPORTED_RESOLVE_REQUEST: [
    TypeError,
    'Failed to resolve module specifier "{0}" from "{1}": Invalid relative URL or base scheme is not hierarchical.',
  ],
  ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX: [SyntaxError, '{0}'],
  ERR_VM_DYNAMIC_IMPORT_CALLBACK_MISSING: [TypeError, 'A dynamic import callback was not specified.'],
  ERR_VM_DYNAMIC_IMPORT_CALLBACK_MISSING_FLAG: [
    TypeError,
    'A dynamic import callback was invoked without --experimental-vm-modules',
  ],
  ERR_VM_MODULE_ALREADY_LINKED: [Error, 'Module has already been linked'],
  ERR_VM_MODULE_CANNOT_CREATE_CACHED_DATA: [
    Error,
    'Cached data cannot be created for a module which has been evaluated',
  ],
  ERR_VM_MODULE_DIFFERENT_CONTEXT: [Error, 'Linked modules must use the same context'],
  ERR_VM_MODULE_LINK_FAILURE: [Error, '{0}', (message, cause) => ({ cause })],
  ERR_VM_MODULE_NOT_MODULE: [Error, 'Provided module is not an instance of Module'],
  ERR_VM_MODULE_STATUS: [Error, 'Module status {0}'],
  ERR_WASI_ALREADY_STARTED: [Error, 'WASI instance has already started'],
  ERR_WASI_NOT_STARTED: [Error, 'wasi.start() has not been called'],
  ERR_WEBASSEMBLY_NOT_SUPPORTED: [Error, 'WebAssembly is not supported in this environment, but is required for {0}'],
  ERR_WEBASSEMBLY_RESPONSE: [TypeError, 'WebAssembly response {0}'],
};

function importedFrom(base) {
  return base ? ` imported from ${base}` : '';
}

function packageTargetMessage(packagePath, key, target, isImport = false, base = undefined) {
  const needsDotSlash =
    typeof target === 'string' && !isImport && target.length > 0 && !target.startsWith('./');
  const shown = JSON.stringify(target);
  const what =
    key === '.'
      ? `Invalid "exports" main target ${shown} defined`
      : `Invalid "${isImport ? 'imports' : 'exports'}" target ${shown} defined for '${key}'`;
  const hint = needsDotSlash ? '; targets must start with "./"' : '';
  return `${what} in the package config ${packagePath}package.json${importedFrom(base)}${hint}`;
}

function requireEsmMessage(filename, hasEsmSyntax, parentPath = null, packageJsonPath = null) {
  const start = `require() of ES Module ${filename}${parentPath ? ` from ${parentPath}` : ''} not supported.`;
  if (!packageJsonPath) {
    return `${start}\nInstead change the require of ${filename} to a dynamic import() which is available in all CommonJS modules.`;
  }
  const parentName = parentPath ?? 'the requiring module';
  const basename = filename.slice(filename.lastIndexOf('/') + 1);
  if (hasEsmSyntax) {
    return (
      `${start}\nInstead change the require of ${basename} in ${parentName} to a dynamic import() ` +
      'which is available in all CommonJS modules.'
    );
  }
  return (
    `${start}\n${basename} is treated as an ES module file as it is a .js file whose nearest parent package.json ` +
    'contains "type": "module" which declares all .js files in that package scope as ES modules.\n' +
    `Instead either rename ${basename} to end in .cjs, change the requiring code to use dynamic import() which is ` +
    'available in all CommonJS modules, or change "type": "module" to "type": "commonjs" in ' +
    `${packageJsonPath} to treat all .js files as CommonJS (using .mjs for all ES modules instead).\n`
  );
}
