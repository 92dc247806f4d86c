use crate::{Exports, lex};

#[track_caller]
fn check(source: &str, names: &[&str], reexports: &[&str]) {
    let own = |list: &[&str]| list.iter().map(|text| (*text).to_owned()).collect();
    assert_eq!(lex(source), Exports { names: own(names), reexports: own(reexports) }, "{source}");
}

#[test]
fn assignments() {
    check(
        "exports.a = exports.b = 1; module.exports.c = 2; exports['d-e'] = 3; exports.a = 4",
        &["a", "b", "c", "d-e"],
        &[],
    );
    check(
        "x.exports.a = 1; exports.b; /* exports.d = */ 'exports.e = 1'; `exports.f = ${ exports.g = 1 }`",
        &["g"],
        &[],
    );
    check("if (x) { (function () { exports.deep = 1 })() }", &["deep"], &[]);
    check("exports['\\u0061'] = 1; exports['\\ud800'] = 1; exports[`t`] = 1", &["a"], &[]);
}

#[test]
fn object_literals() {
    check(
        "module.exports = { a, b: c, 'd': e, ...f, ...require('g'), h: -1, i: 's' , j: function () {}, k }",
        &["a", "b", "d"],
        &["g"],
    );
    check("0 && (module.exports = { a, b, ...require('c') })", &["a", "b"], &["c"]);
    check("exports = { a }", &[], &[]);
    check("module.exports = { get a() {}, b }", &[], &[]);
    check("module.exports = { a: 1, b }", &[], &[]);
    check("module.exports = { a: f(), b }", &["a"], &[]);
    check("module.exports = { a: require('x'), b: require('y') }", &["a"], &["x"]);
    check("module.exports = { a: b, 'c': require('x').d, e }", &["a", "c"], &["x"]);
}

#[test]
fn whole_modules() {
    check("module.exports = require('a')", &[], &["a"]);
    check("module.exports = require('a'); module.exports = require('b')", &[], &["b"]);
    check("module.exports = require(x)", &[], &[]);
}

#[test]
fn defined_properties() {
    check("Object.defineProperty(exports, '__esModule', { value: true })", &["__esModule"], &[]);
    check("Object.defineProperty(exports, 'a', { enumerable: true, get: function () { return b.c; } });", &["a"], &[]);
    check("Object.defineProperty(module.exports, 'a', { enumerable: true, get() { return b['c'] } });", &["a"], &[]);
    check("Object.defineProperty(exports, 'a', { enumerable: true, get: function () { return f(); } });", &[], &[]);
    check("Object.defineProperty(exports, 'a', { enumerable: false, value: 1 })", &[], &[]);
}

#[test]
fn star_helpers() {
    check(
        "__export(require('a')); __exportStar(require('b'), exports); tslib_1.__exportStar(require('c'), exports)",
        &[],
        &["a", "b", "c"],
    );
    check("function f() { __export(require('a')) }", &[], &[]);
}

#[test]
fn star_loops() {
    let babel = |body: &str| {
        format!(
            "var _x = _interopRequireWildcard(require('x'));\nObject.keys(_x).forEach(function (key) {{ {body} }});"
        )
    };
    let skip = "if (key === 'default' || key === \"__esModule\") return;";
    check(&babel(&format!("{skip} exports[key] = _x[key];")), &[], &["x"]);
    check(
        &babel(&format!("{skip} if (key in exports && exports[key] === _x[key]) return; exports[key] = _x[key];")),
        &[],
        &["x"],
    );
    check(
        &babel(&format!(
            "{skip} if (Object.prototype.hasOwnProperty.call(_n, key)) return; if (key in exports && exports[key] === _x[key]) return;\n\
             Object.defineProperty(exports, key, {{ enumerable: true, get: function () {{ return _x[key]; }} }});"
        )),
        &[],
        &["x"],
    );
    check(&babel("if (key !== 'default' && !exports.hasOwnProperty(key)) exports[key] = _x[key]"), &[], &["x"]);
    check(&babel(&format!("{skip} exports[key] = _y[key];")), &[], &[]);
}

/// Truncation and repetition of hostile shapes end in time and without a panic.
#[test]
fn survives_anything() {
    let source = "Object.defineProperty(exports, 'é\\u{1}', { get: function () { return a['b'] } }); `${`${/[/]/}`}` module.exports = {a:1,";
    for (at, _) in source.char_indices() {
        lex(&source[..at]);
        lex(&source[at..]);
    }
    for piece in
        ["module.exports={", "`${", "((((", "/*", "'\\", "Object.keys(a).forEach(function (k) { if (", "a/", "}"]
    {
        lex(&piece.repeat(50_000));
    }
}
