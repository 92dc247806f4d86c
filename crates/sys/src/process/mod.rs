//! This process and its children.

mod exit;
mod identity;
mod launch;
mod resource;
mod spawn;
mod spawn_sync;
mod title;

#[cfg(test)]
mod tests;

pub use exit::{ExitStatus, ExitWatch};
pub use identity::{
    change_directory, current_directory, effective_group, effective_user, executable, group, groups, initialise_groups,
    kill, parent_id, process_id, set_effective_group, set_effective_user, set_group, set_groups, set_umask, set_user,
    umask, user,
};
pub use resource::{CpuUsage, ResourceUsage, cpu_usage, resident_memory, resource_usage, uptime};
pub use spawn::{Child, Command, Stdio, spawn};
pub use spawn_sync::{SyncInput, SyncLimits, SyncOutput, SyncPipe, spawn_sync};
pub use title::{set_title, title};
