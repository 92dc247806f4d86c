//! The command-line options: one table, and the parser that reads the command line and `NODE_OPTIONS` by it.
//!
//! What the table does not know goes to V8; what V8 does not know is an error.

use std::collections::BTreeMap;

use runtime::OptionValue;

use crate::table::{Kind, OPTIONS, Spec};

/// Exit code of a mistake on the command line, Node's "Invalid Argument".
pub(crate) const INVALID_ARGUMENT: u8 = 9;

/// Exit code of settings of the process that cannot be, Node's "Invalid Command Line Argument" of old.
const INVALID_SETTING: u8 = 12;
/// Exit code of a process that could not begin.
const NOT_STARTED: u8 = 1;

/// A command line taken apart.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Parsed {
    /// Every option of the table, by long name, defaults included.
    pub(crate) values: BTreeMap<&'static str, OptionValue>,
    /// Options for V8.
    pub(crate) v8_flags: Vec<String>,
    /// The options as given, `process.execArgv`.
    pub(crate) exec_argv: Vec<String>,
    /// Options that were given and the switches they need.
    needs: Vec<(&'static str, &'static str)>,
    /// The script and what follows.
    pub(crate) arguments: Vec<String>,
}

/// What is wrong with a command line. The process exits with 9.
#[derive(Debug, PartialEq)]
pub(crate) enum Mistake {
    /// No such option.
    Unknown(String),
    /// The option needs a value.
    NeedsArgument(String),
    /// The option takes no value.
    TakesNoArgument(String),
    /// The value is not a number.
    NotANumber(String),
    /// The option may not be given in `NODE_OPTIONS`.
    NotInEnvironment(String),
    /// An unclosed quote in `NODE_OPTIONS`.
    UnclosedQuote,
    /// A port where the inspector may not listen.
    InspectorPort,
    /// An option that Node had once.
    Removed,
    /// An option that means nothing without another.
    Needs(&'static str, &'static str),
    /// An option that takes a value cannot be switched off.
    CannotNegate(String),
    /// A value that is none of those the option has, or another mistake with words of its own.
    Invalid(String),
    /// A configuration file that cannot be used: what is wrong with it, its name, and what that makes it.
    Configuration { detail: String, file: String, verdict: &'static str },
    /// Two options that exclude each other.
    Conflict(&'static str),
    /// `--disable-proto` with another mode than delete or throw.
    ProtoMode,
    /// `--security-revert` of something that was never changed.
    UnknownRevert(String),
    /// An option asks for FIPS mode, whose provider no configuration of OpenSSL has brought in.
    NoFips(&'static str),
    /// A configuration of OpenSSL that it does not take.
    OpenSsl(ossl::config::Failure),
}

impl Mistake {
    /// The exit code that tells of it.
    pub(crate) fn exit_code(&self) -> u8 {
        match self {
            Self::ProtoMode | Self::UnknownRevert(_) => INVALID_SETTING,
            Self::NoFips(_) => NOT_STARTED,
            Self::OpenSsl(failure) => failure.exit_code,
            _ => INVALID_ARGUMENT,
        }
    }
}

impl std::fmt::Display for Mistake {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Unknown(option) => write!(f, "bad option: {option}"),
            Self::NeedsArgument(option) => write!(f, "{option} requires an argument"),
            Self::TakesNoArgument(option) => write!(f, "{option} does not take an argument"),
            Self::NotANumber(option) => write!(f, "{option} must be a number"),
            Self::NotInEnvironment(option) => write!(f, "{option} is not allowed in NODE_OPTIONS"),
            Self::UnclosedQuote => write!(f, "invalid value for NODE_OPTIONS (unterminated string)"),
            Self::InspectorPort => write!(f, "must be 0 or in range 1024 to 65535."),
            Self::Removed => write!(
                f,
                "[DEP0062]: `node --debug` and `node --debug-brk` are invalid. Please use `node --inspect` and `node --inspect-brk` instead."
            ),
            Self::Needs(option, switch) => write!(f, "{option} must be used with {switch}"),
            Self::CannotNegate(option) => {
                write!(f, "{option} is an invalid negation because it is not a boolean option")
            }
            Self::Invalid(text) => write!(f, "{text}"),
            Self::Configuration { file, verdict, .. } => write!(f, "{file}: {verdict}"),
            Self::Conflict(text) => write!(f, "{text}"),
            Self::NoFips(option) => write!(
                f,
                "{option} requires an active OpenSSL provider named \"fips\". FIPS mode is configured through OpenSSL; see https://nodejs.org/api/crypto.html#fips-mode"
            ),
            Self::OpenSsl(failure) => writeln!(f, "OpenSSL configuration error:\n{}", failure.report),
            Self::ProtoMode => write!(f, "invalid mode passed to --disable-proto"),
            Self::UnknownRevert(name) => write!(f, "Error: Attempt to revert an unknown CVE [{name}]"),
        }
    }
}

impl Parsed {
    /// Defaults only.
    pub(crate) fn defaults() -> Self {
        let values = OPTIONS.iter().map(|spec| (spec.name, spec.default())).collect();
        Self { values, ..Self::default() }
    }

