//! Terminals, and what else a descriptor may be.

mod kind;
mod mode;
mod standard;

pub(crate) use standard::note_mode;

pub use kind::{HandleKind, guess_handle};
pub use mode::{Mode, is_terminal, open, reset_mode, set_mode, window_size};

/// Gives the terminal and the standard streams back as they were found, for whoever has them next. The end of the
/// process calls it.
pub(crate) fn give_back() {
    reset_mode();
    standard::restore_modes();
}
