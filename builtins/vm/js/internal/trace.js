'use strict';

/** Scripts of `node:vm`, as events of `node.vm.script`. The class that scripts extend is replaced while somebody follows. */

const { Script } = require('node:vm');
const { now } = require('internal:perf_hooks/clock');

const { ContextifyScript } = binding;

/** @param {(event: object) => void} emit @returns {() => void} ends that */
function follow(emit) {
  const { prototype } = ContextifyScript;
  const { run } = prototype;
  prototype.run = function (...args) {
    const began = now();
    try {
      return Reflect.apply(run, this, args);
    } finally {
      const dur = Math.floor((now() - began) * 1000);
      emit({ ph: 'X', name: 'RunInContext', dur, tdur: dur });
    }
  };
  Object.setPrototypeOf(Script, tracedClass(emit));
  return () => {
    prototype.run = run;
    Object.setPrototypeOf(Script, ContextifyScript);
  };
}

function tracedClass(emit) {
  return class extends ContextifyScript {
    constructor(code, filename, ...rest) {
      emit({ ph: 'B', name: 'ContextifyScript::New', args: { filename } });
      try {
        super(code, filename, ...rest);
      } finally {
        emit({ ph: 'E', name: 'ContextifyScript::New' });
      }
    }
  };
}

module.exports = { follow };
