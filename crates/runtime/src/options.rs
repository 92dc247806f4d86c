//! What the command line decided, as the runtime and JavaScript read it.

use std::collections::BTreeMap;

use engine::{JsError, ToV8, v8};
use single_executable::Program;

/// The value of one command-line option.
#[derive(Clone, Debug, PartialEq)]
pub enum OptionValue {
    /// A switch.
    Flag(bool),
    /// A text.
    Text(String),
    /// A whole number.
    Number(i64),
    /// An option that may be repeated.
    List(Vec<String>),
}

impl<'s> ToV8<'s> for OptionValue {
    fn to_v8(self, scope: &mut v8::PinScope<'s, '_>) -> Result<v8::Local<'s, v8::Value>, JsError> {
        match self {
            Self::Flag(flag) => flag.to_v8(scope),
            Self::Text(text) => text.to_v8(scope),
            Self::Number(number) => number.to_v8(scope),
            Self::List(list) => list.to_v8(scope),
        }
    }
}

/// Makes the options of a program that the options of `base` start: with `exec_argv` as its command line, or those of `base` for none, and with
/// `environment` as its `NODE_OPTIONS`, or those of `base` for none. An error lists what may not be given.
pub type Derive =
    fn(base: &Options, exec_argv: Option<Vec<String>>, environment: Option<&str>) -> Result<Options, InvalidOptions>;

/// What [`Derive`] refuses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InvalidOptions {
    /// In `exec_argv`.
    Arguments(Vec<String>),
    /// In `NODE_OPTIONS`.
    Environment(Vec<String>),
}

/// The process as it was started.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// `process.execPath`.
    pub exec_path: String,
    /// `process.argv0`: the name the program was called by.
    pub argv0: String,
    /// Options before the script, `process.execArgv`.
    pub exec_argv: Vec<String>,
    /// The script, if any, and what follows it.
    pub arguments: Vec<String>,
    /// Every spelling of the options that `NODE_OPTIONS` may hold, `--no-` forms included.
    pub environment_flags: Vec<String>,
    /// Every option by its long name with its dashes (`--stack-trace-limit`), defaults included.
    pub values: BTreeMap<&'static str, OptionValue>,
    /// The options of programs on other threads; the command line knows how to read them.
    pub derive: Option<Derive>,
    /// The program that was packed into this executable, if one was.
    pub program: Option<&'static Program<'static>>,
}

impl Options {
    /// Whether a switch is on.
    pub fn flag(&self, name: &str) -> bool {
        matches!(self.values.get(name), Some(OptionValue::Flag(true)))
    }

    /// The number given to an option.
    pub fn number(&self, name: &str) -> Option<i64> {
        match self.values.get(name) {
            Some(OptionValue::Number(number)) => Some(*number),
            _ => None,
        }
    }

    /// The text given to an option.
    pub fn text(&self, name: &str) -> Option<&str> {
        match self.values.get(name) {
            Some(OptionValue::Text(text)) => Some(text),
            _ => None,
        }
    }
}