    /// Reads `NODE_OPTIONS`; returns its words.
    pub(crate) fn read_environment(&mut self, text: &str) -> Result<Vec<String>, Mistake> {
        let all = split_words(text)?;
        let mut words = all.clone().into_iter().peekable();
        while let Some(word) = words.next() {
            let (name, value) = split_value(&word);
            match find(&name) {
                Some((spec, _)) if !spec.in_environment => return Err(Mistake::NotInEnvironment(name_as_given(&word))),
                Some((spec, on)) => self.take(spec, on, &name, value, &mut words)?,
                None if is_negated_value(&name) => return Err(Mistake::CannotNegate(name)),
                None if crate::table::is_v8_option(&word) => self.v8_flags.push(word),
                None => return Err(Mistake::NotInEnvironment(name_as_given(&word))),
            }
        }
        Ok(all)
    }

    /// Reads the options of a configuration file, whose names have been checked.
    pub(crate) fn read_configured(&mut self, words: Vec<String>) -> Result<(), Mistake> {
        for word in words {
            let (name, value) = split_value(&word);
            let Some((spec, on)) = find(&name) else { return Err(Mistake::Unknown(word)) };
            self.take(spec, on, &name, value, &mut Vec::new().into_iter().peekable())?;
        }
        Ok(())
    }

    /// Reads the command line after the program's name.
    pub(crate) fn read_arguments(&mut self, arguments: Vec<String>) -> Result<(), Mistake> {
        let mut words = arguments.into_iter().peekable();
        while let Some(word) = words.peek() {
            if word == "--" {
                self.exec_argv.extend(words.next());
                break;
            }
            if !word.starts_with('-') || word == "-" {
                break;
            }
            let Some(word) = words.next() else { break };
            self.exec_argv.push(word.clone());
            let (name, value) = split_value(&word);
            match find(&name) {
                Some((spec, on)) => {
                    let before = words.len();
                    let next = words.peek().cloned();
                    self.take(spec, on, &name, value, &mut words)?;
                    if words.len() < before {
                        self.exec_argv.extend(next);
                    }
                }
                None if matches!(&*name, "--debug" | "--debug-brk") => return Err(Mistake::Removed),
                None if is_negated_value(&name) => return Err(Mistake::CannotNegate(name)),
                None if word.starts_with("--") => self.v8_flags.push(word),
                None => return Err(Mistake::Unknown(word)),
            }
        }
        self.exec_argv.retain(|word| word != "--");
        self.arguments.extend(words);
        self.check()
    }

    fn take(
        &mut self,
        spec: &'static Spec,
        on: bool,
        name: &str,
        value: Option<String>,
        words: &mut std::iter::Peekable<std::vec::IntoIter<String>>,
    ) -> Result<(), Mistake> {
        match spec.name {
            "--print" => return self.take_print(value, words),
            "--experimental-config-file" if value.is_none() => return self.take_config_file(words),
            _ => {}
        }
        let value = match (spec.kind, value) {
            (Kind::Flag | Kind::V8Flag, Some(_)) => return Err(Mistake::TakesNoArgument(name.to_owned())),
            (Kind::Flag | Kind::FlagWithAddress, None) => {
                if spec.name == "--v8-options" {
                    // V8 prints them itself and ends the process.
                    self.v8_flags.push(String::from("--help"));
                }
                OptionValue::Flag(on)
            }
            (Kind::FlagWithAddress, Some(address)) => {
                check_port(&address)?;
                self.values.insert("--inspect-port", OptionValue::Text(address));
                OptionValue::Flag(on)
            }
            (Kind::V8Flag, None) => {
                self.v8_flags.push(name.to_owned());
                OptionValue::Flag(on)
            }
            (Kind::Text | Kind::Number | Kind::Integer | Kind::V8Number | Kind::List, None) if !on => spec.default(),
            (Kind::Text | Kind::Number | Kind::Integer | Kind::V8Number | Kind::List, None) => {
                let usable =
                    words.peek().is_some_and(|next| !next.starts_with('-') || next == "-" || spec.name == "--eval");
                let given = if usable { words.next() } else { None };
                let given = given.ok_or_else(|| Mistake::NeedsArgument(name.to_owned()))?;
                self.typed(spec, name, unescaped(given))?
            }
            (_, Some(text)) if text.is_empty() => return Err(Mistake::NeedsArgument(format!("{name}="))),
            (_, Some(text)) => self.typed(spec, name, text)?,
        };
        self.values.insert(spec.name, value);
        self.needs.extend(spec.needs.map(|switch| (spec.name, switch)));
        for (implied, flag) in spec.implies {
            self.values.insert(implied, OptionValue::Flag(*flag == on));
        }
        Ok(())
    }

