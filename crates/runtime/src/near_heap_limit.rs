//! What happens to a heap that is nearly full: snapshots and profiles of it are written as long as some are wanted; then a worker ends, and of the main
//! thread V8 ends the process.

use std::cell::{Cell, RefCell};
use std::path::{Path, PathBuf};
use std::rc::{Rc, Weak};

use engine::limits::{self, Allowance};
use engine::v8;
use sys::fs::{self, Target};

use crate::diagnostic_name::diagnostic_name;
use crate::inspector::Caller;
use crate::permission::{self, Permission};
use crate::state::Runtime;
use crate::thread::End;

const SNAPSHOTS: &str = "--heapsnapshot-near-heap-limit";

/// What is to be written of a heap that is nearly full.
#[derive(Default)]
struct Wanted {
    snapshots: Budget,
    profiles: Budget,
    /// Asks for the profile that runs at that moment.
    profiler: RefCell<Option<Caller>>,
    is_writing: Cell<bool>,
}

/// How many files are still written; `None` when nobody has asked for any. The first who asks decides.
#[derive(Default)]
struct Budget(Cell<Option<u32>>);

impl Budget {
    /// Tells whether nobody had asked before.
    fn ask(&self, limit: u32) -> bool {
        let is_first = self.0.get().is_none();
        if is_first {
            self.0.set(Some(limit));
        }
        is_first
    }

    fn is_spent(&self) -> bool {
        self.0.get().unwrap_or(0) == 0
    }

    fn take(&self) -> bool {
        let left = self.0.get().unwrap_or(0).checked_sub(1);
        left.inspect(|left| self.0.set(Some(*left))).is_some()
    }

    fn give_up(&self) {
        self.0.set(Some(0));
    }
}

/// Begins with an isolate: a worker is watched always, the main thread when the command line wants it.
pub(crate) fn watch(runtime: &Rc<Runtime>, isolate: &mut v8::Isolate) {
    let limit = runtime.options().number(SNAPSHOTS).and_then(|limit| u32::try_from(limit).ok()).unwrap_or(0);
    if limit > 0 {
        snapshot(runtime, isolate, limit);
    } else if runtime.control().is_some() {
        install(runtime, isolate);
    }
}

/// Writes up to `limit` snapshots of the heap when it is nearly full. Does nothing when that was asked for before.
pub fn snapshot(runtime: &Rc<Runtime>, isolate: &mut v8::Isolate, limit: u32) {
    if runtime.slot::<Wanted>().snapshots.ask(limit) {
        install(runtime, isolate);
    }
}

/// Writes up to `limit` times what the heap profile that runs then has seen. Does nothing when that was asked for before.
pub fn profile(runtime: &Rc<Runtime>, isolate: &mut v8::Isolate, limit: u32) {
    let wanted = runtime.slot::<Wanted>();
    if wanted.profiles.ask(limit) {
        wanted.profiler.replace(Some(Caller::connect(runtime)));
        install(runtime, isolate);
    }
}

fn install(runtime: &Rc<Runtime>, isolate: &mut v8::Isolate) {
    let wanted = runtime.slot::<Wanted>();
    let runtime = Rc::downgrade(runtime);
    limits::on_near_heap_limit(isolate, Box::new(move |isolate, limit| decide(&runtime, &wanted, isolate, limit)));
}

fn decide(runtime: &Weak<Runtime>, wanted: &Wanted, isolate: &mut v8::Isolate, limit: usize) -> Allowance {
    let Some(runtime) = runtime.upgrade() else { return Allowance::ToEnd };
    let young = isolate.get_heap_statistics().heap_size_limit().saturating_sub(limit);
    // What is written collects garbage, which may reach the limit again.
    if wanted.is_writing.get() {
        return Allowance::Bytes(young);
    }
    wanted.is_writing.set(true);
    let has_written = write_wanted(&runtime, wanted, isolate, young);
    wanted.is_writing.set(false);
    // All that is young may have to move to the old generation before the limit is reached again.
    if has_written { Allowance::Bytes(young) } else { end(&runtime) }
}

