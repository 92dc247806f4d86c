//! Startup snapshots of programs: making one (`--build-snapshot`) and starting from one (`--snapshot-blob`).

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use package_json::Value;
use runtime::{Boot, OptionValue, Origin, Realm, sys};
use single_executable::Program;

use crate::options::{INVALID_ARGUMENT, Parsed};
use crate::snapshot_file::{self, Entry, Unusable};

/// Options by which JavaScript learns the builder script: its text, and its name as it was given.
const BUILDER_TEXT: &str = "[snapshot_builder_text]";
const BUILDER_NAME: &str = "[snapshot_builder]";

/// Where a snapshot is written that no option names a place for.
const DEFAULT_PLACE: &str = "snapshot.blob";

/// The builder script by which Node makes its own snapshot anew.
const EMBEDDED_MAIN: &str = "node:embedded_snapshot_main";

/// The module that knows what the builder script wants.
const STARTUP_SNAPSHOT: &str = "internal:v8/startup_snapshot";

/// What the process is for.
pub(crate) enum Goal {
    /// To run a program.
    Run,
    /// To run a program from a snapshot.
    RunFrom(&'static [u8]),
    /// To write a snapshot to this place.
    Build(PathBuf),
}

impl Goal {
    /// What the options say. The builder script is read here and handed to JavaScript as an option.
    pub(crate) fn of(parsed: &mut Parsed, program: Option<&'static Program<'static>>) -> Result<Goal, Refusal> {
        if let Some(program) = program.filter(|program| !program.snapshot.is_empty()) {
            return snapshot_file::decode(program.snapshot).map(Goal::RunFrom).map_err(Refusal::Unusable);
        }
        let place = parsed.text("--snapshot-blob").map(PathBuf::from);
        let config = parsed.text("--build-snapshot-config").map(PathBuf::from);
        let builder = match config {
            Some(config) => {
                // `process.argv` begins as if it had been named there.
                parsed.arguments.insert(0, builder_in(&config)?);
                Some(first_argument(parsed)?)
            }
            None if parsed.flag("--build-snapshot") => Some(first_argument(parsed)?),
            None => None,
        };
        match (builder, place) {
            (None, None) => Ok(Goal::Run),
            (None, Some(place)) => snapshot_file::read(&place).map(Goal::RunFrom).map_err(Refusal::Unusable),
            (Some(builder), place) => {
                hand_over(parsed, builder)?;
                Ok(Goal::Build(place.unwrap_or_else(|| PathBuf::from(DEFAULT_PLACE))))
            }
        }
    }

    /// What the main isolate is made from, where `embedded` is the snapshot in the binary.
    pub(crate) fn origin(&self, embedded: Option<&'static [u8]>) -> Origin {
        match (self, embedded) {
            (Goal::RunFrom(blob), _) => Origin::Program(blob),
            (_, Some(snapshot)) => Origin::Snapshot(snapshot),
            (_, None) => Origin::Source,
        }
    }
}

/// Tells JavaScript what to run.
fn hand_over(parsed: &mut Parsed, builder: String) -> Result<(), Refusal> {
    let text = read_builder(&builder)?;
    parsed.values.insert("--build-snapshot", OptionValue::Flag(true));
    parsed.values.insert(BUILDER_TEXT, OptionValue::Text(text));
    parsed.values.insert(BUILDER_NAME, OptionValue::Text(builder));
    Ok(())
}

fn first_argument(parsed: &Parsed) -> Result<String, Refusal> {
    let has_script = parsed.text("--eval").is_none();
    parsed.arguments.first().filter(|_| has_script).cloned().ok_or(Refusal::NoBuilder)
}

/// The `builder` of a configuration file.
fn builder_in(config: &Path) -> Result<String, Refusal> {
    let name = || config.display().to_string();
    let text = std::fs::read(config).map_err(|error| Refusal::NoConfig(name(), reason(&error)))?;
    let value = package_json::json(&text).map_err(|error| Refusal::NotJson(name(), error.message))?;
    let Value::Object(fields) = value else { return Err(Refusal::NotJson(name(), String::from("it is no object"))) };
    let field = |key: &str| fields.iter().find(|(name, _)| name == key).map(|(_, value)| value);
    let is_boolean = |value: &Value| matches!(value, Value::Scalar(text) if text == "true" || text == "false");
    if !field("withoutCodeCache").is_none_or(is_boolean) {
        return Err(Refusal::Field("withoutCodeCache", name(), "a boolean"));
    }
    match field("builder") {
        Some(Value::String(builder)) if !builder.is_empty() => Ok(builder.clone()),
        _ => Err(Refusal::Field("builder", name(), "a non-empty string")),
    }
}

fn read_builder(builder: &str) -> Result<String, Refusal> {
    if builder == EMBEDDED_MAIN {
        return Err(Refusal::NoEmbedded);
    }
    let unreadable = |error: &std::io::Error| Refusal::NoScript(builder.to_owned(), code(error), reason(error));
    let text = std::fs::read(builder).map_err(|error| unreadable(&error))?;
    Ok(String::from_utf8_lossy(text.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&text)).into_owned())
}