    /// `-p` may stand with or without a script text of its own.
    fn take_print(
        &mut self,
        value: Option<String>,
        words: &mut std::iter::Peekable<std::vec::IntoIter<String>>,
    ) -> Result<(), Mistake> {
        self.values.insert("--print", OptionValue::Flag(true));
        let script = value.or_else(|| words.next_if(|next| !next.starts_with('-')));
        if let Some(script) = script {
            self.values.insert("--eval", OptionValue::Text(unescaped(script)));
            self.values.insert("[has_eval_string]", OptionValue::Flag(true));
        }
        Ok(())
    }

    /// `--experimental-config-file` may stand without a name.
    fn take_config_file(&mut self, words: &mut std::iter::Peekable<std::vec::IntoIter<String>>) -> Result<(), Mistake> {
        let named = words.next_if(|next| !next.starts_with('-'));
        let file = named.unwrap_or_else(|| crate::config_file::DEFAULT.to_owned());
        self.values.insert("--experimental-config-file", OptionValue::Text(file));
        Ok(())
    }

    fn typed(&mut self, spec: &Spec, name: &str, text: String) -> Result<OptionValue, Mistake> {
        match spec.kind {
            Kind::Number => Ok(OptionValue::Number(leading_number(&text))),
            Kind::Integer => Ok(OptionValue::Number(leading_integer(&text))),
            Kind::V8Number => {
                let number: i64 = text.parse().map_err(|_| Mistake::NotANumber(name.to_owned()))?;
                self.v8_flags.push(format!("{}={number}", spec.name));
                Ok(OptionValue::Number(number))
            }
            Kind::List => {
                let mut list = match self.values.get(spec.name) {
                    Some(OptionValue::List(list)) => list.clone(),
                    _ => Vec::new(),
                };
                self.note_env_file(spec.name, &text);
                list.push(text);
                Ok(OptionValue::List(list))
            }
            Kind::Text | Kind::Flag | Kind::V8Flag | Kind::FlagWithAddress => {
                if spec.name == "--inspect-port" {
                    check_port(&text)?;
                }
                if spec.name == "--eval" {
                    self.values.insert("[has_eval_string]", OptionValue::Flag(true));
                }
                Ok(OptionValue::Text(text))
            }
        }
    }

    /// The files of both options in their order, marked as having to be there (`!`) or not (`?`).
    fn note_env_file(&mut self, option: &str, file: &str) {
        let mark = match option {
            "--env-file" => '!',
            "--env-file-if-exists" => '?',
            _ => return,
        };
        if let Some(OptionValue::List(files)) = self.values.get_mut("[env_files]") {
            files.push(format!("{mark}{file}"));
        }
    }

    fn check(&self) -> Result<(), Mistake> {
        if let Some((option, switch)) = self.needs.iter().find(|(_, switch)| !self.flag(switch)) {
            return Err(Mistake::Needs(option, switch));
        }
        if self.flag("--check") && (self.flag("[has_eval_string]") || self.flag("--print")) {
            return Err(Mistake::Conflict("either --check or --eval can be used, not both"));
        }
        crate::rules::check(self)
    }

    /// The text of an option, if it is given.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        match self.values.get(name) {
            Some(OptionValue::Text(text)) if !text.is_empty() => Some(text),
            _ => None,
        }
    }

    /// The texts of an option that may be repeated.
    pub(crate) fn list(&self, name: &str) -> &[String] {
        match self.values.get(name) {
            Some(OptionValue::List(list)) => list,
            _ => &[],
        }
    }

    /// Whether a switch is on.
    pub(crate) fn flag(&self, name: &str) -> bool {
        self.values.get(name) == Some(&OptionValue::Flag(true))
    }
}

