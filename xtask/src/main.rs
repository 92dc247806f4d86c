//! The project's own commands: `cargo xtask <command>`.

mod addons;
mod debian;
mod generate;
mod head;
mod new_builtin;
mod npm;
mod run;
mod scripts;
mod serve;
mod services;
mod surface;
mod test;
mod tidy;
mod vectors;
mod workspace;

use std::process::ExitCode;

const USAGE: &str = "\
cargo xtask <command>

  serve              build anode and run the example server with it
  test               build anode and run every check and test; what .ci/run runs
  compare FILE...    run programs with the development build and with Node and compare; ANODE=PATH is another binary
  services NAME...   run databases and brokers until standard input ends, and print their addresses
  tidy               check the structure: rings, builtin folders, generated files
  surface            rewrite the tables of what is missing against Node
  generate           rewrite the generated list of builtin crates
  new-builtin NAME   make the folder of a new builtin
  dist               build the release binary and pack it with licence and README
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = match words.as_slice() {
        ["serve"] => serve::run(),
        ["test"] => test::run(),
        ["compare", files @ ..] if !files.is_empty() => test::compare(files),
        ["services", names @ ..] if !names.is_empty() => services::run(names),
        ["tidy"] => tidy::run(),
        ["generate"] => generate::run(),
        ["surface"] => surface::run(),
        ["new-builtin", name] => new_builtin::run(name),
        ["dist"] => serve::dist(),
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