/// The worker alone ends, where V8 would end the process.
fn end(runtime: &Runtime) -> Allowance {
    let Some(control) = runtime.control() else { return Allowance::Nothing };
    control.stop(End::out_of_memory());
    Allowance::ToEnd
}

/// Tells whether anything was wanted and possible.
fn write_wanted(runtime: &Runtime, wanted: &Wanted, isolate: &mut v8::Isolate, young: usize) -> bool {
    if !wanted.snapshots.is_spent() && is_risky(isolate, young) {
        sys::exit::write_stderr(b"Not generating snapshots because it's too risky.\n");
        wanted.snapshots.give_up();
    }
    let snapshot = wanted.snapshots.take();
    if snapshot {
        let file = File::named(runtime, "heapsnapshot");
        file.tell("snapshot", file.write_snapshot(isolate));
    }
    let profile = wanted.profiles.take();
    profile && write_profile(runtime, wanted) || snapshot
}

/// Nothing is written any more once no profile runs.
fn write_profile(runtime: &Runtime, wanted: &Wanted) -> bool {
    let text =
        wanted.profiler.borrow().as_ref().map(|caller| caller.call_for("HeapProfiler.getSamplingProfile", "profile"));
    let Some(Ok(text)) = text else {
        wanted.profiles.give_up();
        return false;
    };
    let file = File::named(runtime, "heapprofile");
    file.tell("heap profile", file.write(|sink| sink(text.as_bytes())));
    true
}

/// Whether the memory that a snapshot takes, about as much as the heap has, may not be there.
fn is_risky(isolate: &mut v8::Isolate, young: usize) -> bool {
    let needed = isolate.get_heap_statistics().total_heap_size().max(young);
    sys::os::available_memory() < needed as u64
}

/// A file that is written.
struct File(PathBuf);

impl File {
    /// In the folder of diagnostics, or where the program is.
    fn named(runtime: &Runtime, ending: &str) -> File {
        let name = diagnostic_name("Heap", runtime.thread_number().unwrap_or(0), ending);
        let folder = runtime.options().text("--diagnostic-dir").filter(|folder| !folder.is_empty());
        let folder = folder.map_or_else(|| std::env::current_dir().unwrap_or_default(), PathBuf::from);
        File(folder.join(name))
    }

    fn write_snapshot(&self, isolate: &mut v8::Isolate) -> Result<(), String> {
        self.write(|sink| {
            let mut result = Ok(());
            isolate.take_heap_snapshot(|chunk| {
                result = sink(chunk);
                result.is_ok()
            });
            result
        })
    }

    /// Readable by nobody else: a heap holds secrets.
    fn write(&self, fill: impl FnOnce(&dyn Fn(&[u8]) -> sys::Result<()>) -> sys::Result<()>) -> Result<(), String> {
        if !may_write(&self.0) {
            return Err("not permitted".into());
        }
        let flags = libc::O_WRONLY | libc::O_CREAT | libc::O_TRUNC;
        let written = fs::open(&self.0, flags, 0o600).and_then(|fd| {
            let filled = fill(&|chunk| fs::write_file(&Target::Fd(fd), chunk));
            fs::close(fd).and(filled)
        });
        written.map_err(|error| error.message().into_owned())
    }

    fn tell(&self, what: &str, written: Result<(), String>) {
        let path = self.0.display();
        let line = match written {
            Ok(()) => format!("Wrote {what} to {path}\n"),
            Err(message) => format!("Failed to write {what} {path}: {message}\n"),
        };
        sys::exit::write_stderr(line.as_bytes());
    }
}

fn may_write(path: &Path) -> bool {
    !permission::is_enforced() || permission::has(Permission::FileSystemWrite, Some(path.as_os_str()))
}

#[cfg(test)]
mod tests {
    use super::Budget;

    #[test]
    fn the_first_who_asks_decides() {
        let budget = Budget::default();
        assert!(budget.is_spent() && !budget.take());
        assert!(budget.ask(2) && !budget.ask(5));
        assert_eq!([budget.take(), budget.take(), budget.take()], [true, true, false]);
        assert!(!budget.ask(1) && budget.is_spent());
    }
}