/// The number a text begins with, 0 for none, as Node reads numbers without a sign: one below 0 is the largest.
fn leading_number(text: &str) -> i64 {
    match leading_integer(text) {
        ..0 => i64::MAX,
        number => number,
    }
}

/// The number a text begins with, 0 for none, the largest for one that is larger still.
fn leading_integer(text: &str) -> i64 {
    let text = text.trim_start();
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let number = match unsigned.bytes().take_while(u8::is_ascii_digit).count() {
        0 => 0,
        digits => unsigned[..digits].parse().unwrap_or(i64::MAX),
    };
    if text.starts_with('-') { -number } else { number }
}

/// The port of the inspector's address, where there is one: 0 for any, or one that needs no privileges.
fn check_port(address: &str) -> Result<(), Mistake> {
    let port = match address.rsplit_once(':') {
        Some((_, port)) if !address.ends_with(']') => port,
        _ if address.starts_with(|first: char| first.is_ascii_digit()) && !address.contains('.') => address,
        _ => return Ok(()),
    };
    let usable = port.parse::<u16>().is_ok_and(|port| port == 0 || port >= 1024);
    if usable { Ok(()) } else { Err(Mistake::InspectorPort) }
}

/// `--a_b=c` as (`--a-b`, `c`). The value's own underscores stay.
fn split_value(word: &str) -> (String, Option<String>) {
    let (name, value) = match word.split_once('=') {
        Some((name, value)) if word.starts_with("--") => (name, Some(value.to_owned())),
        _ => (word, None),
    };
    let name = match name.strip_prefix("--") {
        Some(long) => format!("--{}", long.replace('_', "-")),
        None => name.to_owned(),
    };
    (name, value)
}

/// The name of the option that a word is.
pub(crate) fn name_of(word: &str) -> Option<&'static str> {
    find(&split_value(word).0).map(|(spec, _)| spec.name)
}

/// The option of a word, with the `=` that ends it where its value begins.
pub(crate) fn name_as_given(word: &str) -> String {
    let (name, value) = split_value(word);
    if value.is_some() { format!("{name}=") } else { name }
}

/// The option of a name, and whether it is switched on (`--no-x` switches off).
fn find(name: &str) -> Option<(&'static Spec, bool)> {
    let matching = |name: &str| OPTIONS.iter().find(|spec| spec.name == name || spec.aliases.contains(&name));
    if let Some(spec) = matching(name) {
        return Some((spec, true));
    }
    let positive = format!("--{}", name.strip_prefix("--no-")?);
    matching(&positive).filter(|spec| spec.kind == Kind::Flag).map(|spec| (spec, false))
}

/// Whether `--no-x` names an option `--x` that takes a value.
fn is_negated_value(name: &str) -> bool {
    let Some(positive) = name.strip_prefix("--no-").map(|rest| format!("--{rest}")) else { return false };
    OPTIONS
        .iter()
        .any(|spec| spec.name == positive && !matches!(spec.kind, Kind::Flag | Kind::V8Flag | Kind::FlagWithAddress))
}

/// A value that starts with a dash is given as `\-1`.
fn unescaped(value: String) -> String {
    match value.strip_prefix('\\') {
        Some(rest) if rest.starts_with('-') => rest.to_owned(),
        _ => value,
    }
}

