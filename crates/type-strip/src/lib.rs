//! Turns TypeScript into JavaScript by overwriting types with spaces.
//!
//! Node documentation: <https://nodejs.org/api/typescript.html#type-stripping>. Every character that stays keeps its line and column, so
//! stack traces need no source map. Only syntax that can be erased is accepted: enums, instantiated namespaces, parameter properties and
//! `import =` need code of their own and are refused. Types are not checked.

#![forbid(unsafe_code)]

mod blank;
mod strip;

use oxc_allocator::Allocator;
use oxc_parser::{ParseOptions, Parser};
use oxc_span::SourceType;

/// Why a source cannot be stripped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    /// Valid TypeScript that is more than types (`ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX`).
    Unsupported,
    /// Not TypeScript (`ERR_INVALID_TYPESCRIPT_SYNTAX`).
    Invalid,
}

/// The first fault of a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StripError {
    /// Which of the two errors.
    pub kind: ErrorKind,
    /// What is wrong.
    pub message: String,
    /// Where, in bytes.
    pub start: usize,
    /// End of the place, in bytes.
    pub end: usize,
}

impl StripError {
    /// The line of the fault (from 1), its text, and a line of carets under the fault.
    pub fn frame(&self, source: &str) -> (usize, String, String) {
        let before = &source[..self.start];
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        let line = source[line_start..].lines().next().unwrap_or_default();
        let column = source[line_start..self.start].chars().count();
        let end = self.end.clamp(self.start, line_start + line.len());
        let width = source[self.start..end].chars().count().max(1);
        (before.matches('\n').count() + 1, line.to_owned(), format!("{}{}", " ".repeat(column), "^".repeat(width)))
    }
}

impl std::fmt::Display for StripError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for StripError {}

/// The source with its types blanked. It may be a module or a script, a top-level `return` included.
pub fn strip(source: &str) -> Result<String, StripError> {
    let allocator = Allocator::default();
    let options = ParseOptions { allow_return_outside_function: true, ..ParseOptions::default() };
    let source_type = SourceType::ts().with_unambiguous(true);
    let parsed = Parser::new(&allocator, source, source_type).with_options(options).parse();
    if let Some(error) = parsed.diagnostics.errors().next() {
        return Err(invalid(source, error));
    }
    strip::edits(source, &parsed.program).map(|edits| edits.apply(source))
}

fn invalid(source: &str, diagnostic: &oxc_diagnostics::OxcDiagnostic) -> StripError {
    let place = diagnostic.labels.first().map(|label| (label.offset() as usize, label.len() as usize));
    let (start, length) = place.unwrap_or_default();
    let start = floor_boundary(source, start);
    let end = floor_boundary(source, start + length);
    StripError { kind: ErrorKind::Invalid, message: diagnostic.message.to_string(), start, end }
}

fn floor_boundary(source: &str, at: usize) -> usize {
    (0..=at.min(source.len())).rev().find(|&at| source.is_char_boundary(at)).unwrap_or(0)
}

#[cfg(test)]
mod tests;
