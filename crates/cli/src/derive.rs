//! The options of programs on other threads: those of the program that starts them, or a command line of their own.

use runtime::options::InvalidOptions;
use runtime::{OptionValue, Options};

use crate::options::Parsed;

/// Options that are about the whole process, so that a thread cannot have its own.
const OF_PROCESS: [&str; 14] = [
    "--abort-on-uncaught-exception",
    "--disable-proto",
    "--icu-data-dir",
    "--node-snapshot",
    "--report-on-signal",
    "--secure-heap",
    "--title",
    "--tls-cipher-list",
    "--trace-event-categories",
    "--trace-event-file-pattern",
    "--trace-events-enabled",
    "--trace-sigint",
    "--use-openssl-ca",
    "--zero-fill-buffers",
];

/// See [`runtime::options::Derive`].
pub(crate) fn derive(
    base: &Options,
    exec_argv: Option<Vec<String>>,
    environment: Option<&str>,
) -> Result<Options, InvalidOptions> {
    let mut parsed = Parsed::defaults();
    if let Some(environment) = environment {
        read_environment(&mut parsed, environment).map_err(InvalidOptions::Environment)?;
    }
    let mut options = Options { exec_argv: base.exec_argv.clone(), arguments: Vec::new(), ..base.clone() };
    let Some(exec_argv) = exec_argv else {
        forget_program(&mut options);
        return Ok(options);
    };
    if environment.is_none() {
        // What the process had in NODE_OPTIONS holds for all its threads.
        read_environment(&mut parsed, &std::env::var("NODE_OPTIONS").unwrap_or_default())
            .map_err(InvalidOptions::Environment)?;
    }
    read_arguments(&mut parsed, &exec_argv).map_err(InvalidOptions::Arguments)?;
    for (name, value) in &base.values {
        if OF_PROCESS.contains(name) {
            parsed.values.insert(name, value.clone());
        }
    }
    parsed.values.retain(|_, value| !matches!(value, OptionValue::Text(text) if text.is_empty()));
    options.values = parsed.values;
    options.exec_argv = exec_argv;
    Ok(options)
}

fn read_environment(parsed: &mut Parsed, text: &str) -> Result<(), Vec<String>> {
    parsed.read_environment(text).map_err(|mistake| vec![mistake.to_string()])?;
    // V8's options took effect when the process started.
    match parsed.v8_flags.iter().filter(|flag| !crate::table::is_v8_option(flag)).cloned().collect::<Vec<_>>() {
        unknown if unknown.is_empty() => {
            parsed.v8_flags.clear();
            Ok(())
        }
        unknown => Err(unknown),
    }
}

fn read_arguments(parsed: &mut Parsed, exec_argv: &[String]) -> Result<(), Vec<String>> {
    let before = parsed.values.clone();
    parsed.read_arguments(exec_argv.to_vec()).map_err(|mistake| vec![mistake.to_string()])?;
    let mut invalid = std::mem::take(&mut parsed.v8_flags);
    let changed = OF_PROCESS.iter().filter(|name| parsed.values.get(*name) != before.get(*name));
    invalid.extend(changed.map(|name| (*name).to_owned()));
    if invalid.is_empty() { Ok(()) } else { Err(invalid) }
}

/// A thread has a program of its own.
fn forget_program(options: &mut Options) {
    for name in ["--eval", "--print", "--check", "--interactive", "[has_eval_string]", "--input-type"] {
        options.values.remove(name);
    }
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
        let refused = derive(&base(), None, Some("--nonexistent-options")).unwrap_err();
        assert_eq!(refused, InvalidOptions::Environment(vec!["--nonexistent-options".into()]));
    }
}
