import prettier from 'prettier';

const samples = {
  babel: 'const  a={b:1,c:[1,2,3].map(x=>x*2)};async function f({a,b}){for await(const x of y){if(a)return b;else throw new Error(`t ${a}`)}}',
  typescript: 'interface A<T extends B>{a?:string;readonly b:T[]} export const f=<T,>(x:T):asserts x is NonNullable<T>=>{if(x==null)throw 1}; enum E{A=1,B}',
  css: 'a{color:red;background:url(x.png)}@media (max-width:10px){b>c{margin:0 auto}}',
  json: '{"a":[1,2,{"b":null}],"c":"x"}',
  markdown: '#  Title\n* a\n* b\n\n| a | b |\n|--|--|\n| longer | x |',
  html: '<div><p>text <b>bold</b></p><script>let a=1</script><style>a{b:c}</style></div>',
  yaml: 'a:   1\nb: [1,   2]\nc: "x"',
  graphql: 'query Q($a:Int){b(c:$a){d e}}',
};
for (const [parser, source] of Object.entries(samples)) console.log(await prettier.format(source, { parser, singleQuote: true, printWidth: 60 }));
console.log(await prettier.check('a;\n', { parser: 'babel' }), (await prettier.getSupportInfo()).languages.length > 10, await prettier.resolveConfig('/none/x.js'));
await prettier.format('let = ;', { parser: 'babel' }).catch((error) => console.log(error.name, error.loc));
