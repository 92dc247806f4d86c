'use strict';

/** `util.parseArgs`: command-line arguments to options and positionals. */

const process = require('internal:process/object');
const { codes } = require('internal:shared/errors');
const {
  validateArray,
  validateBoolean,
  validateBooleanArray,
  validateObject,
  validateString,
  validateStringArray,
  validateUnion,
} = require('internal:shared/validators');
const { tokenize } = require('internal:util/parse_args/tokens');

/**
 * @typedef {{ type: 'string' | 'boolean', short?: string, multiple?: boolean, default?: string | boolean | string[] | boolean[] }} OptionConfig
 * @param {{
 *   args?: string[], options?: Record<string, OptionConfig>, strict?: boolean,
 *   allowPositionals?: boolean, allowNegative?: boolean, tokens?: boolean,
 * }} [config]
 */
function parseArgs(config = {}) {
  const settings = readConfig(config);
  const { args, options, strict, allowPositionals, allowNegative } = settings;
  const tokens = tokenize(args, options);
  const values = { __proto__: null };
  const positionals = [];
  for (const token of tokens) {
    if (token.kind === 'option') {
      if (strict) {
        checkUsage(token, settings);
        checkAmbiguity(token);
      }
      store(values, token, options, allowNegative);
    } else if (token.kind === 'positional') {
      if (!allowPositionals) throw new codes.ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL(token.value);
      positionals.push(token.value);
    }
  }
  addDefaults(values, options);
  return settings.tokens ? { values, positionals, tokens } : { values, positionals };
}

// --- The configuration -----------------------------------------------------------------------------------------------

function readConfig(config) {
  const args = own(config, 'args') ?? programArguments();
  const strict = own(config, 'strict') ?? true;
  const allowPositionals = own(config, 'allowPositionals') ?? !strict;
  const tokens = own(config, 'tokens') ?? false;
  const allowNegative = own(config, 'allowNegative') ?? false;
  const options = own(config, 'options') ?? { __proto__: null };
  validateArray(args, 'args');
  validateBoolean(strict, 'strict');
  validateBoolean(allowPositionals, 'allowPositionals');
  validateBoolean(tokens, 'tokens');
  validateBoolean(allowNegative, 'allowNegative');
  validateObject(options, 'options');
  for (const name of Object.keys(options)) validateOption(name, options[name]);
  return { args, options, strict, allowPositionals, allowNegative, tokens };
}

function own(object, key) {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

/** What follows the script, or the executable when there is no script. */
function programArguments() {
  const { getOptionValue } = require('internal:process/options');
  const hasScript = getOptionValue('--eval') === undefined && !getOptionValue('--print');
  return process.argv.slice(hasScript ? 2 : 1);
}

function validateOption(name, option) {
  const path = `options.${name}`;
  validateObject(option, path);
  const type = own(option, 'type');
  validateUnion(type, `${path}.type`, ['string', 'boolean']);
  if (Object.hasOwn(option, 'short')) {
    validateString(option.short, `${path}.short`);
    if (option.short.length !== 1) {
      throw new codes.ERR_INVALID_ARG_VALUE(`${path}.short`, option.short, 'must be a single character');
    }
  }
  const multiple = own(option, 'multiple');
  if (Object.hasOwn(option, 'multiple')) validateBoolean(multiple, `${path}.multiple`);
  if (own(option, 'default') !== undefined) validateDefault(option.default, `${path}.default`, type, multiple);
}

function validateDefault(value, path, type, isMultiple) {
  if (type === 'string') (isMultiple ? validateStringArray : validateString)(value, path);
  else (isMultiple ? validateBooleanArray : validateBoolean)(value, path);
}

// --- The options that were given -------------------------------------------------------------------------------------

const NEGATION = 'no-';

/** The option that a token names, a negation included. */
function optionOf(token, { options, allowNegative }) {
  const { name } = token;
  if (Object.hasOwn(options, name)) return { name, option: options[name] };
  const positive = name.slice(NEGATION.length);
  const isNegation =
    allowNegative && name.startsWith(NEGATION) && Object.hasOwn(options, positive) && options[positive].type === 'boolean';
  return isNegation ? { name: positive, option: options[positive] } : { name, option: undefined };
}

/** In strict mode an option must be known, and have a value exactly when its type wants one. */
function checkUsage(token, settings) {
  const { name, option } = optionOf(token, settings);
  if (option === undefined) throw new codes.ERR_PARSE_ARGS_UNKNOWN_OPTION(token.rawName, settings.allowPositionals);
  const short = option.short ? `-${option.short}, ` : '';
  const type = option.type;
  if (type === 'string' && typeof token.value !== 'string') {
    throw new codes.ERR_PARSE_ARGS_INVALID_OPTION_VALUE(`Option '${short}--${name} <value>' argument missing`);
  }
  if (type === 'boolean' && token.value != null) {
    throw new codes.ERR_PARSE_ARGS_INVALID_OPTION_VALUE(`Option '${short}--${name}' does not take an argument`);
  }
}

/** `--name -x` more likely lacks a value than has `-x` as one. */
function checkAmbiguity(token) {
  const { inlineValue, value, rawName, name } = token;
  if (inlineValue || value == null || value.length < 2 || value[0] !== '-') return;
  const example = rawName.startsWith('--') ? `'${rawName}=-XYZ'` : `'--${name}=-XYZ' or '${rawName}-XYZ'`;
  throw new codes.ERR_PARSE_ARGS_INVALID_OPTION_VALUE(
    `Option '${rawName}' argument is ambiguous.\n` +
      `Did you forget to specify the option argument for '${rawName}'?\n` +
      `To specify an option argument starting with a dash use ${example}.`,
  );
}

function store(values, token, options, allowNegative) {
  if (token.name === '__proto__') return;
  const isNegated = allowNegative && token.value === undefined && token.name.startsWith(NEGATION);
  // The token tells of the option that it sets, too.
  if (isNegated) token.name = token.name.slice(NEGATION.length);
  const { name } = token;
  const value = token.value ?? !isNegated;
  if (Object.hasOwn(options, name) && options[name].multiple) (values[name] ??= []).push(value);
  else values[name] = value;
}

function addDefaults(values, options) {
  for (const name of Object.keys(options)) {
    if (name === '__proto__') continue;
    if (options[name].default !== undefined && values[name] === undefined) values[name] = options[name].default;
  }
}

module.exports = { parseArgs };
