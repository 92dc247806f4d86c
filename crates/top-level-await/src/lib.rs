//! Turns a script with `await` at its top level into one that gives a promise, as a REPL needs it.
//!
//! Node documentation: <https://nodejs.org/api/repl.html#await-keyword>. The code goes into an async function, and what it declares comes out
//! of it again: declarations become assignments to names that are declared before the function. As everywhere in a REPL, what was `const` may
//! be assigned to then. The value of the last statement is wrapped in an object, so that a promise that was not awaited stays one.

#![forbid(unsafe_code)]

mod edits;
mod hoist;

use oxc_allocator::Allocator;
use oxc_ast::ast::{ArrowFunctionBody, Expression, FunctionBody, Program, Statement};
use oxc_parser::Parser;
use oxc_span::SourceType;

/// What the code is put into to be parsed: `await` is a keyword there, and nothing else is new.
const PREFIX: &str = "(async () => { ";
const SUFFIX: &str = "\n})";

/// The script, or `None` if `source` has no `await` at its top level, has a `return` there, or is no script.
///
/// The promise that the script evaluates to is for `{ value }` if the last statement is an expression.
pub fn wrap(source: &str) -> Option<String> {
    let wrapped = format!("{PREFIX}{source}{SUFFIX}");
    let allocator = Allocator::default();
    let parsed = Parser::new(&allocator, &wrapped, SourceType::script()).parse();
    if parsed.panicked || parsed.diagnostics.errors().next().is_some() {
        return None;
    }
    let hoisted = hoist::hoist(body_around(&parsed.program, wrapped.len())?)?;
    Some(format!("{}{}()", hoisted.declarations, hoisted.edits.apply(&wrapped)))
}

/// The body of the function that was put around, unless the code ends it and begins something else.
fn body_around<'p, 'a>(program: &'p Program<'a>, length: usize) -> Option<&'p FunctionBody<'a>> {
    let [Statement::ExpressionStatement(statement)] = program.body.as_slice() else { return None };
    let Expression::ParenthesizedExpression(parenthesized) = &statement.expression else { return None };
    let Expression::ArrowFunctionExpression(function) = &parenthesized.expression else { return None };
    let ArrowFunctionBody::FunctionBody(body) = &function.body else { return None };
    (function.span.end as usize == length - 1).then_some(body)
}

#[cfg(test)]
mod tests;
