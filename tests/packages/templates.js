'use strict';

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const express = require('express');
const Handlebars = require('handlebars');
const ejs = require('ejs');
const pug = require('pug');
const { line, withServer } = require('./_http');

Handlebars.registerHelper('loud', (text) => `${text}!`.toUpperCase());
Handlebars.registerPartial('item', '<li>{{@index}} {{name}}</li>');
console.log(Handlebars.compile('{{#each list}}{{> item}}{{else}}none{{/each}} {{loud title}} {{{raw}}} {{escaped}} {{#if (lookup this "on")}}on{{/if}}')({ list: [{ name: 'a' }, { name: 'b' }], title: 'hi', raw: '<b>', escaped: '<i>', on: 1 }));
console.log(Handlebars.precompile('{{a}}').includes('lookupProperty'));
try {
  Handlebars.compile('{{#if}}')({});
} catch (error) {
  console.log(error.message);
}
console.log(ejs.render('<% for (const n of list) { %><%= n %>,<% } -%>\n<%- raw %>', { list: [1, '<2>'], raw: '<b>' }));
ejs.render('<%= await later %>', { later: Promise.resolve(5) }, { async: true }).then(console.log);
console.log(pug.render('doctype html\nul\n  each n in list\n    li(class=n > 1 ? "big" : "small")= n\n  else\n    li none\np #{title} !{raw}', { list: [1, 2], title: '<t>', raw: '<b>' }));
try {
  pug.render('p(', { filename: 'x.pug' });
} catch (error) {
  console.log(error.code, error.line);
}

const views = fs.mkdtempSync(path.join(os.tmpdir(), 'views-'));
fs.writeFileSync(path.join(views, 'page.ejs'), '<h1><%= title %></h1><%- include("part", { n: 3 }) %>');
fs.writeFileSync(path.join(views, 'part.ejs'), 'part <%= n %>');
fs.writeFileSync(path.join(views, 'layout.pug'), 'html\n  body\n    block content');
fs.writeFileSync(path.join(views, 'child.pug'), 'extends layout\nblock content\n  p= title');
const app = express().set('views', views);
app.get('/ejs', (req, res) => res.render('page.ejs', { title: 'T & T' }));
app.get('/pug', (req, res) => res.render('child.pug', { title: 'child' }));
withServer(app, async (ask) => {
  console.log(line(await ask('/ejs'), 'content-type'));
  console.log(line(await ask('/pug')));
  fs.rmSync(views, { recursive: true });
});
