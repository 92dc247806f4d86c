//! What a script's leading comments ask of whoever runs it.

use std::io;
use std::path::Path;

/// The options and services that a script names in its head.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Head {
    /// `// Flags: --expose-gc`: options for the runtime.
    pub(crate) flags: Vec<String>,
    /// `// Services: postgres redis`: servers it finds in its environment.
    pub(crate) services: Vec<String>,
}

impl Head {
    pub(crate) fn of(file: &Path) -> io::Result<Self> {
        Ok(Self::parse(&std::fs::read_to_string(file)?))
    }

    fn parse(text: &str) -> Self {
        let mut head = Self::default();
        for line in text.lines().map_while(|line| line.strip_prefix("//")) {
            if let Some(flags) = line.trim_start().strip_prefix("Flags:") {
                head.flags = words(flags);
            } else if let Some(services) = line.trim_start().strip_prefix("Services:") {
                head.services = words(services);
            }
        }
        head
    }
}

fn words(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_leading_comments_only() {
        let head =
            Head::parse("// About it.\n// Flags: --a --b\n// Services: redis\n'use strict';\n// Services: postgres\n");
        assert_eq!(head.flags, ["--a", "--b"]);
        assert_eq!(head.services, ["redis"]);
        assert_eq!(Head::parse("'use strict';\n// Flags: --a\n"), Head::default());
    }
}
