//! Running JavaScript test scripts: a test passes when its process exits with 0 in time.

use std::io;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use crate::head::Head;
use crate::run::run_quietly;
use crate::services::Services;
use crate::vectors;
use crate::workspace::root;

/// A script that runs longer is stopped and has failed.
const LIMIT: Duration = Duration::from_secs(60);
/// How often a running script is looked at.
const TICK: Duration = Duration::from_millis(5);

/// Counts of passed, failed and skipped scripts.
#[derive(Default)]
pub(crate) struct Outcome {
    passed: usize,
    failed: Vec<String>,
    skipped: usize,
}

/// How a script ended.
enum Verdict {
    Passed,
    Failed(String),
    Skipped(String),
}

impl Outcome {
    pub(crate) fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed.extend(other.failed);
        self.skipped += other.skipped;
    }

    fn note(&mut self, name: String, verdict: Verdict) {
        match verdict {
            Verdict::Passed => self.passed += 1,
            Verdict::Failed(reason) => {
                println!("FAILED {name}\n{reason}");
                self.failed.push(name);
            }
            Verdict::Skipped(reason) => {
                println!("SKIPPED {name}: {reason}");
                self.skipped += 1;
            }
        }
    }

    /// Prints the closing line; an error when anything failed.
    pub(crate) fn report(self) -> io::Result<()> {
        for name in &self.failed {
            println!("failed: {name}");
        }
        let skipped = if self.skipped == 0 { String::new() } else { format!(", {} skipped", self.skipped) };
        println!("{} passed, {} failed{skipped}", self.passed, self.failed.len());
        if self.failed.is_empty() { Ok(()) } else { Err(io::Error::other("some tests failed")) }
    }
}

