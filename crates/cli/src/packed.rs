//! The program that was packed into this executable, if any, and the options it starts with.

use runtime::OptionValue;
use runtime::sys::this_process::environment;
use runtime::sys::this_process::payload::{self, Extent};
use single_executable::{ArgumentsFrom, Program, Trailer};

use crate::options::{Mistake, Parsed};

/// The option by which JavaScript learns that the program is a packed one.
pub(crate) const IS_PACKED: &str = "[is_packed]";

/// What carries further options among the arguments of a program that takes them from there.
const NODE_OPTIONS: &str = "--node-options=";

/// The packed program. An executable without one costs the look at a byte.
///
/// # Errors
/// What is wrong with the executable, in words.
pub(crate) fn program() -> Result<Option<&'static Program<'static>>, String> {
    if !payload::is_there() {
        return Ok(None);
    }
    let blob = match payload::note() {
        Some(blob) => blob,
        None => behind_the_executable()?,
    };
    let program = Program::decode(blob).map_err(|malformed| malformed.to_string())?;
    Ok(Some(Box::leak(Box::new(program))))
}

fn behind_the_executable() -> Result<&'static [u8], String> {
    let last_bytes = payload::last_bytes().map_err(|error| error.message().into_owned())?;
    let Trailer { offset, length } = Trailer::read(&last_bytes).ok_or("it has lost its end")?;
    payload::map(Extent { offset, length }).map_err(|error| error.message().into_owned())
}

/// Reads the options of a packed program. What stands on the command line is the program's.
pub(crate) fn read_options(
    parsed: &mut Parsed,
    program: &Program<'_>,
    argv0: &str,
    arguments: Vec<String>,
) -> Result<(), Mistake> {
    if program.arguments_from == ArgumentsFrom::Environment {
        parsed.read_environment(&environment::trusted("NODE_OPTIONS").unwrap_or_default())?;
    }
    let mut exec_argv: Vec<String> = program.exec_argv.iter().map(|&word| word.to_owned()).collect();
    let mut arguments = arguments;
    if program.arguments_from == ArgumentsFrom::CommandLine {
        exec_argv.extend(take_options(&mut arguments)?);
    }
    parsed.read_arguments(exec_argv)?;
    parsed.arguments.insert(0, argv0.to_owned());
    parsed.arguments.extend(arguments);
    parsed.values.insert(IS_PACKED, OptionValue::Flag(true));
    Ok(())
}

/// Takes the options out of the arguments; of several texts of options the last one counts.
fn take_options(arguments: &mut Vec<String>) -> Result<Vec<String>, Mistake> {
    let mut options = String::new();
    arguments.retain(|argument| match argument.strip_prefix(NODE_OPTIONS) {
        Some(text) => {
            text.clone_into(&mut options);
            false
        }
        None => true,
    });
    crate::options::split_words(&options)
}

#[cfg(test)]
mod tests {
    use single_executable::Format;

    use super::*;

    fn read(arguments_from: ArgumentsFrom, words: &[&str]) -> Parsed {
        let program = Program {
            name: "main.js",
            text: "",
            format: Format::Commonjs,
            code_cache: &[],
            snapshot: &[],
            warns: true,
            exec_argv: vec!["--no-warnings"],
            arguments_from,
            assets: Vec::new(),
        };
        let mut parsed = Parsed::defaults();
        let words = words.iter().map(|&word| word.to_owned()).collect();
        read_options(&mut parsed, &program, "./app", words).unwrap();
        parsed
    }

    #[test]
    fn arguments_are_the_programs() {
        let parsed = read(ArgumentsFrom::Nowhere, &["--version", "--node-options=--x", "--"]);
        assert!(!parsed.flag("--version") && !parsed.flag("--warnings"));
        assert_eq!(parsed.arguments, ["./app", "--version", "--node-options=--x", "--"]);
        assert_eq!(parsed.exec_argv, ["--no-warnings"]);
    }

    #[test]
    fn options_are_taken_from_the_arguments_on_request() {
        let parsed = read(ArgumentsFrom::CommandLine, &["a", "--node-options=--x", "--node-options=--trace-warnings"]);
        assert_eq!(parsed.arguments, ["./app", "a"]);
        assert_eq!(parsed.exec_argv, ["--no-warnings", "--trace-warnings"]);
    }
}
