//! Formats that are read in one piece: nothing makes them panic or hang.

use dns_message::decode_response;
use source_map::SourceMap;

#[test]
fn dns_answers() {
    let corpus: &[&[u8]] = &[
        b"\x00\x01\x81\x80\x00\x01\x00\x01\x00\x00\x00\x00\x01a\x00\x00\x01\x00\x01\xc0\x0c\x00\x01\x00\x01\x00\x00\x00\x3c\x00\x04\x7f\x00\x00\x01",
        b"\x00\x01\x81\x80\x00\x01\x00\x01\x00\x00\x00\x00\x01a\x00\x00\x10\x00\x01\xc0\x0c\x00\x10\x00\x01\x00\x00\x00\x3c\x00\x04\x03abc",
        b"\x00\x01\x81\x83\x00\x00\x00\x02\x00\x00\x00\x00\xc0\x0c\x00\x0f\x00\x01\x00\x00\x00\x3c\x00\x05\x00\x0a\x01b\xc0\x0c\x00\x21\x00\x01\x00\x00\x00\x01\x00\x08\x00\x01\x00\x02\x00\x50\x01c\x00",
        b"\x00\x01\x81\x80\x00\x00\x00\x01\x00\x00\x00\x00\x01a\x00\x00\x06\x00\x01\x00\x00\x00\x3c\x00\x18\xc0\x0c\xc0\x0c\x00\x00\x00\x01\x00\x00\x00\x02\x00\x00\x00\x03\x00\x00\x00\x04\x00\x00\x00\x05",
    ];
    fuzz::run(corpus, |input, _| drop(decode_response(input)));
}

#[test]
fn source_maps() {
    let corpus: &[&[u8]] = &[
        br#"{"version":3,"sources":["a.ts"],"names":["x"],"mappings":"AAAA,CAACA;;AACD"}"#,
        br#")]}'
{"version":3,"sections":[{"offset":{"line":1,"column":2},"map":{"version":3,"sources":["b"],"mappings":"AAAA"}}]}"#,
        br#"{"version":3,"sources":[null],"sourcesContent":["a"],"sourceRoot":"/r","mappings":"gggggggB,D"}"#,
        br#"{"version":3,"sections":[{"offset":{"line":4294967295,"column":4294967295},"map":{"version":3,"sources":["b"],"mappings":";CAAA"}}]}"#,
    ];
    fuzz::run(corpus, |input, chance| {
        if let Ok(map) = SourceMap::parse(input) {
            let _ = map.find(chance.below(4) as u32, chance.below(100) as u32);
        }
    });
}

#[test]
fn package_json() {
    let corpus: &[&[u8]] = &[
        br##"{"name":"a","main":"./x.js","type":"module","exports":{".":{"import":"./a.mjs","default":["./b",null]},"./*":"./*"},"imports":{"#a":"b"}}"##,
        b"\xef\xbb\xbf{\"name\":\"\\ud800\",\"__proto__\":{\"a\":1e999},\"scripts\":{\"a\":\"b\"}}",
    ];
    fuzz::run(corpus, |input, _| drop(package_json::parse(input)));
}

#[test]
fn exports_of_commonjs() {
    let corpus: &[&[u8]] = &[
        b"exports.a = 1; module.exports = { b, 'c': d, ...require('e') }; Object.defineProperty(exports, 'f', { enumerable: true, get: function () { return g.h; } });",
        b"__exportStar(require('x'), exports); Object.keys(_y).forEach(function (k) { if (k === 'default') return; exports[k] = _y[k]; });",
        b"`a${b}c` / /[/]/g; /* x */ // y\nif (0) { module.exports = require(\"z\"); }",
    ];
    fuzz::run(corpus, |input, _| drop(module_lexer::lex(&String::from_utf8_lossy(input))));
}

/// What is left keeps its place.
#[test]
fn types_of_typescript() {
    let corpus: &[&[u8]] = &[
        b"let a: number = <T>(b as string)!; function f<T>(this: X, c?: T): asserts c is T {} interface I { x: 1 }",
        b"import type { A } from 'a'; import { type B, c } from 'b'; export type { D }; abstract class E<T> implements F { private x?: number; declare y; z!: T }",
        "const \u{e4} = (\u{1f600}: `${string}`) => { return <any>0 satisfies \u{e4} };\nfoo\n<T>(1)".as_bytes(),
    ];
    fuzz::run(corpus, |input, _| {
        let source = String::from_utf8_lossy(input);
        if let Ok(stripped) = type_strip::strip(&source) {
            let place = |text: &str| {
                text.encode_utf16().enumerate().filter(|(_, unit)| *unit == 10).map(|(at, _)| at).collect::<Vec<_>>()
            };
            assert_eq!(stripped.encode_utf16().count(), source.encode_utf16().count());
            assert_eq!(place(&stripped), place(&source));
        }
    });
}

#[test]
fn env_files() {
    let corpus: &[&[u8]] =
        &[b"A=1 # c\nexport B=\"x\\ny\"\nC='#'\n\nnot a line\nD=\r\n = E = 2", b"export =\nF=`a\nb` c\nG=\"open"];
    fuzz::run(corpus, |input, _| drop(env_file::parse(&String::from_utf8_lossy(input))));
}
