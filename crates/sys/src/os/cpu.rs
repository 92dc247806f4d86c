//! Processors, from `/proc` and `/sys`.

use std::fs::read_to_string;

use crate::{Error, Result};

/// A logical processor.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cpu {
    /// The name the maker gave it; `unknown` when the system tells none.
    pub model: String,
    /// Megahertz; 0 when the system tells none.
    pub speed: u64,
    /// What it spent its time on since the start of the system.
    pub times: CpuTimes,
}

/// Milliseconds by kind of work.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CpuTimes {
    /// Programs.
    pub user: u64,
    /// Programs of lowered priority.
    pub nice: u64,
    /// The kernel.
    pub sys: u64,
    /// Nothing.
    pub idle: u64,
    /// Interrupts.
    pub irq: u64,
}

/// Every processor that is online, in the order of their numbers.
///
/// # Errors
/// When `/proc/stat` cannot be read.
pub fn cpus() -> Result<Vec<Cpu>> {
    let stat = read_to_string("/proc/stat").map_err(|error| Error::from_io(&error, "uv_cpu_info"))?;
    let info = read_to_string("/proc/cpuinfo").unwrap_or_default();
    let mut cpus = parse_times(&stat, millis_per_tick());
    for (cpu, details) in cpus.iter_mut().map(|(number, cpu)| (cpu, details(&info, *number))) {
        cpu.model = details.0.unwrap_or_else(|| "unknown".into());
        cpu.speed = details.1.unwrap_or(0);
    }
    Ok(cpus.into_iter().map(|(_, cpu)| cpu).collect())
}

/// How many threads can run at once; at least 1.
pub fn available_parallelism() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

fn millis_per_tick() -> u64 {
    // SAFETY: the call has no memory preconditions.
    let ticks = unsafe { libc::sysconf(libc::_SC_CLK_TCK) };
    1000 / u64::try_from(ticks).ok().filter(|ticks| *ticks > 0).unwrap_or(100)
}

/// The lines `cpuN user nice system idle iowait irq …` of `/proc/stat`.
fn parse_times(stat: &str, millis_per_tick: u64) -> Vec<(usize, Cpu)> {
    stat.lines().filter_map(|line| parse_line(line, millis_per_tick)).collect()
}

fn parse_line(line: &str, millis_per_tick: u64) -> Option<(usize, Cpu)> {
    let mut fields = line.strip_prefix("cpu")?.split(' ');
    let number = fields.next()?.parse().ok()?;
    let ticks: Vec<u64> = fields.filter_map(|field| field.parse().ok()).collect();
    let [user, nice, sys, idle, _iowait, irq, ..] = ticks[..] else { return None };
    let [user, nice, sys, idle, irq] = [user, nice, sys, idle, irq].map(|ticks| ticks * millis_per_tick);
    Some((number, Cpu { times: CpuTimes { user, nice, sys, idle, irq }, ..Cpu::default() }))
}

/// Model and speed of a processor, from its paragraph of `/proc/cpuinfo`. The current frequency of `/sys` is more
/// exact where there is one.
fn details(info: &str, number: usize) -> (Option<String>, Option<u64>) {
    let paragraph = info
        .split("\n\n")
        .find(|paragraph| field(paragraph, "processor").is_some_and(|value| value == number.to_string()));
    let model = paragraph.and_then(|paragraph| field(paragraph, "model name")).map(str::to_owned);
    let speed = scaled_speed(number).or_else(|| {
        let megahertz: f64 = field(paragraph?, "cpu MHz")?.parse().ok()?;
        Some(megahertz as u64)
    });
    (model, speed)
}

fn scaled_speed(number: usize) -> Option<u64> {
    let path = format!("/sys/devices/system/cpu/cpu{number}/cpufreq/scaling_cur_freq");
    let kilohertz: u64 = read_to_string(path).ok()?.trim().parse().ok()?;
    Some(kilohertz / 1000)
}

fn field<'a>(paragraph: &'a str, name: &str) -> Option<&'a str> {
    paragraph.lines().find_map(|line| {
        let (key, value) = line.split_once(':')?;
        (key.trim() == name).then(|| value.trim())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_parsed() {
        let stat = "cpu  9 9 9 9\ncpu0 1 2 3 4 5 6 7\ncpu3 10 20 30 40 50 60 70 0\nintr 5\n";
        let cpus = parse_times(stat, 10);
        assert_eq!(cpus.iter().map(|cpu| cpu.0).collect::<Vec<_>>(), [0, 3]);
        assert_eq!(cpus[0].1.times, CpuTimes { user: 10, nice: 20, sys: 30, idle: 40, irq: 60 });
    }

    #[test]
    fn details_belong_to_their_processor() {
        let info = "processor\t: 0\nmodel name\t: A\ncpu MHz\t\t: 2000.5\n\nprocessor\t: 900\nmodel name\t: B\n";
        assert_eq!(details(info, 900), (Some("B".into()), None));
        assert_eq!(details(info, 901), (None, None));
    }

    #[test]
    fn this_machine_has_processors() {
        assert!(!cpus().unwrap().is_empty());
    }
}
