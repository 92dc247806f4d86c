//! `anode --help`.

use std::fmt::Write as _;

use crate::table::{Kind, OPTIONS, Spec};

const HEAD: &str = "\
Usage: anode [options] [ script.js ] [arguments]
       anode [options] -e \"script\" [arguments]

Options:
  -                                  read the script from standard input (default
                                     unless standard input is a terminal)
  --                                 end of options
";

const TAIL: &str = "
Environment variables:
  NODE_DEBUG                         print debug messages of these core modules
  NODE_NO_WARNINGS                   1 silences warnings
  NODE_OPTIONS                       options as on the command line
  NODE_PATH                          folders for module lookup
  UV_THREADPOOL_SIZE                 threads for blocking work
";

/// The help text.
pub(crate) fn text() -> String {
    let mut out = String::from(HEAD);
    for spec in OPTIONS.iter().filter(|spec| !spec.help.is_empty()) {
        let names = names(spec);
        if names.len() <= 34 {
            let _ = writeln!(out, "  {names:<34} {}", spec.help);
        } else {
            let _ = writeln!(out, "  {names}\n  {:<34} {}", "", spec.help);
        }
    }
    out.push_str(TAIL);
    out
}

fn names(spec: &Spec) -> String {
    let shorts = spec.aliases.iter().filter(|alias| !alias.starts_with("--"));
    let long = if spec.on_by_default { spec.name.replacen("--", "--[no-]", 1) } else { spec.name.to_owned() };
    let value = match spec.kind {
        Kind::Flag | Kind::V8Flag => "",
        Kind::Text | Kind::List => "=...",
        Kind::Number | Kind::Integer | Kind::V8Number => "=N",
        Kind::FlagWithAddress => "[=ADDRESS]",
    };
    let mut names: Vec<String> = shorts.map(|short| (*short).to_owned()).collect();
    names.push(format!("{long}{value}"));
    names.join(", ")
}
