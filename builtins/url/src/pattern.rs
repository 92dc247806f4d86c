//! URL patterns: the crate turns a pattern into one ECMAScript regular expression a component, which JavaScript runs.

use runtime::{JsError, op};
use url::Url;
use urlpattern::quirks::{self, EcmaRegexp, StringOrInit, UrlPatternComponent};
use urlpattern::{RegexSyntax, UrlPatternInit, UrlPatternOptions};

/// Pattern text, regular expression, names of its groups.
type Component = (String, String, Vec<String>);

/// Protocol, username, password, hostname, port, pathname, search, hash, base URL; a missing one is left open.
type Parts = Vec<Option<String>>;

fn invalid() -> JsError {
    JsError::type_error("Failed to construct URLPattern").with_code("ERR_INVALID_URL_PATTERN")
}

/// The eight components of the pattern `text` (or `parts`), and whether any has a group with a regular expression.
#[op]
pub(crate) fn compile_pattern(
    text: Option<String>,
    parts: Option<Parts>,
    base: Option<String>,
    ignore_case: bool,
) -> Result<(Vec<Component>, bool), JsError> {
    let init = match (text, parts) {
        (Some(text), _) => {
            let base = base.map(|base| Url::parse(&base)).transpose().map_err(|_| invalid())?;
            UrlPatternInit::parse_constructor_string::<EcmaRegexp>(&text, base).map_err(|_| invalid())?
        }
        (None, parts) => {
            let init = StringOrInit::Init(init_of(parts.unwrap_or_default()));
            quirks::process_construct_pattern_input(init, base.as_deref()).map_err(|_| invalid())?
        }
    };
    let options = UrlPatternOptions { regex_syntax: RegexSyntax::EcmaScript, ignore_case };
    let pattern = quirks::parse_pattern::<EcmaRegexp>(init, options).map_err(|_| invalid())?;
    let components = [
        pattern.protocol,
        pattern.username,
        pattern.password,
        pattern.hostname,
        pattern.port,
        pattern.pathname,
        pattern.search,
        pattern.hash,
    ];
    Ok((components.into_iter().map(component).collect(), pattern.has_regexp_groups))
}

/// The eight parts of an input to match; nothing when it is not a URL and so matches no pattern.
#[op]
pub(crate) fn match_input(text: Option<String>, parts: Option<Parts>, base: Option<String>) -> Option<Vec<String>> {
    let input = match text {
        Some(text) => StringOrInit::String(text.into()),
        None => StringOrInit::Init(init_of(parts?)),
    };
    let (input, _) = quirks::process_match_input(input, base.as_deref()).ok()??;
    let parts = quirks::parse_match_input(input)?;
    Some(vec![
        parts.protocol,
        parts.username,
        parts.password,
        parts.hostname,
        parts.port,
        parts.pathname,
        parts.search,
        parts.hash,
    ])
}

fn component(component: UrlPatternComponent) -> Component {
    (component.pattern_string, component.regexp_string, component.group_name_list)
}

fn init_of(parts: Parts) -> quirks::UrlPatternInit {
    let mut parts = parts.into_iter();
    let mut next = || parts.next().flatten();
    quirks::UrlPatternInit {
        protocol: next(),
        username: next(),
        password: next(),
        hostname: next(),
        port: next(),
        pathname: next(),
        search: next(),
        hash: next(),
        base_url: next(),
    }
}
