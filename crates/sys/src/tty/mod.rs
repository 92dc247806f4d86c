//! Terminals, and what else a descriptor may be.

mod kind;
mod mode;
mod standard;

pub(crate) use standard::restore_at_exit;

pub use kind::{HandleKind, guess_handle};
pub use mode::{Mode, is_terminal, open, reset_mode, set_mode, window_size};
