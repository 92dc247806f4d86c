'use strict';

/** `vm.Module`, `vm.SourceTextModule` and `vm.SyntheticModule`: ES modules that the program loads and links itself. */

const { codes } = require('internal:shared/errors');
const {
  validateArray, validateBoolean, validateBuffer, validateFunction, validateInt32, validateObject, validateString, validateUint32,
} = require('internal:shared/validators');
const { ModuleWrap, attributeObject } = require('internal:module/esm_job');
const { createSyntheticModule, promiseOutcome } = require('internal:module/synthetic');
const { globalOf } = require('internal:vm/contexts');
const { hostIdFor } = require('internal:vm/host_id');

/** Names of V8's statuses. */
const statuses = ['unlinked', 'linking', 'linked', 'evaluating', 'evaluated', 'errored'];

/** What each module is made of, hidden from programs. @type {WeakMap<Module, { wrap: ModuleWrap, linking: boolean, ... }>} */
const parts = new WeakMap();

let identifiers = 0;

function partsOf(module) {
  const part = parts.get(module);
  if (part === undefined) throw new codes.ERR_INVALID_THIS('Module');
  return part;
}

/** The base class; only its subclasses can be made. */
class Module {
  constructor(options) {
    if (new.target === Module) throw new TypeError('Module is not a constructor');
    if (options !== undefined) validateObject(options, 'options');
  }

  get identifier() {
    return partsOf(this).identifier;
  }

  get context() {
    return partsOf(this).context;
  }

  get status() {
    const { wrap, linking, error } = partsOf(this);
    if (error !== undefined) return 'errored';
    const status = statuses[wrap.status()];
    return linking && status === 'unlinked' ? 'linking' : status;
  }

  get namespace() {
    const { wrap } = partsOf(this);
    if (wrap.status() < 2) throw new codes.ERR_VM_MODULE_STATUS('must not be unlinked or linking');
    return wrap.namespace();
  }

  get error() {
    const { wrap, error } = partsOf(this);
    if (this.status !== 'errored') throw new codes.ERR_VM_MODULE_STATUS('must be errored');
    return error !== undefined ? error.value : wrap.error();
  }

  /** Links the module and everything below it with what `linker(specifier, module, extra)` gives. */
  async link(linker) {
    partsOf(this);
    validateFunction(linker, 'linker');
    if (this.status === 'linked' || this.status === 'evaluated') throw new codes.ERR_VM_MODULE_ALREADY_LINKED();
    if (this.status !== 'unlinked') throw new codes.ERR_VM_MODULE_STATUS('must be unlinked');
    await linkGraph(this, linker);
    partsOf(this).wrap.instantiate();
  }

  /** Evaluates the module. The promise is settled at once where nothing is awaited. */
  evaluate(options = { __proto__: null }) {
    try {
      return evaluateModule(this, options);
    } catch (error) {
      return Promise.reject(error);
    }
  }

  [Symbol.for('nodejs.util.inspect.custom')](depth, options) {
    if (typeof depth === 'number' && depth < 0) return this;
    const inspect = require('node:util').inspect;
    const shown = { status: this.status, identifier: this.identifier, context: this.context };
    Object.setPrototypeOf(shown, { constructor: this.constructor });
    return inspect(shown, { ...options, customInspect: false });
  }
}

function evaluateModule(module, options) {
  const { wrap, drains } = partsOf(module);
  validateObject(options, 'options');
  const { timeout, breakOnSigint = false } = options;
  if (timeout !== undefined) validateUint32(timeout, 'options.timeout', true);
  validateBoolean(breakOnSigint, 'options.breakOnSigint');
  if (!['linked', 'evaluated', 'errored'].includes(module.status)) {
    throw new codes.ERR_VM_MODULE_STATUS('must be one of linked, evaluated, or errored');
  }
  const promise = wrap.evaluate(timeout, breakOnSigint, drains);
  return drains ? outerPromise(promise) : promise;
}

/** Names the first import, anywhere in the graph, for which no module was given. */
function refuseUnlinked(part, seen) {
  if (seen.has(part)) return;
  seen.add(part);
  const requests = part.wrap.requests();
  if (requests.length === 0) return;
  if (part.dependencies === undefined) {
    const [[specifier]] = requests;
    throw new codes.ERR_VM_MODULE_LINK_FAILURE(
      `request for '${specifier}' can not be resolved on module '${part.identifier}' that is not linked`);
  }
  for (const module of part.dependencies) refuseUnlinked(partsOf(module), seen);
}

