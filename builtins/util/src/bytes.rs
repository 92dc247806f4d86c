//! The contents of buffers and views.

use runtime::{Slice, op};

/// Whether two buffers, or the parts of them that two views show, hold the same bytes.
#[op]
pub(crate) fn are_bytes_equal(a: Slice<'_>, b: Slice<'_>) -> bool {
    a.as_slice() == b.as_slice()
}
