//! Process-wide facts JavaScript asks for.

use runtime::engine::v8;
use runtime::{op, state};

/// The method names by the number `request` callbacks carry.
#[op]
pub(crate) fn methods() -> Vec<String> {
    http1::Method::names().iter().map(|name| (*name).to_owned()).collect()
}

/// `--max-http-header-size`, if it was given.
#[op]
pub(crate) fn max_header_size(scope: &mut v8::PinScope<'_, '_>) -> Option<f64> {
    state(scope).options().number("--max-http-header-size").map(|bytes| bytes as f64)
}

/// `--insecure-http-parser`.
#[op]
pub(crate) fn insecure_parser(scope: &mut v8::PinScope<'_, '_>) -> bool {
    state(scope).options().flag("--insecure-http-parser")
}
