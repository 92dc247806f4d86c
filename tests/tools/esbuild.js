'use strict';

// esbuild's service is a process of its own: transforms, plugins that it calls back, errors, its server.
const esbuild = require('esbuild');

const virtual = {
  name: 'virtual',
  setup(build) {
    build.onResolve({ filter: /^virtual$/ }, () => ({ path: 'virtual', namespace: 'virtual' }));
    build.onLoad({ filter: /.*/, namespace: 'virtual' }, () => ({ contents: 'export default 42' }));
  },
};

(async () => {
  console.log(esbuild.transformSync('let x: number = 1 as any; export { x }', { loader: 'ts', format: 'cjs' }).code);
  console.log((await esbuild.transform('const a = <b>{c}</b>', { loader: 'jsx' })).code);
  const stdin = { contents: 'import x from "virtual"; console.log(x)', resolveDir: __dirname };
  const { outputFiles: [{ text }] } = await esbuild.build({ stdin, bundle: true, write: false, plugins: [virtual] });
  console.log(text);
  console.log(await esbuild.transform('let let', { logLevel: 'silent' }).catch((error) => error.errors[0].text));
  const context = await esbuild.context({ stdin: { contents: 'console.log(1)' }, write: false });
  const { port } = await context.serve({ port: 0, host: '127.0.0.1' });
  const response = await fetch(`http://127.0.0.1:${port}/stdin.js`);
  console.log(response.status, await response.text());
  await context.dispose();
  await esbuild.stop();
})();
