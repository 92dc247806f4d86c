//! The options of programs on other threads: those of the program that starts them, or a command line of their own.

use std::collections::BTreeMap;

use runtime::options::InvalidOptions;
use runtime::sys::this_process::environment;
use runtime::{OptionValue, Options};

use crate::options::{Mistake, Parsed, name_as_given, name_of};

/// Options that are about the whole process, so that a thread cannot have its own.
const OF_PROCESS: [&str; 35] = [
    "--abort-on-uncaught-exception",
    "--build-sea",
    "--completion-bash",
    "--disable-proto",
    "--enable-fips",
    "--experimental-sea-config",
    "--force-fips",
    "--help",
    "--icu-data-dir",
    "--node-snapshot",
    "--openssl-config",
    "--openssl-legacy-provider",
    "--openssl-shared-config",
    "--report-compact",
    "--report-dir",
    "--report-filename",
    "--report-on-fatalerror",
    "--run",
    "--secure-heap",
    "--secure-heap-min",
    "--security-revert",
    "--snapshot-blob",
    "--title",
    "--tls-cipher-list",
    "--trace-event-categories",
    "--trace-event-file-pattern",
    "--trace-events-enabled",
    "--trace-sigint",
    "--use-bundled-ca",
    "--use-largepages",
    "--use-openssl-ca",
    "--v8-options",
    "--v8-pool-size",
    "--version",
    "--zero-fill-buffers",
];

/// Options that say what the program is; a thread has one of its own.
const OF_PROGRAM: [&str; 9] = [
    "--eval",
    "--print",
    "--check",
    "--interactive",
    "[has_eval_string]",
    "--input-type",
    "[env_files]",
    crate::command_line::ENV_VARIABLES,
    crate::packed::IS_PACKED,
];

/// Whose `NODE_OPTIONS`.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Environment {
    /// The process had it when it started.
    Process,
    /// The thread is given it.
    Thread,
}

/// See [`runtime::options::Derive`].
pub(crate) fn derive(
    base: &Options,
    exec_argv: Option<Vec<String>>,
    environment: Option<&str>,
) -> Result<Options, InvalidOptions> {
    match (exec_argv, environment) {
        (None, None) => Ok(of_thread(base, base.values.clone(), base.exec_argv.clone())),
        (None, Some(environment)) => with_environment(base, environment),
        (Some(exec_argv), environment) => with_arguments(base, exec_argv, environment),
    }
}

/// The options of the program that starts the thread on top of those of the thread's own environment.
fn with_environment(base: &Options, environment: &str) -> Result<Options, InvalidOptions> {
    let mut parsed = Parsed::defaults();
    read_environment(&mut parsed, environment, Environment::Thread).map_err(InvalidOptions::Environment)?;
    let refused = |mistake: Mistake| InvalidOptions::Arguments(vec![mistake.to_string()]);
    parsed.read_arguments(base.exec_argv.clone()).map_err(refused)?;
    Ok(of_thread(base, parsed.values, base.exec_argv.clone()))
}

fn with_arguments(
    base: &Options,
    exec_argv: Vec<String>,
    environment: Option<&str>,
) -> Result<Options, InvalidOptions> {
    let mut parsed = Parsed::defaults();
    // What the process had in NODE_OPTIONS holds for all its threads that have none of their own.
    let inherited = environment::trusted("NODE_OPTIONS").unwrap_or_default();
    let from = if environment.is_some() { Environment::Thread } else { Environment::Process };
    read_environment(&mut parsed, environment.unwrap_or(&inherited), from).map_err(InvalidOptions::Environment)?;
    read_arguments(&mut parsed, &exec_argv).map_err(InvalidOptions::Arguments)?;
    let exec_argv = exec_argv.into_iter().filter(|word| word != "--").collect();
    Ok(of_thread(base, parsed.values, exec_argv))
}

