//! Finds the names a CommonJS module exports, from its text alone.
//!
//! An `import` of named bindings needs the names before the module runs. Node reads them off the source with a fixed set of documented
//! patterns (<https://nodejs.org/api/esm.html#commonjs-namespaces>, grammar in the README of cjs-module-lexer 2); programs rely on exactly
//! those, so this crate looks for the same ones: it splits the text into tokens and matches the patterns at every token, at any depth.
//! It runs nothing, never panics and takes linear time; text that is not JavaScript yields what was found before the fault.

#![forbid(unsafe_code)]

mod cursor;
mod detect;
mod token;

/// What was found, each list in the order of first appearance.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Exports {
    /// Names of own exports.
    pub names: Vec<String>,
    /// Specifiers of modules whose exports are exported again.
    pub reexports: Vec<String>,
}

/// Reads the exports of a CommonJS module.
pub fn lex(source: &str) -> Exports {
    detect::exports(source, &token::tokens(source))
}
