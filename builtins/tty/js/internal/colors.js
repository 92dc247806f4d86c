'use strict';

/** How many colours a terminal has, from what the environment says about it. */

const process = require('internal:process/object');
const { validateInteger } = require('internal:shared/validators');

/** Bits a colour. */
const NONE = 1;
const SIXTEEN = 4;
const MANY = 8;
const TRUE_COLOR = 24;

const FORCED = { __proto__: null, '': SIXTEEN, 1: SIXTEEN, true: SIXTEEN, 2: MANY, 3: TRUE_COLOR };

/** Services that show colours in their logs. */
const CI = [
  ['APPVEYOR', MANY], ['BUILDKITE', MANY], ['CIRCLECI', TRUE_COLOR], ['DRONE', MANY], ['GITEA_ACTIONS', TRUE_COLOR],
  ['GITHUB_ACTIONS', TRUE_COLOR], ['GITLAB_CI', MANY], ['TRAVIS', MANY],
];

const PROGRAMS = { __proto__: null, HyperTerm: TRUE_COLOR, MacTerm: TRUE_COLOR, Apple_Terminal: MANY };

const TERMS = {
  __proto__: null,
  eterm: SIXTEEN, cons25: SIXTEEN, console: SIXTEEN, cygwin: SIXTEEN, dtterm: SIXTEEN, gnome: SIXTEEN, hurd: SIXTEEN, jfbterm: SIXTEEN,
  konsole: SIXTEEN, kterm: SIXTEEN, mlterm: SIXTEEN, mosh: TRUE_COLOR, putty: SIXTEEN, st: SIXTEEN, 'rxvt-unicode-24bit': TRUE_COLOR,
  terminator: TRUE_COLOR, 'xterm-kitty': TRUE_COLOR,
};

const TERM_PATTERN = /ansi|color|linux|direct|^con[0-9]*x[0-9]|^rxvt|^screen|^xterm|^vt100|^vt220/;

let warned = false;

/** @param {Record<string, string | undefined>} [env] @returns {1 | 4 | 8 | 24} */
function getColorDepth(env = process.env) {
  if (env.FORCE_COLOR !== undefined) {
    const depth = FORCED[env.FORCE_COLOR];
    if (depth === undefined) return NONE;
    warnOnConflict(env);
    return depth;
  }
  if (isOff(env.NODE_DISABLE_COLORS) || isOff(env.NO_COLOR) || env.TERM === 'dumb') return NONE;
  if (env.TMUX) return TRUE_COLOR;
  return inCi(env) ?? ofProgram(env) ?? ofTerm(env);
}

function isOff(value) {
  return value !== undefined && value !== '';
}

/** Whoever asks for colours and for none learns which wins. */
function warnOnConflict({ NODE_DISABLE_COLORS, NO_COLOR }) {
  if (warned || (!isOff(NODE_DISABLE_COLORS) && !isOff(NO_COLOR))) return;
  warned = true;
  const name = isOff(NODE_DISABLE_COLORS) ? 'NODE_DISABLE_COLORS' : 'NO_COLOR';
  process.emitWarning(`The '${name}' env is ignored due to the 'FORCE_COLOR' env being set.`, 'Warning');
}

function inCi(env) {
  if (env.TF_BUILD && env.AGENT_NAME) return SIXTEEN;
  if (env.CI !== undefined) {
    for (const [name, depth] of CI) {
      if (name in env) return depth;
    }
    return env.CI_NAME === 'codeship' ? MANY : NONE;
  }
  if (env.TEAMCITY_VERSION === undefined) return undefined;
  return /^(?:9\.0*[1-9]\d*\.|\d{2,}\.)/.test(env.TEAMCITY_VERSION) ? SIXTEEN : NONE;
}

function ofProgram({ TERM_PROGRAM, TERM_PROGRAM_VERSION }) {
  if (TERM_PROGRAM !== 'iTerm.app') return PROGRAMS[TERM_PROGRAM];
  return !TERM_PROGRAM_VERSION || /^[0-2]\./.test(TERM_PROGRAM_VERSION) ? MANY : TRUE_COLOR;
}

function ofTerm({ COLORTERM, TERM }) {
  if (COLORTERM === 'truecolor' || COLORTERM === '24bit') return TRUE_COLOR;
  if (TERM) {
    if (/truecolor/.test(TERM)) return TRUE_COLOR;
    if (/^xterm-256/.test(TERM)) return MANY;
    const term = TERM.toLowerCase();
    if (TERMS[term] !== undefined) return TERMS[term];
    if (TERM_PATTERN.test(term)) return SIXTEEN;
  }
  return COLORTERM ? SIXTEEN : NONE;
}

/** `(count?, env?)`: whether there are that many colours. */
function hasColors(count, env) {
  if (env === undefined && (count === undefined || (typeof count === 'object' && count !== null))) {
    env = count;
    count = 16;
  } else {
    validateInteger(count, 'count', 2);
  }
  return count <= 2 ** this.getColorDepth(env);
}

module.exports = { getColorDepth, hasColors };
