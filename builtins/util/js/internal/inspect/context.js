'use strict';

/** Options of `util.inspect`, and the state of one inspection. */

const { codes } = require('internal:shared/errors');
const { validateObject } = require('internal:shared/validators');
const { highlightRegExp } = require('internal:util/inspect/regexp_colors');

const defaultOptions = Object.seal({
  showHidden: false,
  depth: 2,
  colors: false,
  customInspect: true,
  showProxy: false,
  maxArrayLength: 100,
  maxStringLength: 10000,
  breakLength: 80,
  compact: 3,
  sorted: false,
  getters: false,
  numericSeparator: false,
});

const DEFAULT_FOREGROUND = 39;
const DEFAULT_BACKGROUND = 49;

/** SGR codes: on, off. */
const colors = {
  __proto__: null,
  reset: [0, 0],
  bold: [1, 22],
  dim: [2, 22],
  italic: [3, 23],
  underline: [4, 24],
  blink: [5, 25],
  inverse: [7, 27],
  hidden: [8, 28],
  strikethrough: [9, 29],
  doubleunderline: [21, 24],
  black: [30, DEFAULT_FOREGROUND],
  red: [31, DEFAULT_FOREGROUND],
  green: [32, DEFAULT_FOREGROUND],
  yellow: [33, DEFAULT_FOREGROUND],
  blue: [34, DEFAULT_FOREGROUND],
  magenta: [35, DEFAULT_FOREGROUND],
  cyan: [36, DEFAULT_FOREGROUND],
  white: [37, DEFAULT_FOREGROUND],
  bgBlack: [40, DEFAULT_BACKGROUND],
  bgRed: [41, DEFAULT_BACKGROUND],
  bgGreen: [42, DEFAULT_BACKGROUND],
  bgYellow: [43, DEFAULT_BACKGROUND],
  bgBlue: [44, DEFAULT_BACKGROUND],
  bgMagenta: [45, DEFAULT_BACKGROUND],
  bgCyan: [46, DEFAULT_BACKGROUND],
  bgWhite: [47, DEFAULT_BACKGROUND],
  framed: [51, 54],
  overlined: [53, 55],
  gray: [90, DEFAULT_FOREGROUND],
  redBright: [91, DEFAULT_FOREGROUND],
  greenBright: [92, DEFAULT_FOREGROUND],
  yellowBright: [93, DEFAULT_FOREGROUND],
  blueBright: [94, DEFAULT_FOREGROUND],
  magentaBright: [95, DEFAULT_FOREGROUND],
  cyanBright: [96, DEFAULT_FOREGROUND],
  whiteBright: [97, DEFAULT_FOREGROUND],
  bgGray: [100, DEFAULT_BACKGROUND],
  bgRedBright: [101, DEFAULT_BACKGROUND],
  bgGreenBright: [102, DEFAULT_BACKGROUND],
  bgYellowBright: [103, DEFAULT_BACKGROUND],
  bgBlueBright: [104, DEFAULT_BACKGROUND],
  bgMagentaBright: [105, DEFAULT_BACKGROUND],
  bgCyanBright: [106, DEFAULT_BACKGROUND],
  bgWhiteBright: [107, DEFAULT_BACKGROUND],
};

/** Names that mean the same pair, whichever of them user code changes. Not enumerable, as in Node. */
for (const [alias, name] of [
  ['grey', 'gray'],
  ['blackBright', 'gray'],
  ['bgGrey', 'bgGray'],
  ['bgBlackBright', 'bgGray'],
  ['faint', 'dim'],
  ['crossedout', 'strikethrough'],
  ['strikeThrough', 'strikethrough'],
  ['crossedOut', 'strikethrough'],
  ['conceal', 'hidden'],
  ['swapColors', 'inverse'],
  ['swapcolors', 'inverse'],
  ['doubleUnderline', 'doubleunderline'],
]) {
  Object.defineProperty(colors, alias, {
    __proto__: null,
    get: () => colors[name],
    set: (value) => {
      colors[name] = value;
    },
    configurable: true,
    enumerable: false,
  });
}

