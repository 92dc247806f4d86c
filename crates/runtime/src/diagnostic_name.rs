//! Names of the files that diagnostics write.

use std::sync::atomic::{AtomicU32, Ordering};

use sys::this_process::clock::{LocalTime, local_time};

/// `PREFIX.20260102.030405.PID.THREAD.001.ENDING`, in local time; the number counts the files of the process.
pub fn diagnostic_name(prefix: &str, thread: u32, ending: &str) -> String {
    static NAMED: AtomicU32 = AtomicU32::new(0);
    let number = NAMED.fetch_add(1, Ordering::Relaxed) + 1;
    let LocalTime { year, month, day, hour, minute, second } = local_time();
    let moment = format!("{year}{month:02}{day:02}.{hour:02}{minute:02}{second:02}");
    let pid = sys::this_process::pid();
    format!("{prefix}.{moment}.{pid}.{thread}.{number:03}.{ending}")
}

#[cfg(test)]
mod tests {
    use super::diagnostic_name;

    #[test]
    fn names_are_numbered() {
        let [first, second] = [diagnostic_name("Heap", 3, "a"), diagnostic_name("Heap", 3, "a")];
        let parts: Vec<&str> = first.split('.').collect();
        let lengths: Vec<usize> = parts[1..3].iter().map(|part| part.len()).collect();
        assert_eq!((parts[0], parts[4], parts[6], lengths), ("Heap", "3", "a", vec![8, 6]));
        assert_ne!(first.split('.').nth(5), second.split('.').nth(5));
    }
}
