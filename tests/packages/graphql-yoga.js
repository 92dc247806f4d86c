'use strict';

const { createServer } = require('node:http');
const { createPubSub, createSchema, createYoga } = require('graphql-yoga');
const { json, line, withServer } = require('./_http');

const pubsub = createPubSub();
const schema = createSchema({
  typeDefs: 'type Post { id: ID! title(upper: Boolean): String! } type Query { posts(first: Int = 2): [Post!]! fail: String } type Mutation { add(title: String!): Post! } type Subscription { count(to: Int!): Int! }',
  resolvers: {
    Query: { posts: (root, { first }) => [{ id: 1, title: 'one' }, { id: 2, title: 'two' }, { id: 3, title: 'three' }].slice(0, first), fail: () => { throw new Error('secret detail'); } },
    Post: { title: async (post, { upper }) => (upper ? post.title.toUpperCase() : post.title) },
    Mutation: { add: (root, { title }) => (pubsub.publish('added', title), { id: 9, title }) },
    Subscription: { count: { async *subscribe(root, { to }) { for (let i = 1; i <= to; i++) yield { count: i }; } } },
  },
});
const yoga = createYoga({ schema, logging: false, graphiql: false });

withServer(createServer(yoga), async (ask) => {
  const query = async (text, variables) => console.log(line(await ask('/graphql', json('POST', { query: text, variables })), 'content-type'));
  await query('{ posts { id title(upper: true) } }');
  await query('query Q($n: Int) { posts(first: $n) { __typename title } }', { n: 3 });
  await query('mutation { add(title: "x") { id title } }');
  await query('{ nothing }');
  await query('{ fail }');
  await query('{ broken');
  console.log(line(await ask(`/graphql?query=${encodeURIComponent('{ posts(first: 1) { id } }')}`, { headers: { accept: 'application/json' } })));
  console.log(line(await ask('/graphql', { ...json('POST', { query: 'subscription { count(to: 3) }' }), headers: { 'content-type': 'application/json', accept: 'text/event-stream' } }), 'content-type'));
});