/// Splits `NODE_OPTIONS` at blanks; double quotes group, a backslash escapes inside them.
pub(crate) fn split_words(text: &str) -> Result<Vec<String>, Mistake> {
    let (mut words, mut word, mut quoted, mut started) = (Vec::new(), String::new(), false, false);
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' if quoted => word.push(characters.next().ok_or(Mistake::UnclosedQuote)?),
            ' ' if !quoted => {
                if started {
                    words.push(std::mem::take(&mut word));
                }
                started = false;
            }
            '"' => {
                quoted = !quoted;
                started = true;
            }
            other => {
                word.push(other);
                started = true;
            }
        }
    }
    if quoted {
        return Err(Mistake::UnclosedQuote);
    }
    if started {
        words.push(word);
    }
    Ok(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(words: &[&str]) -> Result<Parsed, Mistake> {
        let mut parsed = Parsed::defaults();
        parsed.read_arguments(words.iter().map(|word| (*word).to_owned()).collect())?;
        Ok(parsed)
    }

    #[test]
    fn options_end_at_the_script() {
        let parsed = parse(&["--no-warnings", "a.js", "--no-deprecation"]).unwrap();
        assert_eq!(parsed.exec_argv, ["--no-warnings"]);
        assert_eq!(parsed.arguments, ["a.js", "--no-deprecation"]);
        assert!(!parsed.flag("--warnings") && !parsed.flag("--no-deprecation"));
    }

    #[test]
    fn values_stand_behind_a_sign_or_as_the_next_word() {
        for words in [&["--require", "a", "x.js"][..], &["-r", "a", "x.js"], &["--require=a", "x.js"]] {
            let parsed = parse(words).unwrap();
            assert_eq!(parsed.values["--require"], OptionValue::List(vec!["a".into()]));
            assert_eq!(parsed.arguments, ["x.js"]);
        }
    }

    #[test]
    fn mistakes_say_what_node_says() {
        assert_eq!(parse(&["-e"]).unwrap_err().to_string(), "-e requires an argument");
        assert_eq!(parse(&["-x"]).unwrap_err().to_string(), "bad option: -x");
        assert_eq!(
            parse(&["--cpu-prof-interval", "x"]).unwrap_err().to_string(),
            "--cpu-prof-interval must be used with --cpu-prof"
        );
        assert_eq!(parse(&["--warnings=1"]).unwrap_err().to_string(), "--warnings does not take an argument");
        let mut parsed = Parsed::defaults();
        assert_eq!(
            parsed.read_environment("--eval 1").unwrap_err().to_string(),
            "--eval is not allowed in NODE_OPTIONS"
        );
        assert_eq!(
            parsed.read_environment("--allow-natives-syntax").unwrap_err().to_string(),
            "--allow-natives-syntax is not allowed in NODE_OPTIONS"
        );
        assert!(parsed.read_environment("--no-expose-gc --max_old_space_size=100").is_ok());
        assert_eq!(
            parsed.read_environment("\"--x").unwrap_err().to_string(),
            "invalid value for NODE_OPTIONS (unterminated string)"
        );
    }

    #[test]
    fn modes_exclude_each_other_where_they_cannot_be_combined() {
        for (words, text) in [
            (&["--test", "--check"][..], "either --test or --check can be used, not both"),
            (&["--test", "-e", "1"], "either --test or --eval can be used, not both"),
            (&["--watch", "--check"], "either --watch or --check can be used, not both"),
            (&["--watch"], "--watch requires specifying a file"),
        ] {
            assert_eq!(parse(words).unwrap_err().to_string(), text);
        }
        assert!(parse(&["--watch", "--test"]).is_ok());
    }

    #[test]
    fn numbers_are_what_a_text_begins_with() {
        let vast = "99999999999999999999";
        for (text, number) in [
            ("5", 5),
            ("5us", 5),
            ("us", 0),
            (" 7", 7),
            ("+7", 7),
            ("-", 0),
            ("--2", 0),
            ("-2", i64::MAX),
            (vast, i64::MAX),
        ] {
            let parsed = parse(&["--cpu-prof", &format!("--cpu-prof-interval={text}")]).unwrap();
            assert_eq!(parsed.values["--cpu-prof-interval"], OptionValue::Number(number), "{text}");
        }
        for text in ["-15", &format!("-{vast}")] {
            let mistake = parse(&[&format!("--heapsnapshot-near-heap-limit={text}")]).unwrap_err();
            assert_eq!(mistake.to_string(), "--heapsnapshot-near-heap-limit must not be negative", "{text}");
        }
        assert!(parse(&["--heapsnapshot-near-heap-limit=--5"]).is_ok());
    }

    #[test]
    fn print_takes_its_script_or_that_of_eval() {
        let parsed = parse(&["-p", "1+1"]).unwrap();
        assert!(parsed.flag("--print"));
        assert_eq!(parsed.values["--eval"], OptionValue::Text("1+1".into()));
        let parsed = parse(&["-pe", "2"]).unwrap();
        assert_eq!(parsed.values["--eval"], OptionValue::Text("2".into()));
    }

    #[test]
    fn unknown_long_options_go_to_v8() {
        assert_eq!(parse(&["--stack-size=900", "x.js"]).unwrap().v8_flags, ["--stack-size=900"]);
    }

    #[test]
    fn node_options_are_words_with_quotes() {
        assert_eq!(split_words(r#" --a "b c" d"e f" "#).unwrap(), ["--a", "b c", "de f"]);
    }
}
