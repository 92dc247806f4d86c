// Services: postgres mariadb
'use strict';

const { DataTypes, Model, Op, Sequelize } = require('sequelize');

class User extends Model {
  get label() { return `${this.name}!`; }
}
class Post extends Model {}

function define(sequelize) {
  User.init({
    name: { type: DataTypes.STRING, allowNull: false, unique: true, validate: { len: [2, 20] } },
    email: { type: DataTypes.STRING, validate: { isEmail: true } },
    born: DataTypes.DATEONLY,
    extra: DataTypes.JSON,
  }, { sequelize, modelName: 'user', timestamps: false });
  Post.init({ title: DataTypes.STRING, likes: { type: DataTypes.INTEGER, defaultValue: 0 } }, { sequelize, modelName: 'post', paranoid: true });
  User.hasMany(Post, { as: 'posts', foreignKey: 'authorId' });
  Post.belongsTo(User, { as: 'author', foreignKey: 'authorId' });
  User.beforeCreate((user) => { user.name = user.name.trim(); });
}

async function models() {
  const ann = await User.create({ name: ' ann ', email: 'ann@example.com', born: '2000-02-29', extra: { a: [1, { b: 'ü' }] } });
  console.log(ann.toJSON(), ann.label);
  await User.bulkCreate([{ name: 'bob' }, { name: "x'; DROP TABLE users;--" }]);
  await ann.createPost({ title: 'one' });
  await Post.bulkCreate([{ title: 'two', authorId: ann.id, likes: 5 }, { title: 'three', authorId: 2, likes: 1 }]);
  const found = await User.findAll({ include: { model: Post, as: 'posts', attributes: ['title', 'likes'] }, order: ['id', ['posts', 'id', 'ASC']] });
  console.log(found.map(({ name, posts }) => [name, posts.map(({ title, likes }) => [title, likes])]));
  const { count, rows } = await Post.findAndCountAll({ where: { likes: { [Op.gte]: 1 } }, order: [['likes', 'DESC']], limit: 1, include: 'author' });
  console.log(count, rows.map(({ title, author }) => [title, author.name]));
  await Post.increment('likes', { by: 10, where: { title: { [Op.in]: ['one', 'two'] } } });
  console.log(Number(await Post.sum('likes')), await Post.count({ where: { [Op.or]: [{ title: 'one' }, { likes: { [Op.between]: [0, 3] } }] } }));
  await Post.destroy({ where: { title: 'one' } });
  console.log(await Post.count(), await Post.count({ paranoid: false }));
  const [created, isNew] = await User.findOrCreate({ where: { name: 'carl' }, defaults: { born: '1999-01-01' } });
  console.log(created.name, created.born, isNew, (await User.update({ email: 'c@c.org' }, { where: { name: 'carl' } }))[0]);
  await created.reload();
  created.email = 'x';
  await created.save().catch(({ name, errors }) => console.log(name, errors.map(({ path, message }) => [path, message])));
  await User.create({ name: 'ann' }).catch(({ name, errors }) => console.log(name, errors.map(({ type }) => type)));
}

async function transactions(sequelize) {
  await sequelize.transaction(async (transaction) => {
    await User.create({ name: 'lost' }, { transaction });
    throw new Error('rolled back');
  }).catch(({ message }) => console.log(message));
  await sequelize.transaction((transaction) => User.create({ name: 'kept' }, { transaction }));
  console.log((await User.findAll({ attributes: ['name'], order: ['name'], raw: true })).map(({ name }) => name));
  console.log(await sequelize.query('SELECT name FROM users WHERE name = :name', { replacements: { name: "x'; DROP TABLE users;--" }, type: Sequelize.QueryTypes.SELECT }));
  await sequelize.query('SELECT * FROM nowhere').catch(({ name }) => console.log(name));
}

async function run(url) {
  const sequelize = new Sequelize(url, { logging: false, pool: { max: 3 } });
  console.log(sequelize.getDialect());
  await sequelize.authenticate();
  define(sequelize);
  await sequelize.sync();
  await models();
  await transactions(sequelize);
  await sequelize.close();
  await sequelize.authenticate().catch(({ name, message }) => console.log(name, message));
}

(async () => {
  await run(process.env.DATABASE_URL);
  await run(process.env.MYSQL_URL);
  const refused = new Sequelize('postgres://x@127.0.0.1:1/x', { logging: false });
  await refused.authenticate().catch(({ name, message }) => console.log(name, message));
})();
