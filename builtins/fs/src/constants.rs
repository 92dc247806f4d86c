//! `fs.constants`.

use runtime::{op, sys};

/// Names and values in the order Node lists them.
#[op]
pub(crate) fn constants() -> Vec<(&'static str, i32)> {
    sys::fs::constants()
}
