import { customAlphabet, customRandom, nanoid, urlAlphabet } from 'nanoid';
import { nanoid as insecure } from 'nanoid/non-secure';

const ids = new Set(Array.from({ length: 10_000 }, () => nanoid()));
console.log(ids.size, [...ids].every((id) => /^[\w-]{21}$/.test(id)), nanoid(10).length, urlAlphabet.length);
console.log(/^[abc]{5}$/.test(customAlphabet('abc', 5)()), customRandom('xyz', 6, (size) => new Uint8Array(size).map((_, i) => i))(), insecure().length);
