// Services: postgres mariadb
import { and, asc, count, desc, eq, gt, inArray, like, relations, sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-postgres';
import { drizzle as drizzleMysql } from 'drizzle-orm/mysql2';
import { drizzle as drizzlePostgresJs } from 'drizzle-orm/postgres-js';
import { int, mysqlTable, varchar } from 'drizzle-orm/mysql-core';
import { integer, jsonb, pgTable, serial, text, timestamp } from 'drizzle-orm/pg-core';
import pg from 'pg';
import mysql from 'mysql2/promise';
import postgres from 'postgres';

const users = pgTable('users', { id: serial().primaryKey(), name: text().notNull().unique(), extra: jsonb(), at: timestamp({ mode: 'string' }) });
const posts = pgTable('posts', { id: serial().primaryKey(), author: integer().references(() => users.id), title: text(), likes: integer().default(0) });
const schema = {
  users,
  posts,
  userRelations: relations(users, ({ many }) => ({ posts: many(posts) })),
  postRelations: relations(posts, ({ one }) => ({ user: one(users, { fields: [posts.author], references: [users.id] }) })),
};

async function queries(db) {
  await db.execute(sql`CREATE TABLE users (id serial PRIMARY KEY, name text NOT NULL UNIQUE, extra jsonb, at timestamp)`);
  await db.execute(sql`CREATE TABLE posts (id serial PRIMARY KEY, author int REFERENCES users, title text, likes int DEFAULT 0)`);
  console.log(await db.insert(users).values([{ name: 'ann', extra: { a: 1 }, at: '2024-02-29 12:00:00' }, { name: "x'; DROP TABLE users;--" }]).returning());
  await db.insert(posts).values([1, 1, 2].map((author, i) => ({ author, title: `post ${i}`, likes: i })));
  console.log(await db.select({ name: users.name, title: posts.title }).from(posts).innerJoin(users, eq(users.id, posts.author)).where(and(gt(posts.likes, 0), like(posts.title, 'post%'))).orderBy(desc(posts.id)));
  console.log(await db.select({ author: posts.author, n: count(), sum: sql`sum(${posts.likes})`.mapWith(Number) }).from(posts).groupBy(posts.author).orderBy(asc(posts.author)));
  console.log(JSON.stringify(await db.query.users.findMany({ with: { posts: { columns: { title: true }, orderBy: asc(posts.id) } }, orderBy: asc(users.id) })));
  const byName = db.select().from(users).where(eq(users.name, sql.placeholder('name'))).prepare('by_name');
  console.log((await byName.execute({ name: 'ann' })).length, (await byName.execute({ name: 'nobody' })).length);
  await db.insert(users).values({ name: 'ann', extra: [2] }).onConflictDoUpdate({ target: users.name, set: { extra: [3] } });
  console.log(await db.update(posts).set({ likes: sql`${posts.likes} + 10` }).where(inArray(posts.author, [1])).returning({ likes: posts.likes }));
  await db.transaction(async (tx) => {
    await tx.delete(posts);
    await tx.transaction(async (inner) => inner.rollback()).catch(({ constructor }) => console.log(constructor.name));
    throw new Error('rolled back');
  }).catch(({ message }) => console.log(message));
  console.log(await db.$count(posts), await db.select({ extra: users.extra }).from(users).where(eq(users.id, 1)));
  await db.insert(users).values({ name: 'ann' }).catch(({ constructor, cause }) => console.log(constructor.name, cause.code));
  console.log(db.select().from(users).where(eq(users.id, 1)).toSQL());
}

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL });
await queries(drizzle(pool, { schema }));
await pool.query('DROP TABLE posts, users');
await pool.end();

const client = postgres(process.env.DATABASE_URL);
await queries(drizzlePostgresJs(client, { schema }));
await client.end();

const things = mysqlTable('things', { id: int().primaryKey().autoincrement(), name: varchar({ length: 50 }) });
const connection = await mysql.createConnection(process.env.MYSQL_URL);
const db = drizzleMysql(connection);
await db.execute(sql`CREATE TABLE things (id int PRIMARY KEY AUTO_INCREMENT, name varchar(50))`);
console.log(await db.insert(things).values([{ name: 'ü' }, { name: 'b' }]).$returningId());
console.log(await db.select().from(things).where(eq(things.name, 'ü')), (await db.delete(things))[0].affectedRows);
await connection.end();
