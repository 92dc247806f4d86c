'use strict';

require('./_express').run(require('express4'));
