//! The machine: processors, memory, names, network interfaces.

use std::net::IpAddr;

use runtime::{OpError, op, sys::os};

/// Model, speed in MHz, then milliseconds spent in user, nice, sys, idle and irq.
type Cpu = (String, f64, f64, f64, f64, f64, f64);

/// Interface, address, netmask, length of the prefix, hardware address, whether it is a loopback, scope of an IPv6 address.
type Interface = (String, String, String, u32, String, bool, Option<u32>);

#[op]
pub(crate) fn available_parallelism() -> usize {
    os::available_parallelism()
}

#[op]
pub(crate) fn cpus() -> Result<Vec<Cpu>, OpError> {
    let cpu = |cpu: os::Cpu| {
        let times = cpu.times;
        let milliseconds = [times.user, times.nice, times.sys, times.idle, times.irq].map(|value| value as f64);
        let [user, nice, sys, idle, irq] = milliseconds;
        (cpu.model, cpu.speed as f64, user, nice, sys, idle, irq)
    };
    Ok(os::cpus()?.into_iter().map(cpu).collect())
}

#[op]
pub(crate) fn free_memory() -> u64 {
    os::free_memory()
}

#[op]
pub(crate) fn total_memory() -> u64 {
    os::total_memory()
}

#[op]
pub(crate) fn hostname() -> Result<String, OpError> {
    Ok(os::hostname()?)
}

/// The averages of one, five and fifteen minutes.
#[op]
pub(crate) fn load_average() -> Vec<f64> {
    os::load_average().to_vec()
}

/// Seconds since the system started.
#[op]
pub(crate) fn uptime() -> Result<f64, OpError> {
    Ok(os::uptime()?)
}

/// Kernel, version, release, machine.
#[op]
pub(crate) fn system_name() -> Result<(String, String, String, String), OpError> {
    let name = os::system_name()?;
    Ok((name.sysname, name.version, name.release, name.machine))
}

#[op]
pub(crate) fn interfaces() -> Result<Vec<Interface>, OpError> {
    Ok(os::interfaces()?.into_iter().map(interface).collect())
}

fn interface(interface: os::Interface) -> Interface {
    let mac = interface.mac.map(|byte| format!("{byte:02x}")).join(":");
    (
        interface.name,
        interface.address.to_string(),
        interface.netmask.to_string(),
        prefix_length(interface.netmask),
        mac,
        interface.internal,
        interface.scope_id,
    )
}

fn prefix_length(netmask: IpAddr) -> u32 {
    match netmask {
        IpAddr::V4(mask) => mask.to_bits().leading_ones(),
        IpAddr::V6(mask) => mask.to_bits().leading_ones(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prefix_lengths() {
        assert_eq!(prefix_length(IpAddr::from([255, 255, 240, 0])), 20);
        assert_eq!(prefix_length(IpAddr::from([0xffff, 0xffff, 0, 0, 0, 0, 0, 0])), 32);
    }
}
