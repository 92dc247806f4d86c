'use strict';

/** The text of an error: its stack, with the name put right, repeated frames left out, and colours. */

const value_ = require('internal:util/inspect/value');
const { prefix } = require('internal:util/inspect/names');

const FIRST_FRAME = '\n    at';

/**
 * @param {object} error
 * @param {string | null} constructor
 * @param {string} tag
 * @param {import('./context').Context} ctx
 * @param {PropertyKey[]} keys of the error; those the text tells already are taken out, `cause` and `errors` put in
 */
function errorText(ctx, error, constructor, tag, keys) {
  const name = read(error, 'name') ?? 'Error';
  const stack = stackText(ctx, error);
  if (stack === undefined) return Object.prototype.toString.call(error);
  dropToldKeys(ctx, keys, error, stack);
  addHiddenKeys(keys, error);
  const lines = withRightName(stack, constructor, name, tag);
  return indent(ctx, withFrames(ctx, error, lines));
}

/** A property of an error; undefined where a getter of user code throws. */
function read(error, key) {
  try {
    return error[key];
  } catch {
    return undefined;
  }
}

/** The stack, or what stands for it when user code took it away; undefined when not even a title can be had. */
function stackText(ctx, error) {
  const stack = read(error, 'stack');
  if (typeof stack === 'string' && stack !== '') return stack;
  const title = titleOf(error);
  if (!stack || title === undefined) return title;
  ctx.seen.push(error);
  ctx.indentationLvl += 4;
  const text = value_.formatValue(ctx, stack, 0);
  ctx.indentationLvl -= 4;
  ctx.seen.pop();
  return `${title}\n    ${text}`;
}

function titleOf(error) {
  try {
    return Error.prototype.toString.call(error);
  } catch {
    return undefined;
  }
}

/** `name`, `message` and `stack` need no line of their own when the stack has them. */
function dropToldKeys(ctx, keys, error, stack) {
  if (ctx.showHidden || keys.length === 0) return;
  for (const name of ['name', 'message', 'stack']) {
    const index = keys.indexOf(name);
    if (index === -1) continue;
    const value = read(error, name);
    if (typeof value !== 'string' || stack.includes(value)) keys.splice(index, 1);
  }
}

function addHiddenKeys(keys, error) {
  if ('cause' in error && !keys.includes('cause')) keys.push('cause');
  if (Array.isArray(read(error, 'errors')) && !keys.includes('errors')) keys.push('errors');
}

/** How the stack of an error begins whose prototype, and with it the name, is gone. */
const STACK_NAME = /^([A-Z][a-z_ A-Z0-9[\]()-]+)(?::|\n\s+at)/;
const BARE_NAME = /^([a-z_A-Z0-9-]*Error)$/;

/**
 * The stack names what the error was when it was made. Puts in the class and the tag it has now: `Foo [TypeError]: ...`.
 * Only a stack that begins with a name that ends in "Error" is touched; other texts belong to the user.
 */
function withRightName(stack, constructor, name, tag) {
  if (typeof name !== 'string') return stack.replace(`${name}`, `${name} [${prefix(constructor, tag, 'Error').slice(0, -1)}]`);
  if (constructor !== null && !(name.endsWith('Error') && beginsWithName(stack, name))) return stack;
  let told = name.length;
  let fallback = 'Error';
  if (constructor === null) {
    const start = STACK_NAME.exec(stack) ?? BARE_NAME.exec(stack);
    fallback = start?.[1] ?? '';
    told = fallback.length;
    fallback ||= 'Error';
  }
  const title = prefix(constructor, tag, fallback).slice(0, -1);
  if (name === title) return stack;
  if (!title.includes(name)) return `${title} [${name}]${stack.slice(told)}`;
  return told === 0 ? `${title}: ${stack}` : `${title}${stack.slice(told)}`;
}

function beginsWithName(stack, name) {
  if (!stack.startsWith(name)) return false;
  const next = stack[name.length];
  return next === undefined || next === ':' || next === '\n';
}

/** The stack without the frames that the cause shows too; in brackets when it has no frames. */
function withFrames(ctx, error, stack) {
  const message = read(error, 'message');
  const at = typeof message === 'string' && message !== '' ? stack.indexOf(message) : -1;
  const framesStart = stack.indexOf(FIRST_FRAME, at === -1 ? 0 : at + message.length);
  if (framesStart === -1) return `[${stack}]`;
  const frames = withoutCauseFrames(ctx, error, stack.slice(framesStart + 1).split('\n'));
  const shown = ctx.colors ? require('internal:util/inspect/frame_colors').colorFrames(ctx, frames) : frames;
  return `${stack.slice(0, framesStart)}\n${shown.join('\n')}`;
}

/** Fewer common frames are not worth a note. */
const LEAST_OVERLAP = 4;

function withoutCauseFrames(ctx, error, frames) {
  const cause = causeOf(error);
  if (cause === undefined) return frames;
  const causeStack = stackText(ctx, cause) ?? '';
  const start = causeStack.indexOf(FIRST_FRAME);
  if (start === -1) return frames;
  const { length, offset } = overlap(frames, causeStack.slice(start + 1).split('\n'));
  if (length < LEAST_OVERLAP) return frames;
  const skipped = length - 2;
  const note = ctx.stylize(`    ... ${skipped} lines matching cause stack trace ...`, 'undefined');
  return frames.toSpliced(offset + 1, skipped, note);
}

function causeOf(error) {
  const cause = read(error, 'cause');
  return cause !== null && typeof cause === 'object' && (Error.isError(cause) || cause instanceof Error) ? cause : undefined;
}

/** The first run of frames that both stacks have. */
function overlap(frames, other) {
  for (let offset = 0; offset < frames.length - 3; offset++) {
    const position = other.indexOf(frames[offset]);
    if (position === -1) continue;
    const rest = other.length - position;
    if (rest <= 3) continue;
    const most = Math.min(rest, frames.length - offset);
    let length = 1;
    while (length < most && frames[offset + length] === other[position + length]) length++;
    if (length >= LEAST_OVERLAP) return { length, offset };
  }
  return { length: 0, offset: 0 };
}

function indent(ctx, text) {
  return ctx.indentationLvl === 0 ? text : text.replaceAll('\n', `\n${' '.repeat(ctx.indentationLvl)}`);
}

module.exports = { errorText };
