import { ESLint, Linter, RuleTester } from 'eslint';

const linter = new Linter();
const source = 'var a = 1;\nif (a == 2) { console.log("x") }\nfunction f(unused) { return; a = 3 }\nexport const b = async () => { await a };\n';
const config = { languageOptions: { globals: { console: 'readonly' } }, rules: { 'no-var': 'error', eqeqeq: 'warn', quotes: ['error', 'single'], 'no-unused-vars': 'error', 'no-unreachable': 'error', semi: 'error', 'prefer-const': 'error' } };
console.log(linter.verify(source, config).map(({ ruleId, line, column, severity, message }) => `${line}:${column} ${severity} ${ruleId} ${message}`));
console.log(linter.verifyAndFix(source, config).output);
console.log(linter.verify('let = ;', {})[0].message);
const eslint = new ESLint({ overrideConfigFile: true, overrideConfig: [{ files: ['**/*.js'], rules: { 'no-undef': 'error' } }] });
const results = await eslint.lintText('missing();\n', { filePath: 'x.js' });
console.log(results[0].messages.map((message) => message.message), (await (await eslint.loadFormatter('json')).format(results)).length > 50);
const rule = { meta: { type: 'problem', fixable: 'code', schema: [], messages: { no: 'no {{name}}' } }, create: (context) => ({ Identifier: (node) => node.name === 'bad' && context.report({ node, messageId: 'no', data: { name: node.name }, fix: (fixer) => fixer.replaceText(node, 'good') }) }) };
RuleTester.describe = (text, body) => body();
RuleTester.it = (text, body) => body();
new RuleTester().run('no-bad', rule, { valid: ['good'], invalid: [{ code: 'bad', output: 'good', errors: [{ message: 'no bad' }] }] });
console.log('rule tested');
