//! Options from a configuration file (`--experimental-config-file`), as Node documents it: `nodeOptions`, and namespaces whose options belong
//! together.

use std::collections::HashSet;

use package_json::Value;
use runtime::sys;

use crate::options::Mistake;
use crate::table::{self, Kind, Spec};

/// Where options are looked for when no file is named.
pub(crate) const DEFAULT: &str = "node.config.json";

/// Options that do nothing and therefore are a mistake in a file.
const NO_OPS: [&str; 3] = ["--experimental-specifier-resolution", "--http-parser", "--node-memory-debug"];

/// A group of options. Each but the first is switched on by an option of its own, which naming the group implies.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Namespace {
    NodeOptions,
    Permission,
    Test,
    Watch,
}

impl Namespace {
    fn of(name: &str) -> Option<Self> {
        match name {
            "nodeOptions" => Some(Self::NodeOptions),
            "permission" => Some(Self::Permission),
            "test" => Some(Self::Test),
            "watch" => Some(Self::Watch),
            _ => None,
        }
    }

    fn has(self, spec: &Spec) -> bool {
        let starts = |prefixes: &[&str]| prefixes.iter().any(|prefix| spec.name.starts_with(prefix));
        match self {
            Self::NodeOptions => spec.in_environment,
            Self::Permission => starts(&["--allow-", "--permission"]),
            // The option about UDP is about no test of the program's.
            Self::Test => starts(&["--test", "--experimental-test-"]) && spec.name != "--test-udp-no-try-send",
            Self::Watch => starts(&["--watch"]),
        }
    }

    fn switch(self) -> Option<&'static str> {
        match self {
            Self::NodeOptions => None,
            Self::Permission => Some("--permission"),
            Self::Test => Some("--test"),
            Self::Watch => Some("--watch"),
        }
    }
}

/// The options that the file at `path` has.
pub(crate) fn read(path: &str) -> Result<Words, Mistake> {
    let refused = |detail: String, verdict| Mistake::Configuration { detail, file: path.to_owned(), verdict };
    let text = std::fs::read(path).map_err(|error| {
        let problem = sys::Error::from_io(&error, "open");
        refused(format!("Cannot read configuration from {path}: {}", problem.message()), "not found")
    })?;
    let invalid = |detail| refused(detail, "invalid content");
    let root = package_json::json(&text).map_err(|_| invalid(format!("Can't parse {path}")))?;
    let words = words_of(root, path).map_err(invalid)?;
    // Node passes them on as NODE_OPTIONS.
    if words.environment.iter().any(|word| word.contains([' ', '"'])) {
        let problem = "The number of NODE_OPTIONS doesn't match the number of flags in the config file";
        return Err(Mistake::Invalid(problem.to_owned()));
    }
    Ok(words)
}

/// Options as words of a command line.
#[derive(Default)]
pub(crate) struct Words {
    /// Those of `nodeOptions`, in whose place `NODE_OPTIONS` stands where the environment has it.
    pub(crate) environment: Vec<String>,
    /// Those of the other namespaces.
    pub(crate) namespaced: Vec<String>,
    defined: HashSet<&'static str>,
}

fn words_of(root: Value, path: &str) -> Result<Words, String> {
    let Value::Object(groups) = root else { return Err(format!("Root value unexpected not an object for {path}\n")) };
    let mut words = Words::default();
    for (name, group) in groups.into_iter().filter(|(name, _)| name != "$schema") {
        if name == "testRunner" {
            return Err("the \"testRunner\" namespace has been removed. Use \"test\" instead.".to_owned());
        }
        let namespace = Namespace::of(&name).ok_or_else(|| format!("Unknown namespace {name}"))?;
        let Value::Object(options) = group else {
            return Err(format!("\"{name}\" value unexpected for {path} (should be an object)"));
        };
        words.add(namespace, &name, options)?;
    }
    Ok(words)
}

impl Words {
    fn add(&mut self, namespace: Namespace, name: &str, options: Vec<(String, Value)>) -> Result<(), String> {
        let switch = namespace.switch().filter(|switch| !options.iter().any(|(option, _)| *option == switch[2..]));
        self.namespaced.extend(switch.map(str::to_owned));
        for (option, value) in options {
            let spec = spec_of(namespace, &option)
                .ok_or_else(|| format!("Unknown or not allowed option {option} for namespace {name}"))?;
            if !self.defined.insert(spec.name) {
                return Err(format!("Option {} is already defined", spec.name));
            }
            let words = words_for(spec, value)?;
            match namespace {
                Namespace::NodeOptions => self.environment.extend(words),
                _ => self.namespaced.extend(words),
            }
        }
        Ok(())
    }
}

