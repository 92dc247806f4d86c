//! What is recorded of a whole program and written when it ends: `--cpu-prof`, `--heap-prof` and `NODE_V8_COVERAGE`.
//!
//! All of it is native, so that it also works in a worker that was terminated and nothing that a program replaces can get in the way.

use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use runtime::inspector::Caller;
use runtime::sys::{fs, this_process};
use runtime::{Callback, op, permission, state, v8};

/// Records where the program spends its time; a sample each `interval` microseconds. With the path of an image it is drawn too.
#[op]
pub(crate) fn record_cpu(scope: &mut v8::PinScope<'_, '_>, interval: f64, path: String, image: Option<String>) {
    let start =
        [("Profiler.setSamplingInterval", format!(r#"{{"interval":{interval}}}"#)), ("Profiler.start", "{}".into())];
    let draw = image.map(|image| Drawing { path: image.into(), draw: flame_graph });
    record(scope, "Profiler.enable", &start, Output { stop: "Profiler.stop", path: path.into(), drawing: draw });
}

fn flame_graph(profile: &str) -> Result<String, String> {
    flame_graph::svg(profile).map_err(|error| error.to_string())
}

/// Records what the program allocates; a sample each `interval` bytes.
#[op]
pub(crate) fn record_heap(scope: &mut v8::PinScope<'_, '_>, interval: f64, path: String) {
    let start = [("HeapProfiler.startSampling", format!(r#"{{"samplingInterval":{interval}}}"#))];
    let output = Output { stop: "HeapProfiler.stopSampling", path: path.into(), drawing: None };
    record(scope, "HeapProfiler.enable", &start, output);
}

/// What becomes of a recording.
struct Output {
    stop: &'static str,
    path: PathBuf,
    drawing: Option<Drawing>,
}

/// An image of a recording.
struct Drawing {
    path: PathBuf,
    draw: fn(&str) -> Result<String, String>,
}

impl Output {
    fn write(&self, scope: &mut v8::PinScope<'_, '_>, recording: &str) {
        write(scope, &self.path, recording);
        if let Some(Drawing { path, draw }) = &self.drawing {
            match draw(recording) {
                Ok(image) => write(scope, path, &image),
                Err(message) => complain(&message),
            }
        }
    }
}

fn record(scope: &mut v8::PinScope<'_, '_>, enable: &str, start: &[(&str, String)], output: Output) {
    let runtime = state(scope);
    let caller = Caller::connect(&runtime);
    let started = start
        .iter()
        .try_fold(caller.call(enable, "{}"), |before, (method, params)| before.map(|_| caller.call(method, params)));
    if let Err(message) | Ok(Err(message)) = started {
        return complain(&message);
    }
    runtime.at_exit(Box::new(move |scope| match caller.call_for(output.stop, "profile") {
        Ok(profile) => output.write(scope, &profile),
        Err(message) => complain(&message),
    }));
}

/// The coverage of this isolate, while it is taken.
#[derive(Default)]
struct Taking(RefCell<Option<Rc<Coverage>>>);

struct Coverage {
    caller: Caller,
    /// Where it is written when nobody says otherwise; nowhere without one.
    directory: Option<PathBuf>,
    thread: u32,
    /// Gives the JSON text of the source maps of what was loaded, if there are any.
    source_maps: Callback,
}

/// Counts what is executed, until the end of the program or `stopCoverage`. Without a directory only `takeCoverage` of another one writes it.
#[op]
pub(crate) fn record_coverage<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    directory: Option<String>,
    thread: u32,
    source_maps: v8::Local<'s, v8::Function>,
) {
    let runtime = state(scope);
    let source_maps = Callback::new(scope, source_maps);
    let directory = directory.map(PathBuf::from);
    let coverage = Rc::new(Coverage { caller: Caller::connect(&runtime), directory, thread, source_maps });
    if let Err(message) = coverage.start() {
        return complain(&message);
    }
    runtime.slot::<Taking>().0.replace(Some(coverage));
    runtime.at_exit(Box::new(|scope| take(scope, None)));
}

/// Writes the coverage so far, into another directory than usual if one is given; the counters start anew.
#[op]
pub(crate) fn take_coverage(scope: &mut v8::PinScope<'_, '_>, directory: Option<String>) {
    take(scope, directory.as_deref().map(Path::new));
}

/// Ends the counting; nothing is written any more.
#[op]
pub(crate) fn stop_coverage(scope: &mut v8::PinScope<'_, '_>) {
    let coverage = state(scope).slot::<Taking>().0.take();
    if let Some(Err(message)) = coverage.map(|coverage| coverage.caller.call("Profiler.stopPreciseCoverage", "{}")) {
        complain(&message);
    }
}

fn take(scope: &mut v8::PinScope<'_, '_>, directory: Option<&Path>) {
    let Some(coverage) = state(scope).slot::<Taking>().0.borrow().clone() else { return };
    if let Some(directory) = directory.or(coverage.directory.as_deref()) {
        coverage.write(scope, directory);
    }
}

impl Coverage {
    fn start(&self) -> Result<String, String> {
        self.caller.call("Profiler.enable", "{}")?;
        self.caller.call("Profiler.startPreciseCoverage", r#"{"callCount":true,"detailed":true}"#)
    }

    fn write(&self, scope: &mut v8::PinScope<'_, '_>, directory: &Path) {
        match self.caller.call("Profiler.takePreciseCoverage", "{}") {
            Ok(result) => {
                let text = with_source_maps(result, self.source_maps(scope));
                let path = self.free_path(directory);
                write(scope, &path, &text);
            }
            Err(message) => complain(&message),
        }
    }

    fn source_maps(&self, scope: &mut v8::PinScope<'_, '_>) -> Option<String> {
        let text = self.source_maps.call_in(scope, &[])?;
        text.is_string().then(|| text.to_rust_string_lossy(scope))
    }

    /// `coverage-PID-TIME-THREAD.json`, of the next millisecond that has no file yet.
    fn free_path(&self, directory: &Path) -> PathBuf {
        let since = this_process::clock::unix_milliseconds() as u64;
        let (pid, thread) = (this_process::pid(), self.thread);
        let named = |time| directory.join(format!("coverage-{pid}-{time}-{thread}.json"));
        (since..).map(named).find(|path| !fs::exists(path)).unwrap_or_else(|| named(since))
    }
}

/// Adds the property `source-map-cache` to a JSON object that has others.
fn with_source_maps(object: String, maps: Option<String>) -> String {
    match (maps, object.strip_suffix('}')) {
        (Some(maps), Some(open)) => format!(r#"{open},"source-map-cache":{maps}}}"#),
        _ => object,
    }
}

/// Writes a file and the folders above it, where the program may.
fn write(scope: &mut v8::PinScope<'_, '_>, path: &Path, text: &str) {
    if permission::write(scope, path).is_err() {
        return complain(&format!("{} may not be written", path.display()));
    }
    if let Err(error) = fs::replace_file(path, text.as_bytes()) {
        complain(&format!("{}: {}", path.display(), error.message()));
    }
}

/// A recording is a help: its failure is told and the program goes on.
fn complain(message: &str) {
    runtime::sys::exit::write_stderr(format!("anode: cannot record: {message}\n").as_bytes());
}

#[cfg(test)]
mod tests {
    use super::with_source_maps;

    #[test]
    fn source_maps_are_a_further_property() {
        assert_eq!(with_source_maps("{\"a\":1}".into(), Some("{}".into())), r#"{"a":1,"source-map-cache":{}}"#);
        assert_eq!(with_source_maps("{\"a\":1}".into(), None), "{\"a\":1}");
    }
}
