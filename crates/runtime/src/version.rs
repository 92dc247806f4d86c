//! Versions: the Node release whose behaviour is offered, and what is inside.

use engine::v8;

/// `process.version` without its `v`.
pub const NODE: &str = "26.10.0";

/// The libuv whose functions native addons are offered.
pub const UV: &str = "1.52.1";

/// `process.versions`, Node's entry first. The process builtin adds those of the libraries.
pub fn all() -> Vec<(&'static str, String)> {
    vec![
        ("node", NODE.to_owned()),
        ("anode", env!("CARGO_PKG_VERSION").to_owned()),
        ("modules", "147".to_owned()),
        ("napi", "10".to_owned()),
        ("uv", UV.to_owned()),
        ("v8", v8::V8::get_version().to_owned()),
        ("unicode", "17.0".to_owned()),
    ]
}