/// Runs the builder script to its end and writes the heap it leaves to `place`; gives the exit code.
pub(crate) fn build(boot: Boot, place: &Path) -> ExitCode {
    let realm = Realm::serializable(boot);
    realm.call_builtin("internal:bootstrap/main", "start");
    realm.runtime().run_while_alive();
    realm.call_builtin(STARTUP_SNAPSHOT, "runSerializeCallbacks");
    if realm.runtime().event_loop().is_alive() {
        realm.runtime().run_while_alive();
    }
    let entry = match finish(&realm) {
        Ok(entry) => entry,
        Err(code) => sys::exit::now(code),
    };
    realm.runtime().say_last_words();
    let written = realm.into_snapshot().map_err(Refusal::Heap).and_then(|heap| write(place, &heap, entry));
    match written {
        // As in `start::run`: nothing is left to tear down in order.
        Ok(()) => sys::exit::now(0),
        Err(refusal) => refusal.tell(),
    }
}

/// Lets JavaScript undo what the next process does anew.
///
/// # Errors
/// The exit code of a program that failed.
fn finish(realm: &Realm) -> Result<Entry, i32> {
    let runtime = realm.runtime();
    runtime.call_into_js(|scope| {
        let outcome = runtime.call_export(scope, (STARTUP_SNAPSHOT, "finishBuilding"), &[]).ok_or(1)?;
        match outcome.int32_value(scope).filter(|_| outcome.is_number()) {
            Some(code) => Err(code),
            None if outcome.is_true() => Ok(Entry::MainFunction),
            None => Ok(Entry::Program),
        }
    })
}

fn write(place: &Path, heap: &[u8], entry: Entry) -> Result<(), Refusal> {
    let cannot_open = |_| Refusal::Unwritable(place.display().to_string());
    std::fs::write(place, snapshot_file::encode(heap, entry)).map_err(cannot_open)
}

/// Why there is no snapshot, or no start from one.
pub(crate) enum Refusal {
    NoBuilder,
    NoEmbedded,
    NoScript(String, String, String),
    NoConfig(String, String),
    NotJson(String, String),
    Field(&'static str, String, &'static str),
    Unusable(Unusable),
    Unwritable(String),
    Heap(runtime::snapshot::Refusal),
}

/// Node's exit code of a snapshot that cannot be used or written.
const NO_SNAPSHOT: u8 = 14;

impl Refusal {
    /// Says it on standard error; gives the exit code.
    pub(crate) fn tell(&self) -> ExitCode {
        eprintln!("{self}");
        ExitCode::from(match self {
            Self::NoBuilder | Self::NoEmbedded => INVALID_ARGUMENT,
            Self::Unusable(_) | Self::Unwritable(_) => NO_SNAPSHOT,
            _ => 1,
        })
    }
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NoBuilder => write!(
                f,
                "--build-snapshot must be used with an entry point script.\nUsage: node --build-snapshot /path/to/entry.js"
            ),
            Self::NoEmbedded => write!(
                f,
                "{EMBEDDED_MAIN} was specified as snapshot entry point but Node.js was built without embedded snapshot."
            ),
            Self::NoScript(name, code, reason) => {
                write!(f, "Cannot read builder script {name} for building snapshot. {code}: {reason}")
            }
            Self::NoConfig(name, reason) => write!(f, "Cannot read snapshot configuration from {name}: {reason}"),
            Self::NotJson(name, reason) => write!(f, "Cannot parse JSON from {name}: {reason}"),
            Self::Field(field, name, kind) => write!(f, "\"{field}\" field of {name} is not {kind}"),
            Self::Unusable(unusable) => unusable.fmt(f),
            Self::Unwritable(place) => write!(f, "Cannot open {place} for writing a snapshot."),
            Self::Heap(refusal) => write!(f, "Cannot build the startup snapshot: {refusal}"),
        }
    }
}

fn code(error: &std::io::Error) -> String {
    sys::Error::from_io(error, "open").code().into_owned()
}

fn reason(error: &std::io::Error) -> String {
    sys::Error::from_io(error, "open").message().into_owned()
}
