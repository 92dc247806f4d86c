// Flags: --experimental-vm-modules --no-warnings
'use strict';
const assert = require('node:assert');
const vm = require('node:vm');

// An import for which no module was given is named with the module that asks for it, however deep that is.
const leaf = new vm.SourceTextModule('import "unknown"', { identifier: 'file://leaf' });
const root = new vm.SourceTextModule('import "leaf"', { identifier: 'file://root' });
root.linkRequests([leaf]);
assert.throws(() => root.instantiate(), {
  code: 'ERR_VM_MODULE_LINK_FAILURE', message: "request for 'unknown' can not be resolved on module 'file://leaf' that is not linked",
});
for (const source of ['import "x"', '']) {
  assert.throws(() => new vm.SourceTextModule(source).instantiate(), {
    code: 'ERR_VM_MODULE_LINK_FAILURE', message: 'module is not linked',
  });
}
leaf.linkRequests([new vm.SyntheticModule([], () => {})]);
root.instantiate();
assert.strictEqual(root.status, 'linked');