fn spec_of(namespace: Namespace, option: &str) -> Option<&'static Spec> {
    table::OPTIONS.iter().find(|spec| spec.name.strip_prefix("--") == Some(option)).filter(|spec| {
        // V8's options have a complaint of their own.
        namespace.has(spec) || (namespace == Namespace::NodeOptions && is_v8_only(spec))
    })
}

/// Whether only V8 reads the option.
fn is_v8_only(spec: &Spec) -> bool {
    table::is_v8_option(spec.name) && spec.name != "--stack-trace-limit"
}

fn words_for(spec: &Spec, value: Value) -> Result<Vec<String>, String> {
    let name = spec.name;
    if is_v8_only(spec) {
        return Err(format!("V8 flag {name} is currently not supported"));
    }
    if NO_OPS.contains(&name) {
        return Err(format!("No-op flag {name} is currently not supported"));
    }
    let invalid = || format!("Invalid value for {name}");
    match (spec.kind, value) {
        (Kind::Flag | Kind::V8Flag | Kind::FlagWithAddress, Value::Scalar(value)) => match &*value {
            "true" => Ok(vec![name.to_owned()]),
            // One that an address may follow cannot be switched off, and is off.
            "false" if spec.kind == Kind::FlagWithAddress => Ok(Vec::new()),
            "false" => Ok(vec![format!("--no-{}", &name[2..])]),
            _ => Err(invalid()),
        },
        (Kind::Number | Kind::Integer | Kind::V8Number, Value::Scalar(value)) => {
            number(name, &value).ok_or_else(invalid)
        }
        (Kind::Text, Value::Scalar(value)) if name == "--inspect-port" => number(name, &value).ok_or_else(invalid),
        (Kind::Text, Value::String(value)) if name != "--inspect-port" => Ok(vec![format!("{name}={value}")]),
        (Kind::List, Value::String(value)) => Ok(vec![format!("{name}={value}")]),
        (Kind::List, Value::Array(items)) => {
            let item = |item: Value| item.into_string().map(|text| format!("{name}={text}"));
            items.into_iter().map(item).collect::<Option<_>>().ok_or_else(invalid)
        }
        _ => Err(invalid()),
    }
}

/// A whole number that is not below zero.
fn number(name: &str, value: &str) -> Option<Vec<String>> {
    value.parse::<u64>().ok().map(|number| vec![format!("{name}={number}")])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Result<Vec<String>, String> {
        let words = words_of(package_json::json(text.as_bytes()).unwrap(), "f")?;
        Ok([words.environment, words.namespaced].concat())
    }

    #[test]
    fn options_become_words() {
        let given = r#"{"$schema":"x","nodeOptions":{"warnings":false,"import":["a","b"],"max-http-header-size":9,"inspect-port":0}}"#;
        let expected = ["--no-warnings", "--import=a", "--import=b", "--max-http-header-size=9", "--inspect-port=0"];
        assert_eq!(words(given).unwrap(), expected);
    }

    #[test]
    fn a_namespace_switches_on_what_it_is_about() {
        assert_eq!(words(r#"{"test":{"test-concurrency":1}}"#).unwrap(), ["--test", "--test-concurrency=1"]);
        assert_eq!(words(r#"{"test":{"test":false}}"#).unwrap(), ["--no-test"]);
    }

    #[test]
    fn what_is_wrong_is_told() {
        for (text, complaint) in [
            ("[]", "Root value unexpected not an object for f\n"),
            (r#"{"x":{}}"#, "Unknown namespace x"),
            (r#"{"nodeOptions":1}"#, "\"nodeOptions\" value unexpected for f (should be an object)"),
            (r#"{"nodeOptions":{"eval":"1"}}"#, "Unknown or not allowed option eval for namespace nodeOptions"),
            (r#"{"nodeOptions":{"title":1}}"#, "Invalid value for --title"),
            (r#"{"nodeOptions":{"max-http-header-size":-1}}"#, "Invalid value for --max-http-header-size"),
            (r#"{"nodeOptions":{"expose-gc":true}}"#, "V8 flag --expose-gc is currently not supported"),
            (
                r#"{"nodeOptions":{"test-only":true},"test":{"test-only":true}}"#,
                "Option --test-only is already defined",
            ),
        ] {
            assert_eq!(words(text).unwrap_err(), complaint);
        }
    }
}
