//! Children: started, watched, run to their end. Facts about this process are in [`crate::this_process`].

mod exit;
mod launch;
mod path_search;
mod spawn;
mod spawn_sync;

#[cfg(test)]
mod tests;

pub use exit::{ExitStatus, ExitWatch};
pub use spawn::{Child, Command, Stdio, spawn};
pub use spawn_sync::{SyncInput, SyncLimits, SyncOutput, SyncPipe, spawn_sync};
