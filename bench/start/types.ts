// The same in TypeScript, whose types are removed before it runs.
interface Greeting { text: string }

const greeting: Greeting = { text: 'hi' };
console.log(greeting.text satisfies string);
