//! `util.parseEnv()`.

use runtime::op;

/// The variables of a `.env` text, as names and values.
#[op]
pub(crate) fn parse_env_file(content: String) -> Vec<(String, String)> {
    env_file::parse(&content).into_iter().collect()
}
