//! Everything that sets options, from the weakest to the strongest: a configuration file, `NODE_OPTIONS` of environment files, `NODE_OPTIONS`
//! itself, and the command line.

use std::collections::BTreeMap;
use std::io::ErrorKind;

use runtime::OptionValue;
use runtime::sys::this_process::environment;

use crate::config_file;
use crate::options::{Mistake, Parsed};

/// The variables of environment files, names and values alternating, which JavaScript adds to the environment.
pub(crate) const ENV_VARIABLES: &str = "[env_variables]";

const NODE_OPTIONS: &str = "NODE_OPTIONS";

/// Reads the options of a process that is started with these arguments.
pub(crate) fn read(parsed: &mut Parsed, arguments: Vec<String>) -> Result<(), Mistake> {
    let asked = files_asked_for(&arguments);
    if let Some(path) = asked.as_ref().and_then(config_path) {
        let words = config_file::read(path)?;
        if environment::trusted(NODE_OPTIONS).is_none() {
            parsed.read_configured(words.environment)?;
        }
        parsed.read_configured(words.namespaced)?;
    }
    let variables = asked.as_ref().map_or(Ok(BTreeMap::new()), |asked| variables(asked.list("[env_files]")))?;
    let options = environment::trusted(NODE_OPTIONS).or_else(|| variables.get(NODE_OPTIONS).cloned());
    parsed.read_environment(&options.unwrap_or_default())?;
    parsed.read_arguments(arguments)?;
    keep_variables(parsed, variables);
    Ok(())
}

/// Reads the environment files that options name which have been read already.
pub(crate) fn read_env_files(parsed: &mut Parsed) -> Result<(), Mistake> {
    let variables = variables(parsed.list("[env_files]"))?;
    keep_variables(parsed, variables);
    Ok(())
}

/// The options that name files with further ones. What is wrong with the arguments is told when they are read in their turn.
fn files_asked_for(arguments: &[String]) -> Option<Parsed> {
    let names_file = |word: &String| {
        let word = word.replace('_', "-");
        ["--env-file", "--experimental-config-file", "--experimental-default-config-file"]
            .iter()
            .any(|option| word.starts_with(option))
    };
    arguments.iter().any(names_file).then(|| {
        let mut parsed = Parsed::defaults();
        let _ = parsed.read_arguments(arguments.to_vec());
        parsed
    })
}

fn config_path(asked: &Parsed) -> Option<&str> {
    let default = asked.flag("--experimental-default-config-file").then_some(config_file::DEFAULT);
    asked.text("--experimental-config-file").or(default)
}

/// The variables of files whose names are marked as having to be there (`!`) or not (`?`); of two that name one, the later counts.
fn variables(files: &[String]) -> Result<BTreeMap<String, String>, Mistake> {
    let mut variables = BTreeMap::new();
    for marked in files {
        let (mark, file) = marked.split_at(1);
        match std::fs::read(file) {
            Ok(text) => variables.extend(env_file::parse(&String::from_utf8_lossy(&text))),
            Err(error) if error.kind() == ErrorKind::NotFound && mark == "?" => {
                eprintln!("{file} not found. Continuing without it.");
            }
            Err(error) if error.kind() == ErrorKind::NotFound => {
                return Err(Mistake::Invalid(format!("{file}: not found")));
            }
            Err(_) => return Err(Mistake::Invalid(format!("{file}: invalid format"))),
        }
    }
    Ok(variables)
}

fn keep_variables(parsed: &mut Parsed, variables: BTreeMap<String, String>) {
    let words = variables.into_iter().flat_map(|(name, value)| [name, value]).collect();
    parsed.values.insert(ENV_VARIABLES, OptionValue::List(words));
}
