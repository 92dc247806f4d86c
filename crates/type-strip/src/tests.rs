//! The expected texts are those of Node 26.10.0 for the same source.

use super::*;

#[track_caller]
fn stripped(source: &str, expected: &str) {
    assert_eq!(strip(source).as_deref(), Ok(expected), "{source}");
}

#[track_caller]
fn refused(source: &str, message: &str) {
    let error = strip(source).unwrap_err();
    assert_eq!((error.kind, error.message.as_str()), (ErrorKind::Unsupported, message), "{source}");
}

#[test]
fn annotations() {
    stripped(
        "let x = 1 as const;let y = x satisfies number; y!.z",
        "let x = 1         ;let y = x                 ; y .z",
    );
    stripped(
        "function f(this: X, a?: number, ...b: string[]): asserts a is number {}",
        "function f(         a         , ...b          )                      {}",
    );
    stripped("let f = async <T>(x: T): Promise<T> => x", "let f = async    (x   )             => x");
    stripped("foo<string>()\nnew Foo<Bar>()", "foo        ()\nnew Foo     ()");
    stripped("let {a, b}: {a: 1, b: 2} = c", "let {a, b}               = c");
    stripped("try {} catch (e: unknown) {}", "try {} catch (e         ) {}");
    stripped("let é: string = \"ü\"; let y: number", "let é         = \"ü\"; let y        ");
    stripped("let a = `${b as any}`", "let a = `${b       }`");
    stripped("let x!: 1", "let x    ");
    stripped("return 1 as any", "return 1       ");
}

#[test]
fn statements() {
    stripped("type A = {\n a: 1\n}\nlet b", "          \n     \n \nlet b");
    stripped("declare module \"x\" { }", "                      ");
    stripped("declare enum A {a}", "                  ");
    stripped("namespace X { type A = 1 }", "                          ");
    stripped("function f(): void;\nfunction f() {}", "                   \nfunction f() {}");
    stripped("export default interface Z {}", "                             ");
}

#[test]
fn imports_and_exports() {
    stripped(
        "import type {A} from \"x\"; import {type B, c} from \"y\"",
        "                          import {        c} from \"y\"",
    );
    stripped("export type {D} from \"z\"; export {type E, f}", "                          export {        f}");
    stripped("import {type A} from \"x\"", "import {      } from \"x\"");
}

#[test]
fn classes() {
    stripped(
        "abstract class A { abstract x(): void; declare y: string; private z = 1; static readonly q?: number }",
        "         class A {                                                z = 1; static          q          }",
    );
    stripped(
        "class A<T> extends B<T> implements C, D { x!: number; [k: string]: any; constructor(); constructor(a?) {} get y(): number { return 1 } }",
        "class A    extends B                    { x         ;                                  constructor(a ) {} get y()         { return 1 } }",
    );
    stripped("class A { public async *x?() {} }", "class A {        async *x () {} }");
    stripped("class A { y = 1\n public *x() {} }", "class A { y = 1\n ;      *x() {} }");
    stripped("export abstract class Q {}", "export          class Q {}");
}

#[test]
fn semicolons_where_types_end_statements() {
    stripped("let a = x as any\n[1]", "let a = x ;     \n[1]");
    stripped("let a = b as any\n;(c)", "let a = b       \n;(c)");
    stripped("let a = (b as any)\n+ c as any", "let a = (b       )\n+ c       ");
    stripped("a\ntype B = 1\n(c)", "a\n;         \n(c)");
}

#[test]
fn arrows_stay_on_the_line_of_their_parenthesis() {
    stripped("const f = (x)\n: number =>\n 1", "const f = (x \n       ) =>\n 1");
}

#[test]
fn refuses_what_is_more_than_types() {
    refused("enum A {a}", "TypeScript enum is not supported in strip-only mode");
    refused("export const enum A {a}", "TypeScript enum is not supported in strip-only mode");
    refused("namespace X { export const a=1 }", "TypeScript namespace declaration is not supported in strip-only mode");
    refused("module X { export let a }", "`module` keyword is not supported. Use `namespace` instead.");
    refused(
        "class A { constructor(private x){} }",
        "TypeScript parameter property is not supported in strip-only mode",
    );
    refused("import x = require(\"x\")", "TypeScript import equals declaration is not supported in strip-only mode");
    refused("export = 1", "TypeScript export assignment is not supported in strip-only mode");
    assert!(strip("let x = <any>y").is_err_and(|error| error.message.starts_with("The angle-bracket syntax")));
}

#[test]
fn frames_the_fault() {
    let source = "let a\n  enum B {}\n";
    let error = strip(source).unwrap_err();
    assert_eq!(error.frame(source), (2, "  enum B {}".to_owned(), "  ^^^^^^^^^".to_owned()));
    let error = strip("let x: = 1").unwrap_err();
    assert_eq!(error.kind, ErrorKind::Invalid);
}

#[test]
fn survives_truncation() {
    let source = "abstract class Ä<T> implements B { private x?: `${T}` = <T>(a!: T)\n: T => a as any; @d() static async *[k]?() {} }";
    for (at, _) in source.char_indices() {
        let (_, _) = (strip(&source[..at]), strip(&source[at..]));
    }
}
