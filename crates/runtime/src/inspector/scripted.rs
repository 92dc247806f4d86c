//! The domains that are written in JavaScript, beside what they tell of: Network, NodeTracing, DOMStorage and Storage.

use engine::{string, v8};
use serde_json::Value;

use crate::state;

/// The module that knows them.
const DOMAINS: &str = "internal:inspector/domains";
const NAMES: [&str; 4] = ["Network", "NodeTracing", "DOMStorage", "Storage"];
/// What front ends of a console can use besides what the program sees.
const CONSOLE_NAMES: &str = "internal:inspector/console_names";

/// Whether a method may be one of theirs.
pub(super) fn knows(method: &str) -> bool {
    method.split_once('.').is_some_and(|(domain, _)| NAMES.contains(&domain))
}

/// Whether the answer to a call is its `result` or an `error`, and its JSON text; `None` for a method that is none.
pub(super) fn answer(front_end: u32, method: &str, params: &Value) -> Option<(&'static str, String)> {
    let runtime = state::current()?;
    let text = runtime.call_into_js(|scope| {
        let id = v8::Integer::new_from_unsigned(scope, front_end);
        let (method, params) = (string(scope, method), string(scope, &params.to_string()));
        let text = runtime.call_export(scope, (DOMAINS, "answer"), &[id.into(), method.into(), params.into()])?;
        text.is_string().then(|| text.to_rust_string_lossy(scope))
    })?;
    let (kind, value) = text.split_once(' ')?;
    Some((if kind == "result" { "result" } else { "error" }, value.to_owned()))
}

/// The front end has gone.
pub(super) fn forget(front_end: u32) {
    if let Some(runtime) = state::current() {
        runtime.call_into_js(|scope| {
            let id = v8::Integer::new_from_unsigned(scope, front_end);
            runtime.call_export(scope, (DOMAINS, "forget"), &[id.into()]);
        });
    }
}

/// Names that a front end's console has for one evaluation; dropping takes them back.
pub(super) struct Lent(());

/// Makes `require` one of the names that are there.
pub(super) fn lend_console_names() -> Lent {
    call_console_names("lend");
    Lent(())
}

impl Drop for Lent {
    fn drop(&mut self) {
        call_console_names("takeBack");
    }
}

fn call_console_names(name: &str) {
    if let Some(runtime) = state::current() {
        runtime.call_builtin(CONSOLE_NAMES, name);
    }
}
