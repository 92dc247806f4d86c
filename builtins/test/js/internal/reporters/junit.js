'use strict';

/** JUnit's XML. */

const { hostname } = require('node:os');
const { inspectFailure } = require('internal:test/failure');

/** @param {AsyncIterable<{ type: string, data: object }>} source */
async function* junit(source) {
  yield '<?xml version="1.0" encoding="utf-8"?>\n<testsuites>\n';
  const tree = new Tree();
  for await (const { type, data } of source) tree.take(type, data);
  for (const node of tree.top) yield render(node, 1);
  yield '</testsuites>\n';
}

/** The elements, built from the events of a run. */
class Tree {
  top = [];
  #open;

  take(type, data) {
    switch (type) {
      case 'test:start':
        return this.#start(data);
      case 'test:pass':
      case 'test:fail':
        return this.#end(type, data);
      case 'test:diagnostic':
        return this.#siblings().push({ comment: data.message });
      default:
        return undefined;
    }
  }

  #siblings() {
    return this.#open?.children ?? this.top;
  }

  #start({ name, nesting }) {
    while (this.#open !== undefined && this.#open.nesting >= nesting) this.#open = this.#open.parent;
    const node = { tag: 'testcase', attributes: { name }, nesting, parent: this.#open, children: [] };
    this.#siblings().push(node);
    this.#open = node;
  }

  #end(type, data) {
    if (this.#open === undefined || this.#open.attributes.name !== data.name || this.#open.nesting !== data.nesting) this.#start(data);
    const node = this.#open;
    this.#open = node.parent;
    node.attributes.time = (data.details.duration_ms / 1000).toFixed(6);
    const tests = node.children.filter(({ comment }) => comment === undefined);
    if (tests.length > 0) becomeSuite(node, tests);
    else becomeCase(node, type, data);
  }
}

function becomeSuite(node, tests) {
  node.tag = 'testsuite';
  Object.assign(node.attributes, {
    disabled: 0,
    errors: 0,
    tests: tests.length,
    failures: tests.filter(isFailed).length,
    skipped: tests.filter(({ children }) => children.some(({ tag }) => tag === 'skipped')).length,
    timestamp: new Date().toISOString(),
    hostname: hostname(),
  });
}

function isFailed(node) {
  return node.children.some(({ tag }) => tag === 'failure') || node.attributes.failures > 0;
}

function becomeCase(node, type, { details: { error }, classname, file, skip, todo }) {
  node.attributes.classname = classname ?? 'test';
  if (file !== undefined) node.attributes.file = file;
  if (skip !== undefined) node.children.push({ tag: 'skipped', attributes: { type: 'skipped', message: skip }, children: [] });
  if (todo !== undefined) node.children.push({ tag: 'skipped', attributes: { type: 'todo', message: todo }, children: [] });
  if (type !== 'test:fail') return;
  const message = (error?.cause?.message ?? error?.message ?? '');
  node.attributes.failure = message;
  node.children.push({
    tag: 'failure', attributes: { type: error?.failureType ?? error?.code, message: message.trim() }, children: [{ text: inspectFailure(error, { breakLength: Infinity }) }],
  });
}

function render(node, depth) {
  const indent = '\t'.repeat(depth);
  if (node.comment !== undefined) return `${indent}<!-- ${escapeComment(node.comment)} -->\n`;
  if (node.text !== undefined) return `${escapeText(node.text)}\n`;
  const attributes = Object.entries(node.attributes).map(([name, value]) => ` ${name}="${escapeAttribute(value)}"`).join('');
  if (node.children.length === 0) return `${indent}<${node.tag}${attributes}/>\n`;
  const content = node.children.map((child) => render(child, depth + 1)).join('');
  return `${indent}<${node.tag}${attributes}>\n${content}${indent}</${node.tag}>\n`;
}

function escapeText(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

function escapeAttribute(value) {
  return escapeText(String(value)).replaceAll('"', '&quot;').replaceAll('\n', '&#10;');
}

/** Two hyphens would end a comment. */
function escapeComment(text) {
  return text.replaceAll('--', '&#45;&#45;');
}

module.exports = junit;
