//! The project's own commands: `cargo xtask <command>`.

mod generate;
mod new_builtin;
mod workspace;

use std::process::ExitCode;

const USAGE: &str = "\
cargo xtask <command>

  generate           rewrite the generated list of builtin crates
  new-builtin NAME   make the folder of a new builtin
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = match words.as_slice() {
        ["generate"] => generate::run(),
        ["new-builtin", name] => new_builtin::run(name),
        _ => {
            eprint!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error}");
            ExitCode::FAILURE
        }
    }
}