/** The colour of each kind of text: a name in `colors`, or a function of the text. */
const styles = Object.assign({ __proto__: null }, {
  special: 'cyan',
  number: 'yellow',
  bigint: 'yellow',
  boolean: 'yellow',
  undefined: 'grey',
  null: 'bold',
  string: 'green',
  symbol: 'green',
  date: 'magenta',
  // Not "name": keys keep the colour of the terminal.
  regexp: highlightRegExp,
  module: 'underline',
});

/**
 * The state of one inspection. Options by name, and:
 * @typedef {typeof defaultOptions & {
 *   budget: number[], characters written per indentation, to stop at absurd sizes
 *   indentationLvl: number, columns
 *   seen: object[], the objects being formatted, outermost first
 *   currentDepth: number,
 *   circular: Map<object, number> | undefined, objects that a descendant refers to, numbered
 *   stylize: (text: string, style: string) => string,
 *   userOptions: object | undefined, options of the caller that are not ours; custom inspect functions get them back
 * }} Context
 */

/** Names the options one by one: a spread takes longer than the inspection of a small object. @returns {Context} */
function createContext() {
  return {
    budget: [],
    indentationLvl: 0,
    seen: [],
    currentDepth: 0,
    circular: undefined,
    stylize: stylizePlain,
    showHidden: defaultOptions.showHidden,
    depth: defaultOptions.depth,
    colors: defaultOptions.colors,
    customInspect: defaultOptions.customInspect,
    showProxy: defaultOptions.showProxy,
    maxArrayLength: defaultOptions.maxArrayLength,
    maxStringLength: defaultOptions.maxStringLength,
    breakLength: defaultOptions.breakLength,
    compact: defaultOptions.compact,
    sorted: defaultOptions.sorted,
    getters: defaultOptions.getters,
    numericSeparator: defaultOptions.numericSeparator,
    userOptions: undefined,
  };
}

/** Takes the options of a call. Keys that are not ours are kept for custom inspect functions. */
function applyOptions(ctx, options) {
  Object.keys(options).forEach((key) => {
    if (Object.hasOwn(defaultOptions, key) || key === 'stylize') ctx[key] = options[key];
    else ctx.userOptions ??= options;
  });
}

/** Settles what follows from the options. */
function completeContext(ctx) {
  if (ctx.colors) ctx.stylize = stylizeWithColor;
  ctx.maxArrayLength ??= Infinity;
  ctx.maxStringLength ??= Infinity;
  return ctx;
}

/**
 * The options that a custom inspect function gets as its second argument.
 * @param {boolean} isForeign whether the function may belong to another context, which must not reach this one's prototypes
 */
function optionsForUser(ctx, isForeign) {
  const options = { stylize: ctx.stylize };
  Object.keys(defaultOptions).forEach((key) => { options[key] = ctx[key]; });
  Object.assign(options, ctx.userOptions);
  if (!isForeign) return options;
  Object.setPrototypeOf(options, null);
  Object.keys(options).forEach((key) => {
    if (isReference(options[key])) delete options[key];
  });
  options.stylize = Object.setPrototypeOf((value, flavour) => {
    try {
      return `${ctx.stylize(value, flavour)}`;
    } catch {
      return value;
    }
  }, null);
  return options;
}

function isReference(value) {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}

function stylizePlain(text) {
  return text;
}

function stylizeWithColor(text, style) {
  const name = styles[style];
  if (typeof name === 'function') return name(text);
  const color = name === undefined ? undefined : colors[name];
  return color === undefined ? text : `\u001b[${color[0]}m${text}\u001b[${color[1]}m`;
}

/** Replaces the defaults one by one; the object stays the same. */
function setDefaultOptions(options) {
  validateObject(options, 'options');
  for (const key of Object.keys(options)) {
    if (!Object.hasOwn(defaultOptions, key)) {
      throw new codes.ERR_INVALID_ARG_VALUE('options', options, `has no option "${key}"`);
    }
  }
  Object.assign(defaultOptions, options);
}

module.exports = {
  applyOptions,
  colors,
  completeContext,
  createContext,
  defaultOptions,
  optionsForUser,
  setDefaultOptions,
  styles,
  stylizePlain,
  stylizeWithColor,
};
