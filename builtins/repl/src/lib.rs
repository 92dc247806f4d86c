//! `node:repl`, written in JavaScript but for the rewriting of top-level `await`.

use runtime::op;
use runtime::parser_stack::with_stack_for;

runtime::builtin! { name: "repl", ops: [wrap_await] }

/// Code with `await` at the top level, as a script that gives a promise for `{ value }`; `null` if it has none.
#[op]
fn wrap_await(code: String) -> Option<String> {
    with_stack_for(&code, top_level_await::wrap)
}