/// The scripts directly in a folder, sorted; none where the folder is not there.
pub(crate) fn below(directory: &Path) -> io::Result<Vec<PathBuf>> {
    if !directory.is_dir() {
        return Ok(Vec::new());
    }
    let mut files = Vec::new();
    for entry in std::fs::read_dir(directory)? {
        let path = entry?.path();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let is_script = [".js", ".mjs", ".cjs", ".ts", ".mts"].iter().any(|ending| name.ends_with(ending));
        if is_script && !name.starts_with('_') {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// Runs every script under every runtime.
pub(crate) fn run_each(runtimes: &[PathBuf], files: &[PathBuf]) -> io::Result<Outcome> {
    let jobs: Vec<_> = files.iter().flat_map(|file| runtimes.iter().map(move |runtime| (runtime, file))).collect();
    in_parallel(&jobs, |(runtime, file)| {
        let name = label(runtime, file);
        let flags = Head::of(file)?.flags;
        let verdict = twice(&name, || Ok(Run::of(runtime, &flags, file, &[])?.failure()))?;
        Ok((name, verdict))
    })
}

/// Gives a failed script a second run, because a loaded machine can upset what depends on time; one that needs it is named.
fn twice(name: &str, attempt: impl Fn() -> io::Result<Option<String>>) -> io::Result<Verdict> {
    let Some(first) = attempt()? else { return Ok(Verdict::Passed) };
    if let Some(second) = attempt()? {
        return Ok(Verdict::Failed(second));
    }
    println!("FLAKY {name}: passed when run again, after\n{first}");
    Ok(Verdict::Passed)
}

/// Runs every script under both runtimes; they must print the same and exit alike. Each run gets databases of its own in the services
/// that the script names, which are started here.
pub(crate) fn compare(anode: &Path, node: &Path, files: &[PathBuf]) -> io::Result<Outcome> {
    let heads = files.iter().map(|file| Head::of(file)).collect::<io::Result<Vec<_>>>()?;
    let services = Services::start(heads.iter().flat_map(|head| head.services.iter().map(String::as_str)))?;
    let jobs: Vec<_> = files.iter().zip(&heads).collect();
    in_parallel(&jobs, |(file, head)| {
        let name = label(anode, file);
        if let Some(missing) = services.missing(&head.services) {
            return Ok((name, Verdict::Skipped(format!("{missing} is not here"))));
        }
        // Every run has databases of its own.
        let run = |runtime| {
            let mut environment = services.environment(&head.services)?;
            environment.extend(vectors::environment(file)?);
            Run::of(runtime, &head.flags, file, &environment)
        };
        let verdict = twice(&name, || difference(&run(anode)?, &run(node)?))?;
        Ok((name, verdict))
    })
}

/// What is wrong with our run when theirs is right.
fn difference(ours: &Run, theirs: &Run) -> io::Result<Option<String>> {
    if let Some(reason) = theirs.failure() {
        return Ok(Some(format!("the oracle failed:\n{reason}")));
    }
    let same = ours.code == theirs.code && ours.stdout == theirs.stdout;
    Ok((!same).then(|| {
        let (expected, got) = (&theirs.stdout, &ours.stdout);
        format!("expected ({:?}):\n{expected}\ngot ({:?}):\n{got}{}", theirs.code, ours.code, ours.stderr)
    }))
}

fn label(runtime: &Path, file: &Path) -> String {
    let file = file.strip_prefix(root()).unwrap_or(file);
    let runtime = runtime.file_name().unwrap_or_default().to_string_lossy();
    format!("{} ({runtime})", file.display())
}

fn in_parallel<J: Sync>(jobs: &[J], job: impl Fn(&J) -> io::Result<(String, Verdict)> + Sync) -> io::Result<Outcome> {
    let next = Mutex::new(jobs.iter());
    let outcome = Mutex::new(Outcome::default());
    let threads = std::thread::available_parallelism().map_or(2, usize::from);
    std::thread::scope(|scope| {
        let worker = || -> io::Result<()> {
            loop {
                let Some(item) = next.lock().map_err(|_| io::Error::other("a worker panicked"))?.next() else {
                    return Ok(());
                };
                let (name, verdict) = job(item)?;
                outcome.lock().map_err(|_| io::Error::other("a worker panicked"))?.note(name, verdict);
            }
        };
        let handles: Vec<_> = (0..threads).map(|_| scope.spawn(worker)).collect();
        handles.into_iter().try_for_each(|handle| handle.join().map_err(|_| io::Error::other("a worker panicked"))?)
    })?;
    outcome.into_inner().map_err(|_| io::Error::other("a worker panicked"))
}

/// One finished script.
struct Run {
    /// `None` when it was stopped by a signal or by the limit.
    code: Option<i32>,
    stdout: String,
    stderr: String,
}

impl Run {
    fn of(runtime: &Path, flags: &[String], file: &Path, environment: &[(String, String)]) -> io::Result<Self> {
        let directory = file.parent().unwrap_or(file);
        let mut command = Command::new(runtime);
        command.args(flags).arg(file).current_dir(directory).env("NO_COLOR", "1").env_remove("NODE_OPTIONS");
        command.process_group(0);
        command.envs(environment.iter().map(|(name, value)| (name, value)));
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
        let (stdout, stderr) = (drain(child.stdout.take()), drain(child.stderr.take()));
        let code = wait(&mut child)?;
        Ok(Self { code, stdout: stdout.join().unwrap_or_default(), stderr: stderr.join().unwrap_or_default() })
    }

    fn failure(&self) -> Option<String> {
        (self.code != Some(0)).then(|| format!("exit {:?}\n{}{}", self.code, self.stdout, self.stderr))
    }
}

fn drain(pipe: Option<impl io::Read + Send + 'static>) -> std::thread::JoinHandle<String> {
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(mut pipe) = pipe {
            // A script that was stopped leaves what it had written; that is what gets shown.
            let _ = pipe.read_to_end(&mut bytes);
        }
        String::from_utf8_lossy(&bytes).into_owned()
    })
}

fn wait(child: &mut Child) -> io::Result<Option<i32>> {
    let started = Instant::now();
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(status.code());
        }
        if started.elapsed() > LIMIT {
            kill_group(child)?;
            child.wait()?;
            return Ok(None);
        }
        std::thread::sleep(TICK);
    }
}

/// Kills a script with what it started: a child that goes on would keep our end of its output open.
fn kill_group(child: &Child) -> io::Result<()> {
    let group = format!("-{}", child.id());
    run_quietly(Command::new("kill").args(["-s", "KILL", "--", &group]))
}
