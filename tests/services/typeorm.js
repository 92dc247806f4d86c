// Services: postgres mariadb
'use strict';

require('reflect-metadata');
const { DataSource, EntitySchema, In, LessThan, Like, QueryFailedError } = require('typeorm');

const Author = new EntitySchema({
  name: 'Author',
  columns: {
    id: { type: Number, primary: true, generated: true },
    name: { type: String, unique: true, length: 80 },
    age: { type: Number, nullable: true },
    extra: { type: 'simple-json', nullable: true },
    version: { type: Number, version: true },
  },
  relations: { books: { type: 'one-to-many', target: 'Book', inverseSide: 'author', cascade: true } },
});
const Book = new EntitySchema({
  name: 'Book',
  columns: { id: { type: Number, primary: true, generated: true }, title: { type: String }, removed: { type: Date, deleteDate: true } },
  relations: {
    author: { type: 'many-to-one', target: 'Author', inverseSide: 'books', onDelete: 'CASCADE' },
    tags: { type: 'many-to-many', target: 'Tag', joinTable: true, cascade: true },
  },
});
const Tag = new EntitySchema({ name: 'Tag', columns: { id: { type: Number, primary: true, generated: true }, label: { type: String } } });

class First {
  name = 'First1700000000000';
  up(runner) { return runner.query('CREATE TABLE by_hand (id int PRIMARY KEY)'); }
  down(runner) { return runner.query('DROP TABLE by_hand'); }
}

async function entities(source) {
  const authors = source.getRepository('Author');
  const books = source.getRepository('Book');
  const ann = await authors.save({ name: 'ann', age: 30, extra: { a: [1, 'ü'] }, books: [{ title: 'one', tags: [{ label: 'x' }, { label: 'y' }] }, { title: 'two' }] });
  await authors.insert([{ name: 'bob' }, { name: "x'; DROP TABLE author;--", age: 5 }]);
  console.log(ann.id, ann.version, ann.books.map(({ id, title }) => [id, title]));
  console.log(await authors.find({ where: { age: LessThan(50) }, order: { id: 'ASC' } }));
  console.log((await authors.find({ relations: { books: { tags: true } }, order: { id: 'ASC', books: { id: 'ASC', tags: { id: 'ASC' } } } })).map(({ name, books: own }) => [name, own.map(({ title, tags }) => [title, tags.map(({ label }) => label)])]));
  console.log(await authors.findAndCount({ select: { name: true }, where: [{ name: Like('a%') }, { name: In(['bob']) }], order: { name: 'DESC' }, take: 1 }));
  ann.age = 31;
  console.log((await authors.save(ann)).version, (await authors.update({ name: 'bob' }, { age: 1 })).affected, await authors.countBy({ age: 1 }), await authors.sum('age'));
  await books.softDelete({ title: 'one' });
  console.log(await books.count(), await books.count({ withDeleted: true }));
  console.log(await source.createQueryBuilder('Author', 'a').leftJoin('a.books', 'b').select('a.name', 'name').addSelect('COUNT(b.id)', 'n').groupBy('a.name').having('COUNT(b.id) >= :n', { n: 0 }).orderBy('a.name').getRawMany());
  await authors.insert({ name: 'ann' }).catch((error) => console.log(error instanceof QueryFailedError, error.code));
  await authors.findOneByOrFail({ name: 'nobody' }).catch(({ name }) => console.log(name));
}

async function transactions(source) {
  await source.transaction(async (manager) => {
    await manager.insert('Author', { name: 'lost' });
    throw new Error('rolled back');
  }).catch(({ message }) => console.log(message));
  const runner = source.createQueryRunner();
  await runner.startTransaction('SERIALIZABLE');
  await runner.manager.insert('Author', { name: 'kept' });
  await runner.commitTransaction();
  await runner.release();
  console.log((await source.manager.find('Author', { order: { id: 'ASC' } })).map(({ name }) => name));
}

async function run(type, url) {
  const source = new DataSource({ type, url, entities: [Author, Book, Tag], synchronize: true, migrations: [First] });
  await source.initialize();
  console.log(type, source.isInitialized, source.entityMetadatas.map(({ tableName }) => tableName).sort());
  await entities(source);
  await transactions(source);
  console.log((await source.runMigrations()).map(({ name }) => name), await source.query('SELECT * FROM by_hand'));
  await source.undoLastMigration();
  await source.destroy();
}

(async () => {
  await run('postgres', process.env.DATABASE_URL);
  await run('mysql', process.env.MYSQL_URL);
})();