/// The options of a thread with a program of its own; those of the process stay.
fn of_thread(base: &Options, mut values: BTreeMap<&'static str, OptionValue>, exec_argv: Vec<String>) -> Options {
    for (name, value) in base.values.iter().filter(|(name, _)| OF_PROCESS.contains(name)) {
        values.insert(name, value.clone());
    }
    for name in OF_PROGRAM {
        values.remove(name);
    }
    values.retain(|_, value| !matches!(value, OptionValue::Text(text) if text.is_empty()));
    Options { exec_argv, arguments: Vec::new(), values, ..base.clone() }
}

/// Reads `NODE_OPTIONS` as the thread has it.
fn read_environment(parsed: &mut Parsed, text: &str, from: Environment) -> Result<(), Vec<String>> {
    let words = parsed.read_environment(text).map_err(|mistake| vec![mistake.to_string()])?;
    let refused = if from == Environment::Process { Vec::new() } else { of_process(&words) };
    if !refused.is_empty() {
        let told = refused.iter().map(|word| Mistake::NotInEnvironment(name_as_given(word)).to_string());
        return Err(told.collect());
    }
    // V8's options took effect when the process started.
    parsed.v8_flags.clear();
    Ok(())
}

fn read_arguments(parsed: &mut Parsed, exec_argv: &[String]) -> Result<(), Vec<String>> {
    parsed.read_arguments(exec_argv.to_vec()).map_err(|mistake| vec![mistake.to_string()])?;
    let mut invalid = of_process(exec_argv);
    invalid.extend(std::mem::take(&mut parsed.v8_flags));
    if invalid.is_empty() { Ok(()) } else { Err(invalid) }
}

/// The options among the words that are about the whole process. (No value of another option looks like one.)
fn of_process(words: &[String]) -> Vec<String> {
    words.iter().filter(|word| name_of(word).is_some_and(|name| OF_PROCESS.contains(&name))).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arguments(words: &[&str]) -> Option<Vec<String>> {
        Some(words.iter().map(|word| (*word).to_owned()).collect())
    }

    fn base() -> Options {
        let mut values = Parsed::defaults().values;
        values.insert("--trace-warnings", OptionValue::Flag(true));
        values.insert("--eval", OptionValue::Text("1".into()));
        Options { exec_argv: vec!["--trace-warnings".into()], values, ..Options::default() }
    }

    #[test]
    fn without_arguments_the_options_carry_over_but_not_the_program() {
        let options = derive(&base(), None, None).unwrap();
        assert!(options.flag("--trace-warnings"));
        assert_eq!(options.exec_argv, ["--trace-warnings"]);
        assert_eq!(options.text("--eval"), None);
    }

    #[test]
    fn own_arguments_start_from_the_defaults() {
        let options = derive(&base(), arguments(&["--no-warnings"]), None).unwrap();
        assert!(!options.flag("--trace-warnings") && !options.flag("--warnings"));
        assert_eq!(options.exec_argv, ["--no-warnings"]);
    }

    #[test]
    fn what_is_about_the_process_is_refused() {
        for words in [&["--title=x"][..], &["--foo"], &["--max-old-space-size=1"], &["--redirect-warnings"]] {
            let refused = derive(&base(), arguments(words), None).unwrap_err();
            assert!(matches!(refused, InvalidOptions::Arguments(_)), "{words:?}");
        }
        let refused = derive(&base(), arguments(&["--secure-heap=2", "--enable-fips"]), None).unwrap_err();
        assert_eq!(refused, InvalidOptions::Arguments(vec!["--secure-heap=2".into(), "--enable-fips".into()]));
        let refused = derive(&base(), None, Some("--nonexistent-options")).unwrap_err();
        assert_eq!(
            refused,
            InvalidOptions::Environment(vec!["--nonexistent-options is not allowed in NODE_OPTIONS".into()])
        );
        let refused = derive(&base(), None, Some("--title=x")).unwrap_err();
        assert_eq!(refused, InvalidOptions::Environment(vec!["--title= is not allowed in NODE_OPTIONS".into()]));
    }
}
