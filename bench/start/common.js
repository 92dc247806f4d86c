// What `console.log('hi')` costs, from start to exit.
console.log('hi');
