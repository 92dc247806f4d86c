//! What the values of options may be, besides their kind, and which options exclude each other.

use runtime::OptionValue;

use crate::options::{Mistake, Parsed};

/// Options that take one of a few words, and what is said of any other.
const WORDS: [(&str, &[&str], &str); 4] = [
    (
        "--unhandled-rejections",
        &["strict", "warn", "none", "throw", "warn-with-error-codes"],
        "invalid value for --unhandled-rejections",
    ),
    ("--trace-require-module", &["all", "no-node-modules"], "invalid value for --trace-require-module"),
    ("--use-largepages", &["off", "on", "silent"], "invalid value for --use-largepages"),
    (
        "--input-type",
        &["module", "commonjs", "module-typescript", "commonjs-typescript"],
        "--input-type must be \"module\",\"commonjs\", \"module-typescript\" or \"commonjs-typescript\"",
    ),
];

/// Options that exclude each other, in the order in which they are complained of.
const EXCLUSIVE: [(&str, &str, &str); 10] = [
    ("--test", "--check", "either --test or --check can be used, not both"),
    ("--test", "[has_eval_string]", "either --test or --eval can be used, not both"),
    ("--test", "--interactive", "either --test or --interactive can be used, not both"),
    ("--test", "--watch-path", "--watch-path cannot be used in combination with --test"),
    ("--watch", "--check", "either --watch or --check can be used, not both"),
    ("--watch", "[has_eval_string]", "either --watch or --eval can be used, not both"),
    ("--watch", "--interactive", "either --watch or --interactive can be used, not both"),
    ("--use-openssl-ca", "--use-bundled-ca", "either --use-openssl-ca or --use-bundled-ca can be used, not both"),
    ("--use-openssl-ca", "--use-system-ca", "either --use-openssl-ca or --use-system-ca can be used, not both"),
    ("--tls-min-v1.3", "--tls-max-v1.2", "either --tls-min-v1.3 or --tls-max-v1.2 can be used, not both"),
];

/// Options of Node's that are not built yet and whose silence would mislead, with what helps meanwhile.
const UNAVAILABLE: [(&str, &str); 1] = [("--trace-promises", NOT_BUILT)];

const SNAPSHOTS: &str = "--heapsnapshot-near-heap-limit";

const NOT_BUILT: &str = "is not available in this version of anode";

/// Checks a whole command line.
pub(crate) fn check(parsed: &Parsed) -> Result<(), Mistake> {
    check_exclusive(parsed)?;
    if let Some((option, hint)) = UNAVAILABLE.iter().find(|(option, _)| is_given(parsed, option)) {
        return Err(Mistake::Invalid(format!("{option} {hint}")));
    }
    for (name, words, complaint) in WORDS {
        if parsed.text(name).is_some_and(|word| !words.contains(&word)) {
            return Err(Mistake::Invalid(complaint.to_owned()));
        }
    }
    if matches!(parsed.values.get(SNAPSHOTS), Some(OptionValue::Number(..0))) {
        return Err(Mistake::Invalid(format!("{SNAPSHOTS} must not be negative")));
    }
    check_heap_percentage(parsed)?;
    check_secure_heap(parsed)?;
    if parsed.text("--disable-proto").is_some_and(|mode| !["delete", "throw"].contains(&mode)) {
        return Err(Mistake::ProtoMode);
    }
    match parsed.list("--security-revert").first() {
        Some(name) => Err(Mistake::UnknownRevert(name.clone())),
        None => Ok(()),
    }
}

fn check_exclusive(parsed: &Parsed) -> Result<(), Mistake> {
    let conflict = EXCLUSIVE.iter().find(|(one, other, _)| is_given(parsed, one) && is_given(parsed, other));
    if let Some((.., complaint)) = conflict {
        return Err(Mistake::Conflict(complaint));
    }
    let needs_file = parsed.flag("--watch") && !parsed.flag("--test") && parsed.arguments.is_empty();
    if needs_file { Err(Mistake::Conflict("--watch requires specifying a file")) } else { Ok(()) }
}

fn is_given(parsed: &Parsed, name: &str) -> bool {
    parsed.flag(name) || parsed.text(name).is_some() || !parsed.list(name).is_empty()
}

fn check_heap_percentage(parsed: &Parsed) -> Result<(), Mistake> {
    let Some(text) = parsed.text("--max-old-space-size-percentage") else { return Ok(()) };
    match heap_percentage(text) {
        Some(_) => Ok(()),
        None => Err(Mistake::Invalid(format!(
            "--max-old-space-size-percentage must be greater than 0 and up to 100. Got: {text}"
        ))),
    }
}

/// OpenSSL ends the process for a size that is no power of two. Without a number there is no secure heap, as in Node.
fn check_secure_heap(parsed: &Parsed) -> Result<(), Mistake> {
    let wrong = ["--secure-heap", "--secure-heap-min"]
        .into_iter()
        .filter(|name| parsed.text(name).and_then(|text| text.parse().ok()).is_some_and(|size| !is_heap_size(size)))
        .map(|name| format!("{name} must be a power of 2"));
    let complaints: Vec<_> = wrong.collect();
    if complaints.is_empty() { Ok(()) } else { Err(Mistake::Invalid(complaints.join("\n"))) }
}

fn is_heap_size(size: i64) -> bool {
    size == 0 || u32::try_from(size).is_ok_and(u32::is_power_of_two)
}

/// The share of the memory that JavaScript's heap may take, over 0 and up to 100.
pub(crate) fn heap_percentage(text: &str) -> Option<f64> {
    text.parse().ok().filter(|percentage| *percentage > 0.0 && *percentage <= 100.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn complaint(words: &[&str]) -> Option<String> {
        let mut parsed = Parsed::defaults();
        let outcome = parsed.read_arguments(words.iter().map(|word| (*word).to_owned()).collect());
        outcome.err().map(|mistake| mistake.to_string())
    }

    #[test]
    fn values_are_checked() {
        assert_eq!(complaint(&["--use-largepages=on"]), None);
        assert_eq!(complaint(&["--use-largepages=x"]).as_deref(), Some("invalid value for --use-largepages"));
        assert_eq!(complaint(&["--disable-proto=x"]).as_deref(), Some("invalid mode passed to --disable-proto"));
        assert!(complaint(&["--max-old-space-size-percentage=101"]).is_some_and(|text| text.ends_with("Got: 101")));
    }

    #[test]
    fn sizes_of_the_secure_heap() {
        for size in ["65536", "0", "none"] {
            assert_eq!(complaint(&[&format!("--secure-heap={size}")]), None);
        }
        for size in ["3", "-1", "99999999999"] {
            let text = complaint(&[&format!("--secure-heap={size}"), &format!("--secure-heap-min={size}")]);
            assert_eq!(
                text.as_deref(),
                Some("--secure-heap must be a power of 2\n--secure-heap-min must be a power of 2")
            );
        }
    }

    #[test]
    fn exclusive_switches() {
        assert!(complaint(&["--use-openssl-ca", "--use-bundled-ca"]).is_some());
        assert_eq!(complaint(&["--use-openssl-ca"]), None);
    }
}
