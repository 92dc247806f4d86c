import * as cheerio from 'cheerio';
import { parse as parseCsv } from 'csv-parse';
import { parse as parseCsvSync } from 'csv-parse/sync';
import { dump, load } from 'js-yaml';
import { Marked } from 'marked';
import xml2js from 'xml2js';

const marked = new Marked({ gfm: true });
marked.use({ renderer: { link: ({ href, text }) => `<a rel="x" href="${href}">${text}</a>` } });
console.log(marked.parse('# Title\n\n* one\n* [two](http://x.test)\n\n| a | b |\n|---|:-:|\n| 1 | `2` |\n\n```js\n1 < 2\n```\n~~gone~~ **b**'));

const $ = cheerio.load('<ul id="l"><li class="a">one</li><li>two &amp; three</li></ul><form><input name="n" value="v"></form>');
$('li').eq(1).addClass('b').attr('data-x', '{"y":1}').append('<em>!</em>');
console.log($('#l').html(), $('li').map((i, element) => $(element).text()).get(), $('li:last-child').data('x'), $('form').serializeArray(), $('li.a').next().is('.b'));
console.log($.extract({ items: ['li'], first: { selector: 'li', value: 'class' } }));

const csv = 'id,name,when\n1,"a, ""quoted""",2024-02-29\n2,"multi\nline",\n';
console.log(parseCsvSync(csv, { columns: true, cast: (value, { column, header }) => (column === 'id' && !header ? Number(value) : value) }));
const rows = [];
const parser = parseCsv({ delimiter: ';', from_line: 2, trim: true, relax_column_count: true });
parser.on('data', (row) => rows.push(row));
for (const letter of 'h1;h2\n a ; b ;c\n"x;y";z') parser.write(letter);
parser.end();
await new Promise((resolve) => parser.on('end', resolve));
console.log(rows);
try {
  parseCsvSync('a,b\n1', { columns: true });
} catch (error) {
  console.log(error.code, error.message);
}

const xml = await xml2js.parseStringPromise('<r a="1"><i>x</i><i b="2">y</i><e/><![CDATA[<raw>]]></r>', { trim: true });
console.log(JSON.stringify(xml), new xml2js.Builder({ headless: true }).buildObject({ r: { $: { a: 1 }, i: ['x', { _: 'y', $: { b: 2 } }] } }));
await xml2js.parseStringPromise('<r><i></r>').catch((error) => console.log(error.message));

const yaml = 'a: &x [1, 2.5, ~]\nb: *x\nc:\n  text: |\n    two\n    lines\n  more: >-\n    folded\n    text\nd: 0x1f\n';
console.log(load(yaml), dump({ a: [1, { b: 'multi\nline' }], c: null, d: 'yes: no' }, { flowLevel: 2 }));
try {
  load('a: [1');
} catch (error) {
  console.log(error.name, error.reason, error.mark.line);
}
