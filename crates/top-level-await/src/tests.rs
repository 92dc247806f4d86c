use super::wrap;

fn wrapped(source: &str) -> String {
    wrap(source).expect("awaits")
}

#[test]
fn only_what_awaits_at_the_top_level_is_wrapped() {
    for source in [
        "0",
        "async () => await 0",
        "async function f() { await 0 }",
        "class A { async m() { await 0 } }",
        "await 0; return 1",
    ] {
        assert_eq!(wrap(source), None, "{source}");
    }
    for source in ["await", "await 0 0", "await 0 }); (() => {"] {
        assert_eq!(wrap(source), None, "{source}");
    }
    assert!(wrap("class A { [await 0]() {} }").is_some());
    assert!(wrap("for await (const a of b);").is_some());
}

#[test]
fn the_last_expression_is_the_value() {
    assert_eq!(wrapped("await 0"), "(async () => { return { value: (await 0) }\n})()");
    assert_eq!(wrapped("await 0;;"), "(async () => { return { value: (await 0) };;\n})()");
    assert_eq!(wrapped("await 0; if (1) 2"), "(async () => { await 0; if (1) 2\n})()");
    assert_eq!(wrapped("await 0 // c"), "(async () => { return { value: (await 0) } // c\n})()");
}

#[test]
fn declarations_become_assignments() {
    assert_eq!(wrapped("const a = await 1;"), "let a; (async () => { void ((a = await 1));\n})()");
    assert_eq!(
        wrapped("let {a, b: [c]} = await x, d"),
        "let a, c, d; (async () => { void (({a, b: [c]} = await x), (d = undefined))\n})()"
    );
    assert_eq!(wrapped("await 0; class A {}"), "let A; (async () => { await 0; A = class A {};\n})()");
    assert_eq!(wrapped("await 0; function f() {}"), "var f; (async () => { await 0; this.f = f; function f() {}\n})()");
}

#[test]
fn vars_and_functions_leave_blocks() {
    assert_eq!(wrapped("if (await 1) { var a = 1 }"), "var a; (async () => { if (await 1) { void ((a = 1)) }\n})()");
    assert_eq!(wrapped("if (await 1) { let a = 1 }"), "(async () => { if (await 1) { let a = 1 }\n})()");
    assert_eq!(wrapped("for (var i of [1]) await i"), "var i; (async () => { for (i of [1]) await i\n})()");
    assert_eq!(
        wrapped("for (var i = 0, j; i < 1; i++) await i"),
        "var i, j; (async () => { for (void ((i = 0), (j)); i < 1; i++) await i\n})()"
    );
    assert_eq!(wrapped("for (let i of [1]) await i"), "(async () => { for (let i of [1]) await i\n})()");
}
