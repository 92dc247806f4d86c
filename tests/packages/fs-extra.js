'use strict';

const os = require('node:os');
const path = require('node:path');
const fs = require('fs-extra');

(async () => {
  const root = await fs.mkdtemp(path.join(os.tmpdir(), 'fs-extra-'));
  const at = (...parts) => path.join(root, ...parts);
  await fs.outputFile(at('a/b/c.txt'), 'text');
  await fs.outputJson(at('a/config.json'), { x: [1] }, { spaces: 2 });
  console.log(await fs.readJson(at('a/config.json')), await fs.pathExists(at('a/b')), await fs.pathExists(at('no')));
  await fs.ensureSymlink(at('a/b'), at('links/b'));
  await fs.copy(at('a'), at('copy'), { filter: (source) => !source.endsWith('.json'), preserveTimestamps: true });
  console.log((await fs.readdir(at('copy'), { recursive: true })).sort(), fs.readlinkSync(at('links/b')) === at('a/b'));
  await fs.move(at('copy/b/c.txt'), at('moved/c.txt'));
  await fs.move(at('moved/c.txt'), at('a/b/c.txt')).catch((error) => console.log(error.message));
  await fs.copy(at('a'), at('a/inside')).catch((error) => console.log(error.message.replaceAll(root, '')));
  await fs.emptyDir(at('a'));
  await fs.ensureFile(at('a/new'));
  await fs.remove(at('links'));
  console.log(fs.readdirSync(root).sort(), fs.readdirSync(at('a')), await fs.readJson(at('none.json'), { throws: false }).catch((error) => error.code));
  const descriptor = await fs.open(at('a/new'), 'w');
  console.log(await fs.write(descriptor, Buffer.from('bytes'), 0, 5, 0), typeof (await fs.stat(at('a/new'))).mtimeMs);
  await fs.close(descriptor);
  await fs.remove(root);
  console.log(fs.existsSync(root));
})();
