'use strict';

/**
 * Fills a fresh realm. What this module leaves behind is the startup snapshot, so nothing here may read what differs from one
 * process to the next.
 */

// First of all: whatever is loaded may want it.
require('internal:process/object');
const { setupProcess } = require('internal:process/setup');
const { defineGlobals } = require('internal:bootstrap/globals');

const process = setupProcess();
defineGlobals(process);

// What nearly every program uses is made once, here.
require('internal:module/run_main');
