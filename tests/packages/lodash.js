'use strict';

const _ = require('lodash');

const people = [{ name: 'b', age: 40, tags: ['x'] }, { name: 'a', age: 30, tags: ['y', 'x'] }, { name: 'c', age: 40, tags: [] }];
console.log(_.groupBy(people, 'age'), _.sortBy(people, ['age', 'name']).map((person) => person.name));
console.log(_.chain(people).flatMap('tags').countBy().toPairs().value());
console.log(_.merge({ a: { b: [1, 2] } }, { a: { b: [3], c: new Date(0) } }), _.cloneDeep({ map: new Map([[1, { a: 1 }]]), set: new Set([1]), re: /x/gi, bytes: Buffer.from('ab') }));
console.log(_.get(people, '[1].tags[0]'), _.set({}, 'a.b[1].c', 1), _.pick(people[0], ['name']), _.omit(people[0], 'tags'));
console.log(_.isEqual({ a: [1, { b: NaN }] }, { a: [1, { b: NaN }] }), _.isPlainObject(Object.create(null)), _.isBuffer(Buffer.alloc(1)), _.isArguments((function () { return arguments; })()));
console.log(_.template('<%- name %> is <% if (age > 35) { %>older<% } else { %>younger<% } %>')({ name: '<b>', age: 40 }));
console.log(_.camelCase('Foo bar-baz'), _.kebabCase('fooBar'), _.deburr('déjà vu'), _.words('fred, barney, & pebbles'), _.truncate('hi-diddly-ho there, neighborino', { length: 14 }));
const calls = [];
const debounced = _.debounce((value) => calls.push(value), 5);
[1, 2, 3].forEach(debounced);
const throttled = _.throttle((value) => calls.push(`t${value}`), 20, { trailing: false });
[1, 2, 3].forEach(throttled);
setTimeout(() => console.log(calls), 30);
console.log(_.memoize((n) => n * 2)(4), _.curry((a, b, c) => a + b + c)(1)(2)(3), _.range(0, -4, -1), _.zipObject(['a', 'b'], [1, 2]), _.difference([2, 1], [2, 3]), _.VERSION.split('.')[0]);
