//! Versions: the Node release whose behaviour is offered, and what is inside.

use runtime::v8;

/// `process.version`.
pub(crate) const VERSION: &str = "v26.10.0";

/// `process.versions`, Node's entry first.
pub(crate) fn versions() -> Vec<(&'static str, String)> {
    vec![
        ("node", VERSION.trim_start_matches('v').to_owned()),
        ("anode", env!("CARGO_PKG_VERSION").to_owned()),
        ("modules", "147".to_owned()),
        ("napi", "10".to_owned()),
        ("v8", v8::V8::get_version().to_owned()),
    ]
}
