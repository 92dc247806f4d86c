import { MAX, NIL, parse, stringify, v1, v3, v4, v5, v6, v7, validate, version } from 'uuid';

const fixed = { random: Uint8Array.from({ length: 16 }, (_, i) => i * 3), msecs: 1_700_000_000_000, seq: 5 };
console.log(v4({ random: fixed.random }), v7(fixed), v3('name', v3.DNS), v5('name', v5.URL), v1({ ...fixed, node: [1, 2, 3, 4, 5, 6], clockseq: 7, nsecs: 8 }));
for (const make of [v1, v4, v6, v7]) {
  const made = new Set(Array.from({ length: 1000 }, () => make()));
  console.log(made.size, [...made].every((id) => validate(id) && version(id) === version([...made][0])), version([...made][0]));
}
const times = Array.from({ length: 100 }, () => v7());
console.log(times.every((id, i) => i === 0 || id > times[i - 1]), parse(NIL), stringify(parse(MAX)), validate('no'));
try {
  parse('no');
} catch (error) {
  console.log(error.name, error.message);
}
