// Services: postgres
'use strict';

// Prisma's generator makes the client, and WebAssembly compiles its queries. Its migrations need an engine that is not in the package, so the
// tables are made here.
const { execFileSync } = require('node:child_process');
const { cpSync, mkdtempSync, rmSync } = require('node:fs');
const { join } = require('node:path');
const { PrismaPg } = require('@prisma/adapter-pg');

const TABLES = `
  CREATE TYPE "Role" AS ENUM ('USER', 'ADMIN');
  CREATE TABLE "User" (id serial PRIMARY KEY, email text UNIQUE NOT NULL, name text, role "Role" NOT NULL DEFAULT 'USER');
  CREATE TABLE "Post" (id serial PRIMARY KEY, title text NOT NULL, likes int NOT NULL DEFAULT 0, big bigint, exact decimal(10, 2), bytes bytea, meta jsonb,
    at timestamp(3) NOT NULL DEFAULT '2024-02-29 12:00:00', "authorId" int NOT NULL REFERENCES "User" ON DELETE CASCADE);
  CREATE TABLE "Tag" (label text PRIMARY KEY);
  CREATE TABLE "_PostToTag" ("A" int REFERENCES "Post" ON DELETE CASCADE, "B" text REFERENCES "Tag" ON DELETE CASCADE, PRIMARY KEY ("A", "B"))`;

/** Generates the client into a folder below the packages, from where it finds its runtime. */
function generate() {
  const folder = mkdtempSync(join(__dirname, '../node_modules/.prisma-'));
  const schema = join(folder, 'schema.prisma');
  cpSync(join(__dirname, 'fixtures/schema.prisma'), schema);
  const env = { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: '/bin/true', CHECKPOINT_DISABLE: '1', PRISMA_HIDE_UPDATE_MESSAGE: '1' };
  const output = execFileSync(process.execPath, [require.resolve('prisma/build/index.js'), 'generate', '--no-hints', '--schema', schema], { env, encoding: 'utf8', cwd: folder, stdio: 'pipe' });
  console.log(/Generated Prisma Client \(v[\d.]+\)/.test(output));
  return folder;
}

async function queries(prisma) {
  const ann = await prisma.user.create({
    data: { email: 'ann@example.com', name: 'ann', posts: { create: [{ title: 'one', big: 9007199254740993n, exact: '1.10', bytes: Buffer.from([0, 255]), meta: { a: [1, null] }, tags: { create: [{ label: 'x' }, { label: 'y' }] } }, { title: 'two', likes: 5 }] } },
    include: { posts: { include: { tags: true }, orderBy: { id: 'asc' } } },
  });
  console.log(ann.posts[0].big, ann.posts[0].exact.toString(), Buffer.from(ann.posts[0].bytes), ann.posts[0].at, ann.posts[0].meta, ann.posts[0].tags);
  console.log(await prisma.user.createMany({ data: [{ email: 'b', role: 'ADMIN' }, { email: "x'; DROP TABLE \"User\";--" }] }));
  console.log(await prisma.user.findMany({ where: { OR: [{ role: 'ADMIN' }, { posts: { some: { likes: { gt: 1 } } } }] }, select: { email: true, _count: { select: { posts: true } } }, orderBy: { id: 'asc' } }));
  console.log(await prisma.post.aggregate({ _sum: { likes: true }, _max: { title: true }, _count: true }), await prisma.post.groupBy({ by: ['authorId'], _sum: { likes: true } }));
  console.log((await prisma.post.update({ where: { id: 1 }, data: { likes: { increment: 3 }, tags: { disconnect: { label: 'x' } } }, include: { tags: true } })).tags);
  console.log(await prisma.user.upsert({ where: { email: 'b' }, update: { name: 'bob' }, create: { email: 'b' } }), await prisma.user.findUnique({ where: { email: 'nobody' } }));
  // Reads of one turn become one query.
  const both = await Promise.all([1, 2].map((id) => prisma.user.findUnique({ where: { id } }).posts({ select: { title: true } })));
  console.log(both);
  console.log(await prisma.$queryRaw`SELECT email FROM "User" WHERE id = ${1}`, await prisma.$executeRaw`UPDATE "User" SET name = ${'ü'} WHERE id > ${1}`);
}

async function transactions(prisma) {
  await prisma.$transaction(async (tx) => {
    await tx.user.create({ data: { email: 'lost' } });
    throw new Error('rolled back');
  }).catch(({ message }) => console.log(message));
  console.log((await prisma.$transaction([prisma.user.count(), prisma.post.deleteMany({ where: { title: 'two' } })])).map((value) => JSON.stringify(value)));
}

async function faults(prisma) {
  await prisma.user.create({ data: { email: 'b' } }).catch(({ name, code }) => console.log(name, code));
  await prisma.user.update({ where: { id: 99 }, data: { name: 'x' } }).catch(({ name, code }) => console.log(name, code));
  await prisma.user.create({ data: { name: 1 } }).catch(({ name, message }) => console.log(name, /Argument `\w+`[^.]*/.exec(message)[0]));
  await prisma.user.findFirstOrThrow({ where: { email: 'nobody' } }).catch(({ code }) => console.log(code));
}

(async () => {
  const folder = generate();
  try {
    const { Prisma, PrismaClient } = require(join(folder, 'client'));
    const prisma = new PrismaClient({ adapter: new PrismaPg({ connectionString: process.env.DATABASE_URL }), log: [{ emit: 'event', level: 'query' }] });
    let asked = 0;
    prisma.$on('query', () => asked++);
    for (const statement of TABLES.split(';')) await prisma.$executeRawUnsafe(statement);
    await queries(prisma);
    await transactions(prisma);
    await faults(prisma);
    console.log(asked, typeof Prisma.PrismaClientKnownRequestError);
    await prisma.$disconnect();
  } finally {
    rmSync(folder, { recursive: true });
  }
})();