/** Equal requests have to lead to one module. */
function refuseMismatch(requests, modules) {
  const first = new Map();
  requests.forEach(([specifier, attributes], i) => {
    const key = JSON.stringify([specifier, attributes]);
    if (first.has(key) && first.get(key) !== modules[i]) {
      throw new codes.ERR_MODULE_LINK_MISMATCH(`Module request '${specifier}' at index ${i} is linked to two different modules`);
    }
    first.set(key, modules[i]);
  });
}

/** The promise of a context with microtasks of its own as one whose reactions run with everyone else's. */
function outerPromise(promise) {
  const [state, result] = promiseOutcome(promise);
  if (state === 0) return promise;
  return state === 1 ? Promise.resolve(result) : Promise.reject(result);
}

async function linkGraph(module, linker) {
  const part = partsOf(module);
  part.linking = true;
  try {
    const linked = await Promise.all(part.wrap.requests().map(async ([specifier, attributes, evaluates]) => {
      const given = attributeObject(attributes);
      const dependency = await linker(specifier, module, { attributes: given, assert: given });
      checkDependency(module, dependency);
      if (!evaluates) refuseSource(dependency);
      if (dependency.status === 'unlinked') await linkGraph(dependency, linker);
      return dependency;
    }));
    link(part, linked);
  } catch (error) {
    part.error = { value: error };
    throw error;
  } finally {
    part.linking = false;
  }
}

/** No module of a program's making has a source to import. */
function refuseSource(module) {
  if (!parts.has(module)) throw new codes.ERR_VM_MODULE_NOT_MODULE();
  throw new codes.ERR_SOURCE_PHASE_NOT_DEFINED(module.identifier);
}

/** What a module imports lives as long as it. */
function link(part, modules) {
  part.dependencies = modules;
  part.wrap.link(modules.map((module) => partsOf(module).wrap));
}

// The native side keeps what it calls for a module until the module is gone, so those functions hold the module only weakly.

function metaFillerOf(module) {
  const reference = new WeakRef(module);
  return (meta) => {
    const module = reference.deref();
    if (module !== undefined) partsOf(module).initializeImportMeta?.(meta, module);
  };
}

function evaluatorOf(module) {
  const reference = new WeakRef(module);
  return () => {
    const module = reference.deref();
    if (module !== undefined) Reflect.apply(partsOf(module).evaluateCallback, module, []);
  };
}

function checkDependency(module, dependency) {
  if (typeof dependency !== 'object' || dependency === null || !parts.has(dependency)) throw new codes.ERR_VM_MODULE_NOT_MODULE();
  if (dependency.context !== module.context) throw new codes.ERR_VM_MODULE_DIFFERENT_CONTEXT();
  if (dependency.status === 'errored') {
    throw new codes.ERR_VM_MODULE_LINK_FAILURE(`request for '${dependency.identifier}' resolved to an errored module`, dependency.error);
  }
}

/** The context that an option names; the main one has no global here. */
function contextOf(context) {
  if (context === undefined) return { global: undefined, drains: false };
  const found = typeof context === 'object' && context !== null ? globalOf(context) : undefined;
  if (found === undefined) throw new codes.ERR_INVALID_ARG_TYPE('options.context', 'vm.Context', context);
  return found;
}

function identifierOf(identifier) {
  if (identifier === undefined) return `vm:module(${identifiers++})`;
  validateString(identifier, 'options.identifier');
  return identifier;
}

/** A module from text. */
class SourceTextModule extends Module {
  constructor(sourceText, options = { __proto__: null }) {
    validateString(sourceText, 'sourceText');
    super(options);
    const { lineOffset = 0, columnOffset = 0, initializeImportMeta, importModuleDynamically, context, cachedData } = options;
    validateInt32(lineOffset, 'options.lineOffset');
    validateInt32(columnOffset, 'options.columnOffset');
    if (initializeImportMeta !== undefined) validateFunction(initializeImportMeta, 'options.initializeImportMeta');
    if (importModuleDynamically !== undefined) validateFunction(importModuleDynamically, 'options.importModuleDynamically');
    if (cachedData !== undefined) validateBuffer(cachedData, 'options.cachedData');
    const identifier = identifierOf(options.identifier);
    const { id, attach } = hostIdFor(importModuleDynamically, identifier);
    attach(this);
    const host = { fillMeta: metaFillerOf(this) };
    const { global, drains } = contextOf(context);
    const wrap = new ModuleWrap(identifier, sourceText, host, id, lineOffset, columnOffset, cachedData, global);
    parts.set(this, { wrap, drains, identifier, context, linking: false, error: undefined, initializeImportMeta });
  }

