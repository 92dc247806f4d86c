//! The binary `anode`.

mod command_line;
mod completion;
mod config_file;
mod derive;
mod help;
mod openssl;
mod options;
mod packed;
mod rules;
mod run_script;
mod snapshot;
mod snapshot_file;
mod start;
mod table;

use std::process::ExitCode;

/// Fewer page faults and less fragmentation than the system's allocator (V8 keeps its own).
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    runtime::sys::this_process::clock::mark_start();
    ossl::memory::use_mimalloc();
    runtime::sys::signal::prefer_errors();
    let mut arguments = std::env::args_os().map(|argument| argument.to_string_lossy().into_owned());
    let argv0 = arguments.next().unwrap_or_else(|| String::from("anode"));
    match packed::program() {
        Ok(None) => run(argv0, arguments.collect()),
        Ok(Some(program)) => run_packed(argv0, program, arguments.collect()),
        Err(problem) => {
            eprintln!(
                "{argv0}: cannot run the program in this executable: {problem}\nhint: build it anew with anode --build-sea"
            );
            ExitCode::FAILURE
        }
    }
}

/// Runs the program that was packed into this executable.
fn run_packed(
    argv0: String,
    program: &'static single_executable::Program<'static>,
    arguments: Vec<String>,
) -> ExitCode {
    let mut parsed = options::Parsed::defaults();
    let outcome = packed::read_options(&mut parsed, program, &argv0, arguments);
    match outcome.and_then(|()| command_line::read_env_files(&mut parsed)) {
        Ok(()) => start::run(argv0, parsed, Some(program)),
        Err(mistake) => refuse(&argv0, &mistake),
    }
}

/// Does what the command line asks for.
fn run(argv0: String, arguments: Vec<String>) -> ExitCode {
    let mut parsed = options::Parsed::defaults();
    if let Err(mistake) = command_line::read(&mut parsed, arguments) {
        if mistake == options::Mistake::NeedsArgument(String::from("--run")) {
            run_script::list();
        }
        return refuse(&argv0, &mistake);
    }
    if parsed.flag("--version") {
        println!("v{}", runtime::version::NODE);
        return ExitCode::SUCCESS;
    }
    if parsed.flag("--help") {
        print!("{}", help::text());
        return ExitCode::SUCCESS;
    }
    if parsed.flag("--completion-bash") {
        print!("{}", completion::script());
        return ExitCode::SUCCESS;
    }
    if let Some(script) = parsed.text("--run") {
        return run_script::run(script, &parsed.arguments);
    }
    start::run(argv0, parsed, None)
}

/// Says what is wrong with the command line.
fn refuse(argv0: &str, mistake: &options::Mistake) -> ExitCode {
    if let options::Mistake::Configuration { detail, .. } = mistake {
        eprintln!("{detail}");
    }
    eprintln!("{argv0}: {mistake}");
    ExitCode::from(mistake.exit_code())
}
