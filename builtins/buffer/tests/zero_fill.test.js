// Flags: --zero-fill-buffers
'use strict';

// With this option memory comes zeroed, of every size and also where it was used before.

const assert = require('node:assert');

for (let round = 0; round < 20; round++) {
  for (const size of [10, 1000, 5000, 40_000, 200_000]) {
    for (const make of [Buffer.allocUnsafe, Buffer.allocUnsafeSlow]) {
      const buffer = make(size);
      assert.strictEqual(buffer.findIndex((byte) => byte !== 0), -1);
      buffer.fill(0xee);
    }
  }
}