  get dependencySpecifiers() {
    return Object.freeze(partsOf(this).wrap.requests().map(([specifier]) => specifier));
  }

  get moduleRequests() {
    const part = partsOf(this);
    part.moduleRequests ??= Object.freeze(part.wrap.requests().map(([specifier, attributes, evaluates]) => Object.freeze({
      __proto__: null, specifier, attributes: Object.freeze(attributeObject(attributes)), phase: evaluates ? 'evaluation' : 'source',
    })));
    return part.moduleRequests;
  }

  /** Links each request to the module at the same place. */
  linkRequests(modules) {
    validateArray(modules, 'modules');
    const part = partsOf(this);
    if (this.status !== 'unlinked') throw new codes.ERR_VM_MODULE_STATUS('must be unlinked');
    const requests = part.wrap.requests();
    if (modules.length !== requests.length) {
      throw new codes.ERR_MODULE_LINK_MISMATCH(`Expected ${requests.length} modules, got ${modules.length}`);
    }
    for (const module of modules) checkDependency(this, module);
    refuseMismatch(requests, modules);
    requests.forEach(([, , evaluates], i) => { if (!evaluates) refuseSource(modules[i]); });
    link(part, modules);
  }

  instantiate() {
    const part = partsOf(this);
    if (this.status !== 'unlinked') throw new codes.ERR_VM_MODULE_STATUS('must be unlinked');
    if (part.dependencies === undefined) throw new codes.ERR_VM_MODULE_LINK_FAILURE('module is not linked');
    refuseUnlinked(part, new Set());
    part.wrap.instantiate();
  }

  hasTopLevelAwait() {
    return partsOf(this).wrap.hasTopLevelAwait();
  }

  hasAsyncGraph() {
    if (partsOf(this).wrap.status() < 2) throw new codes.ERR_VM_MODULE_STATUS('must be instantiated');
    return partsOf(this).wrap.isGraphAsync();
  }

  createCachedData() {
    const { wrap } = partsOf(this);
    if (['evaluating', 'evaluated', 'errored'].includes(this.status)) throw new codes.ERR_VM_MODULE_CANNOT_CREATE_CACHED_DATA();
    const bytes = wrap.createCachedData();
    return require('node:buffer').Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }
}

/** A module whose exports are set by a function. */
class SyntheticModule extends Module {
  constructor(exportNames, evaluateCallback, options = { __proto__: null }) {
    if (!Array.isArray(exportNames) || exportNames.some((name) => typeof name !== 'string')) {
      throw new codes.ERR_INVALID_ARG_TYPE('exportNames', 'Array of unique strings', exportNames);
    }
    exportNames.forEach((name, i) => {
      if (exportNames.indexOf(name, i + 1) !== -1) throw new codes.ERR_INVALID_ARG_VALUE(`exportNames.${name}`, name, 'is duplicated');
    });
    validateFunction(evaluateCallback, 'evaluateCallback');
    super(options);
    const identifier = identifierOf(options.identifier);
    const { context } = options;
    const { global, drains } = contextOf(context);
    const wrap = createSyntheticModule(identifier, exportNames, undefined, evaluatorOf(this), global);
    parts.set(this, { wrap, drains, identifier, context, linking: false, error: undefined, evaluateCallback });
    // Nothing is to be linked, so it is ready at once.
    wrap.instantiate();
  }

  async link() {
    return undefined;
  }

  setExport(name, value) {
    validateString(name, 'name');
    const { wrap } = partsOf(this);
    if (wrap.status() < 2) throw new codes.ERR_VM_MODULE_STATUS('must not be unlinked or linking');
    wrap.setExport(name, value);
  }
}

/** What `import()` gives for what `importModuleDynamically` returned: the namespace of a module, or the value if it is one. */
async function namespaceOf(result) {
  if (require('node:util').types.isModuleNamespaceObject(result)) return result;
  if (typeof result !== 'object' || result === null || !parts.has(result)) throw new codes.ERR_VM_MODULE_NOT_MODULE();
  if (result.status === 'errored') throw result.error;
  if (result.status === 'unlinked') throw new codes.ERR_VM_MODULE_STATUS('must not be unlinked or linking');
  if (result.status === 'linked') await result.evaluate();
  return result.namespace;
}

module.exports = { classes: { Module, SourceTextModule, SyntheticModule }, namespaceOf, refuseSource };
