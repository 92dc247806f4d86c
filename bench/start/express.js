// A hundred small files of CommonJS.
const express = require('express');

console.log(typeof express());
