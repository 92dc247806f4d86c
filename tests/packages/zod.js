'use strict';

const { z } = require('zod');

const User = z.object({
  name: z.string().min(3),
  email: z.email(),
  age: z.coerce.number().int().gte(18).optional(),
  tags: z.array(z.enum(['a', 'b'])).default(['a']),
  address: z.object({ city: z.string() }).strict().nullable(),
  kind: z.discriminatedUnion('type', [z.object({ type: z.literal('x'), x: z.number() }), z.object({ type: z.literal('y'), y: z.bigint() })]),
});

const good = { name: 'Ann', email: 'a@b.co', age: '20', address: null, kind: { type: 'y', y: 5n }, extra: 1 };
console.log(User.parse(good));
const bad = User.safeParse({ name: 'x', email: 'no', age: 3.5, tags: ['c'], address: { city: 1, zip: 2 }, kind: { type: 'z' } });
console.log(bad.success, bad.error.issues);
console.log(z.prettifyError(bad.error));
const slug = z.string().transform((text) => text.toLowerCase().replaceAll(' ', '-')).pipe(z.string().regex(/^[a-z-]+$/));
console.log(slug.parse('Some Title'), slug.safeParse('1').error.issues[0].code);
z.string().refine(async (text) => text !== 'taken', 'already taken').safeParseAsync('taken').then((result) => console.log(result.error.issues));
console.log(z.toJSONSchema(User.pick({ name: true, tags: true })));
const tree = z.object({ value: z.number(), get children() { return z.array(tree); } });
console.log(JSON.stringify(tree.parse({ value: 1, children: [{ value: 2, children: [] }] })));
