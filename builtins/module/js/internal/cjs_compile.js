'use strict';

/** From the text of a CommonJS module to its exports. */

const path = require('node:path');
const { Module, kFormat, kIsExecuting, kIsMainSymbol, kThroughHooks } = require('internal:module/cjs_module');
const { makeRequireFunction } = require('internal:module/cjs_require');
const { runProgram } = require('internal:inspector/pause');
const { getOptionValue } = require('internal:process/options');
const { defaultHostId } = require('internal:module/host_ids');

/** What the compiling op gives where the text is an ES module. */
const IS_MODULE = 1;

let wrapperPatched = false;
let wrapper = ['(function (exports, require, module, __filename, __dirname) { ', '\n});'];
let wrap = (script) => `${wrapper[0]}${script}${wrapper[1]}`;

Object.defineProperties(Module, {
  wrap: {
    __proto__: null,
    get() { return wrap; },
    set(value) {
      wrapperPatched = true;
      wrap = value;
    },
    enumerable: true,
    configurable: true,
  },
  wrapper: {
    __proto__: null,
    get() { return observedWrapper; },
    set(value) {
      wrapperPatched = true;
      wrapper = value;
      observedWrapper = value;
    },
    enumerable: true,
    configurable: true,
  },
});

/** Notices writes to its elements, after which modules have to be compiled from text wrapped with it. */
let observedWrapper = new Proxy(wrapper, {
  __proto__: null,
  set(target, property, value, receiver) {
    wrapperPatched = true;
    return Reflect.set(target, property, value, receiver);
  },
  defineProperty(target, property, descriptor) {
    wrapperPatched = true;
    return Object.defineProperty(target, property, descriptor);
  },
});

/**
 * Compiles a module's text. Whoever calls the program runs the module; so this file is not in its stack.
 * @param {Module} module
 * @param {string} content
 * @param {string} filename
 * @param {string} [format]
 * @returns {{ program: Function, args: unknown[] }}
 */
function prepare(module, content, filename, format) {
  let text = content;
  if (format?.endsWith('typescript')) {
    text = require('internal:module/typescript').stripTypesOfFile(content, filename);
    format = { 'commonjs-typescript': 'commonjs', 'module-typescript': 'module', 'typescript': undefined }[format];
  }
  if (format === 'module') return { program: loadAsModule, args: [module, text, filename] };
  const compiled = compileOrExplain(text, filename, format);
  if (compiled === IS_MODULE) return { program: loadAsModule, args: [module, text, filename] };
  module[kFormat] ??= 'commonjs';
  return prepareFunction(module, compiled, filename);
}

function compileOrExplain(text, filename, format) {
  try {
    return compile(text, filename, format);
  } catch (error) {
    if (error instanceof SyntaxError && binding.containsModuleSyntax(text, filename, defaultHostId)) warnOfModuleSyntax(filename);
    throw error;
  }
}

/** At once, as the process may be about to end. */
function warnOfModuleSyntax(filename) {
  const { emitWarningNow } = require('internal:process/warning');
  emitWarningNow(
    `Failed to load the ES module: ${filename}. ` +
    'Make sure to set "type": "module" in the nearest package.json file or use the .mjs extension.');
}

function compile(text, filename, format) {
  if (wrapperPatched) return compileWrapped(text, filename);
  const detect = format !== 'commonjs' && getOptionValue('--experimental-detect-module');
  const compiled = binding.compileCommonjs(text, filename, defaultHostId, detect);
  if (compiled !== IS_MODULE) require('internal:module/source_maps').noteFunction(filename, text, compiled);
  return compiled;
}

/** Whether text that compiles is an ES module; throws where it does not compile. @param {string} [format] */
function checkCommonjs(text, filename, format) {
  if (wrapperPatched) {
    new (require('node:vm').Script)(Module.wrap(text), { filename });
    return false;
  }
  return binding.compileCommonjs(text, filename, defaultHostId, format === undefined) === IS_MODULE;
}

/** For programs that have replaced `Module.wrap` or `Module.wrapper`. */
function compileWrapped(text, filename) {
  return binding.runScript(Module.wrap(text), filename, defaultHostId, false, false)[0];
}

function prepareFunction(module, compiled, filename) {
  const args = [module.exports, requireOf(module), module, filename, path.dirname(filename)];
  return module[kIsMainSymbol] ? { program: runMain, args: [module, compiled, args] } : { program: compiled, args };
}

function runMain(module, compiled, args) {
  module[kIsExecuting] = true;
  const result = runProgram(compiled, module.exports, args);
  module[kIsExecuting] = false;
  return result;
}

/** A function so that `require` means the module's own above. */
function requireOf(module) {
  if (module[kThroughHooks] !== true) return makeRequireFunction(module);
  return require('internal:module/hooked_require').makeHookedRequire(module);
}

/** A file that turns out to be an ES module: the program itself, or required. */
function loadAsModule(module, text, filename) {
  module[kFormat] = 'module';
  const { requireModule, runMainModule } = require('internal:module/esm_require');
  return module[kIsMainSymbol] ? runMainModule(filename, text) : requireModule(module, filename, text);
}

module.exports = { checkCommonjs, prepare };
