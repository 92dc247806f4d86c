'use strict';

/** Connects, as events of `node.net.native`. The methods of the handles are replaced while somebody follows. */

const { pathTracer } = require('internal:net/connect');

const METHODS = ['connect', 'connect6'];

let lastId = 0;

/** @param {(event: object) => void} emit @returns {() => void} ends that */
function follow(emit) {
  const begin = (args) => {
    const id = ++lastId;
    emit({ ph: 'b', name: 'connect', id, args });
    return (status) => emit({ ph: 'e', name: 'connect', id, args: { status } });
  };
  const stopAddresses = followAddresses(begin);
  pathTracer.begin = (path) => begin(placeOf(path));
  return () => {
    stopAddresses();
    pathTracer.begin = undefined;
  };
}

/** @param {(args: object) => (status: number) => void} begin @returns {() => void} */
function followAddresses(begin) {
  const { prototype } = binding.Stream;
  const originals = METHODS.map((name) => [name, prototype[name]]);
  for (const [name, original] of originals) {
    prototype[name] = function (request, ip, port) {
      const tellEnd = begin({ ip, port });
      const { oncomplete } = request;
      request.oncomplete = function (status, ...rest) {
        tellEnd(status);
        return Reflect.apply(oncomplete, this, [status, ...rest]);
      };
      return Reflect.apply(original, this, [request, ip, port]);
    };
  }
  return () => Object.assign(prototype, Object.fromEntries(originals));
}

function placeOf(path) {
  if (path.startsWith('\0')) return { path_type: 'abstract socket', pipe_path: path.slice(1) };
  return { path_type: 'file', pipe_path: path };
}

module.exports = { follow };
