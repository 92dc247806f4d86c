//! Starts the runtime with a parsed command line.

use std::process::ExitCode;

use runtime::sys::event_loop::Loop;
use runtime::sys::os;
use runtime::sys::this_process::clock::{self, Milestone};
use runtime::{Boot, Builtins, OptionValue, Options, Realm, engine};
use single_executable::Program;

use crate::options::{Mistake, Parsed};
use crate::refuse;
use crate::snapshot::{self, Goal};

#[cfg(feature = "snapshot")]
mod embedded {
    include!(concat!(env!("OUT_DIR"), "/embedded.rs"));
}

/// Without the snapshot feature everything is read from disk.
#[cfg(not(feature = "snapshot"))]
mod embedded {
    pub(super) static SNAPSHOT: Option<&[u8]> = None;
    pub(super) static CODE_CACHE: &[(&str, &[u8])] = &[];
}

/// Runs until the program ends; gives its exit code.
pub(crate) fn run(argv0: String, mut parsed: Parsed, program: Option<&'static Program<'static>>) -> ExitCode {
    let goal = match Goal::of(&mut parsed, program) {
        Ok(goal) => goal,
        Err(refusal) => return refusal.tell(),
    };
    let unknown = engine::platform::initialize(v8_flags(&parsed), pool_size(&parsed));
    clock::reach(Milestone::EngineStart);
    if let Some(flag) = unknown.into_iter().next() {
        return refuse(&argv0, &Mistake::Unknown(flag));
    }
    if let Err(mistake) = crate::openssl::begin(&parsed) {
        return refuse(&argv0, &mistake);
    }
    let event_loop = match Loop::new() {
        Ok(event_loop) => event_loop,
        Err(error) => {
            eprintln!(
                "{argv0}: cannot make the event loop: {}\nhint: raise the limit of open files (ulimit -n)",
                error.message()
            );
            return ExitCode::FAILURE;
        }
    };
    let boot = Boot {
        builtins: builtins(),
        origin: goal.origin(embedded::SNAPSHOT),
        code_cache: embedded::CODE_CACHE,
        options: options(argv0, parsed, program),
        event_loop,
        control: None,
    };
    if let Goal::Build(place) = goal {
        return snapshot::build(boot, &place);
    }
    let realm = Realm::new(boot);
    clock::reach(Milestone::Environment);
    if !realm.runtime().options().flag("--disable-sigusr1") {
        // Without it the program runs all the same, and only cannot be attached to later.
        let _ = runtime::inspector::start_on_signal(realm.runtime());
    }
    realm.call_builtin("internal:bootstrap/main", "start");
    let code = realm.runtime().run_to_end();
    realm.runtime().clean_up();
    // Ends here and now: running destructors of an isolate that is about to vanish only costs time.
    runtime::sys::exit::now(code)
}

/// All builtins, in development read from disk.
pub(crate) fn builtins() -> Builtins {
    builtins::all(builtins_directory())
}

/// Threads of V8's own.
fn pool_size(parsed: &Parsed) -> u32 {
    match parsed.values.get("--v8-pool-size") {
        Some(OptionValue::Number(size)) => u32::try_from(*size).unwrap_or_default(),
        _ => 0,
    }
}

/// V8's flags: the defaults Node sets, then the user's.
fn v8_flags(parsed: &Parsed) -> Vec<String> {
    let mut flags = engine::platform::default_flags();
    flags.extend(parsed.flag("--experimental-shadow-realm").then(|| String::from("--harmony-shadow-realm")));
    flags.extend(parsed.v8_flags.iter().cloned());
    // The last one counts, and a share wins over a size.
    flags.extend(heap_limit(parsed));
    flags
}

/// `--max-old-space-size-percentage` as the option of V8, in MiB; at least one.
fn heap_limit(parsed: &Parsed) -> Option<String> {
    let percentage = crate::rules::heap_percentage(parsed.text("--max-old-space-size-percentage")?)?;
    let limit = os::usable_memory() as f64 / f64::from(1 << 20) * percentage / 100.0;
    Some(format!("--max-old-space-size={}", (limit as u64).max(1)))
}

/// In development builds: where to read the builtins' JavaScript from.
fn builtins_directory() -> Option<std::path::PathBuf> {
    if cfg!(feature = "snapshot") {
        return None;
    }
    let configured = std::env::var_os("ANODE_BUILTINS").map(Into::into);
    Some(configured.unwrap_or_else(|| std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../builtins")))
}

fn options(argv0: String, parsed: Parsed, program: Option<&'static Program<'static>>) -> Options {
    let exec_path = std::env::current_exe().map_or_else(|_| argv0.clone(), |path| path.to_string_lossy().into_owned());
    let mut values = parsed.values;
    // An empty text means "not given"; JavaScript sees undefined then only for the options that can be empty.
    values.retain(|_, value| !matches!(value, OptionValue::Text(text) if text.is_empty()));
    if parsed_eval_is_empty(&values) {
        values.insert("--eval", OptionValue::Text(String::new()));
    }
    let environment_flags = crate::table::environment_spellings();
    Options {
        exec_path,
        argv0,
        exec_argv: parsed.exec_argv,
        arguments: parsed.arguments,
        environment_flags,
        values,
        derive: Some(crate::derive::derive),
        program,
    }
}

/// `-e ''` is a script, an empty one.
fn parsed_eval_is_empty(values: &std::collections::BTreeMap<&'static str, OptionValue>) -> bool {
    values.get("[has_eval_string]") == Some(&OptionValue::Flag(true)) && !values.contains_key("--eval")
}
