//! Memory of the machine and of the control group the process lives in, in bytes.

use std::fs::read_to_string;
use std::path::{Path, PathBuf};

/// The memory of the machine; 0 when the system does not tell.
pub fn total_memory() -> u64 {
    // SAFETY: all bytes of the structure may be zero.
    let mut system: libc::sysinfo = unsafe { std::mem::zeroed() };
    // SAFETY: the structure may be written.
    match unsafe { libc::sysinfo(&raw mut system) } {
        0 => system.totalram * u64::from(system.mem_unit),
        _ => 0,
    }
}

/// The memory programs can get without swapping; 0 when the system does not tell.
pub fn free_memory() -> u64 {
    meminfo("MemAvailable:")
}

/// What the control group allows, `u64::MAX` when it sets no limit; `None` when nobody knows.
pub fn constrained_memory() -> Option<u64> {
    control_group()?.limit()
}

/// The memory that this process can have at all: of the machine, or less when its control group says so.
pub fn usable_memory() -> u64 {
    constrained_memory().unwrap_or(u64::MAX).min(total_memory())
}

/// The memory this process can still get: what its control group leaves, or [`free_memory`].
pub fn available_memory() -> u64 {
    let limit = constrained_memory().filter(|limit| *limit <= total_memory());
    let left = limit.and_then(|limit| Some(limit.saturating_sub(control_group()?.usage()?)));
    left.unwrap_or_else(free_memory)
}

fn meminfo(name: &str) -> u64 {
    let text = read_to_string("/proc/meminfo").unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix(name));
    let kibibytes = line.and_then(|line| line.trim().strip_suffix(" kB")?.parse::<u64>().ok());
    kibibytes.unwrap_or(0) * 1024
}

/// The memory files of a control group.
struct ControlGroup {
    limit: PathBuf,
    usage: PathBuf,
}

/// The control group of this process: the memory controller of version 1, or the group of version 2.
fn control_group() -> Option<ControlGroup> {
    parse_group(&read_to_string("/proc/self/cgroup").ok()?)
}

fn parse_group(text: &str) -> Option<ControlGroup> {
    let files = |root: &str, group: &str, limit: &str, usage: &str| {
        let folder = Path::new(root).join(group.trim_start_matches('/'));
        ControlGroup { limit: folder.join(limit), usage: folder.join(usage) }
    };
    let v1 = text.lines().find_map(|line| line.split_once(":memory:"));
    if let Some((_, group)) = v1 {
        let (limit, usage) = ("memory.limit_in_bytes", "memory.usage_in_bytes");
        return Some(files("/sys/fs/cgroup/memory", group, limit, usage));
    }
    let group = text.lines().find_map(|line| line.strip_prefix("0::"))?;
    Some(files("/sys/fs/cgroup", group, "memory.max", "memory.current"))
}

impl ControlGroup {
    fn limit(&self) -> Option<u64> {
        parse_limit(&read_to_string(&self.limit).ok()?)
    }

    fn usage(&self) -> Option<u64> {
        read_to_string(&self.usage).ok()?.trim().parse().ok()
    }
}

/// No limit is `max` in version 2; in version 1 it is the largest number of whole pages.
fn parse_limit(text: &str) -> Option<u64> {
    const UNLIMITED: u64 = 1 << 62;
    let limit = if text.trim() == "max" { u64::MAX } else { text.trim().parse().ok()? };
    Some(if limit >= UNLIMITED { u64::MAX } else { limit })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_limit_is_written_in_two_ways() {
        assert_eq!(parse_limit("max\n"), Some(u64::MAX));
        assert_eq!(parse_limit("9223372036854771712\n"), Some(u64::MAX));
        assert_eq!(parse_limit("536870912\n"), Some(512 << 20));
        assert_eq!(parse_limit(""), None);
    }

    #[test]
    fn both_versions_of_control_groups_are_found() {
        let group = parse_group("12:memory:/docker/a\n0::/x\n").unwrap();
        assert_eq!(group.limit, Path::new("/sys/fs/cgroup/memory/docker/a/memory.limit_in_bytes"));
        let group = parse_group("0::/\n").unwrap();
        assert_eq!(group.limit, Path::new("/sys/fs/cgroup/memory.max"));
    }

    #[test]
    fn this_machine_has_memory() {
        assert!(total_memory() >= free_memory() && free_memory() > 0);
        assert!((1..=total_memory()).contains(&usable_memory()));
    }

    #[test]
    fn the_machine_has_what_the_system_tells_elsewhere() {
        assert_eq!(total_memory(), meminfo("MemTotal:"));
    }
}
