//! The machine: processors, memory, network interfaces, users, priorities.

mod cpu;
mod host;
mod interfaces;
mod memory;
mod priority;
mod user;

pub use cpu::{Cpu, CpuTimes, available_parallelism, cpus};
pub use host::{SystemName, hostname, load_average, system_name, uptime};
pub use interfaces::{Interface, interfaces};
pub use memory::{available_memory, constrained_memory, free_memory, total_memory, usable_memory};
pub use priority::{priority, set_priority};
pub use user::{User, group_id, user_by_id, user_id};
