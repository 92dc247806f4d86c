//! The `"exports"` and `"imports"` fields of a package.
//!
//! Node documentation: PACKAGE_EXPORTS_RESOLVE, PACKAGE_IMPORTS_RESOLVE and PACKAGE_TARGET_RESOLVE in
//! <https://nodejs.org/api/esm.html#resolution-algorithm-specification>.

use package_json::Value;

use crate::{Deprecation, FileUrl, Host, Importer, Resolution, ResolveError, Resolver, Scope};

/// One lookup in the map of one package.
pub(crate) struct Lookup<'a> {
    pub(crate) scope: &'a Scope,
    /// Conditions that hold besides `default`.
    pub(crate) conditions: &'a [String],
    /// The importing module; `None` where Node's message leaves it out.
    pub(crate) importer: Option<&'a Importer>,
    /// `"imports"` rather than `"exports"`.
    pub(crate) internal: bool,
}

/// A target together with the key it stands under and what the key's `*` stands for.
#[derive(Clone, Copy)]
struct Match<'a> {
    key: &'a str,
    star: Option<&'a str>,
}

/// The outcome for one target. Only `Found` ends the search through an array or a map of conditions.
enum Target {
    Found(Resolution),
    /// An explicit `null`: the subpath is closed.
    Closed,
    /// No condition holds.
    Undefined,
}

const NUMERIC_KEYS: &str = "\"exports\" cannot contain numeric property keys.";
const MIXED_KEYS: &str = "\"exports\" cannot contain some keys starting with '.' and some not. The exports object must either be an \
                          object of package subpath keys or an object of main entry condition name keys only.";

impl<H: Host> Resolver<'_, H> {
    /// What `"exports"` of the scope names for `subpath` (`.` or `./x`).
    pub(crate) fn package_exports(
        &self,
        lookup: &Lookup<'_>,
        exports: &Value,
        subpath: &str,
    ) -> Result<Resolution, ResolveError> {
        let found = match lookup.is_main_sugar(exports)? {
            true if subpath == "." => self.target(lookup, exports, Match { key: ".", star: None })?,
            true => Target::Undefined,
            false => self.map_entry(lookup, exports, subpath)?,
        };
        match found {
            Target::Found(resolution) => Ok(resolution),
            Target::Closed | Target::Undefined => Err(lookup.not_exported(subpath)),
        }
    }

    /// What `"imports"` of the package of `importer` names for `specifier` (`#x`).
    pub(crate) fn package_imports(
        &self,
        specifier: &str,
        importer: &Importer,
        scope: Option<&Scope>,
        conditions: &[String],
    ) -> Result<Resolution, ResolveError> {
        if specifier == "#" || specifier.ends_with('/') {
            return Err(ResolveError::InvalidModuleSpecifier {
                specifier: specifier.to_owned(),
                reason: "is not a valid internal imports specifier name".to_owned(),
                base: Some(importer.display()),
            });
        }
        if let Some((scope, imports)) = scope.and_then(|scope| Some((scope, scope.package.imports.as_ref()?))) {
            let lookup = Lookup { scope, conditions, importer: Some(importer), internal: true };
            if let Target::Found(resolution) = self.map_entry(&lookup, imports, specifier)? {
                return Ok(resolution);
            }
        }
        Err(ResolveError::PackageImportNotDefined {
            specifier: specifier.to_owned(),
            package_json: scope
                .map(|scope| crate::path::join(crate::path::parent(&scope.package_json), "package.json")),
            base: Some(importer.display()),
        })
    }

    /// The exact entry of a map, else the entry of its most specific pattern.
    fn map_entry(&self, lookup: &Lookup<'_>, map: &Value, key: &str) -> Result<Target, ResolveError> {
        if let Some(target) = map.get(key).filter(|_| !key.contains('*') && !key.ends_with('/')) {
            return self.target(lookup, target, Match { key, star: None });
        }
        let Value::Object(entries) = map else { return Ok(Target::Undefined) };
        let mut best: Option<(&str, &Value, &str)> = None;
        for (pattern, target) in entries {
            let Some(star) = self.pattern_match(lookup, pattern, key) else { continue };
            if best.is_none_or(|(other, ..)| is_more_specific(pattern, other)) {
                best = Some((pattern, target, star));
            }
        }
        match best {
            Some((pattern, target, star)) => self.target(lookup, target, Match { key: pattern, star: Some(star) }),
            None => Ok(Target::Undefined),
        }
    }

    /// What the one `*` of `pattern` stands for in `key`, if the pattern covers it.
    fn pattern_match<'k>(&self, lookup: &Lookup<'_>, pattern: &str, key: &'k str) -> Option<&'k str> {
        let (head, tail) = pattern.split_once('*')?;
        let rest = key.strip_prefix(head)?;
        if key.ends_with('/') && !lookup.internal {
            self.warn_trailing_slash(lookup, key);
        }
        if tail.contains('*') || key.len() < pattern.len() {
            return None;
        }
        rest.strip_suffix(tail)
    }

    fn target(&self, lookup: &Lookup<'_>, target: &Value, at: Match<'_>) -> Result<Target, ResolveError> {
        match target {
            Value::String(text) => self.string_target(lookup, text, at),
            Value::Array(items) => self.first_target(lookup, items, at),
            Value::Object(entries) => self.conditional_target(lookup, entries, at),
            Value::Null => Ok(Target::Closed),
            Value::Scalar(text) => Err(lookup.invalid_target(at.key, text)),
        }
    }

    /// The first usable item of an array. Invalid items only count if nothing follows them.
    fn first_target(&self, lookup: &Lookup<'_>, items: &[Value], at: Match<'_>) -> Result<Target, ResolveError> {
        let mut last = Ok(if items.is_empty() { Target::Closed } else { Target::Undefined });
        for item in items {
            match self.target(lookup, item, at) {
                Ok(Target::Found(resolution)) => return Ok(Target::Found(resolution)),
                Ok(Target::Undefined) => {}
                Ok(Target::Closed) => last = Ok(Target::Closed),
                Err(error @ ResolveError::InvalidPackageTarget { .. }) => last = Err(error),
                Err(error) => return Err(error),
            }
        }
        last
    }

    fn conditional_target(
        &self,
        lookup: &Lookup<'_>,
        entries: &[(String, Value)],
        at: Match<'_>,
    ) -> Result<Target, ResolveError> {
        if entries.iter().any(|(key, _)| is_array_index(key)) {
            return Err(lookup.invalid_config(NUMERIC_KEYS));
        }
        for (condition, target) in entries {
            if condition == "default" || lookup.conditions.iter().any(|holding| holding == condition) {
                match self.target(lookup, target, at)? {
                    Target::Undefined => {}
                    decided => return Ok(decided),
                }
            }
        }
        Ok(Target::Undefined)
    }

    fn string_target(&self, lookup: &Lookup<'_>, target: &str, at: Match<'_>) -> Result<Target, ResolveError> {
        let Some(relative) = target.strip_prefix("./") else { return self.package_target(lookup, target, at) };
        match segments(relative) {
            Segments::Clean => {}
            Segments::DoubleSlash => self.warn_double_slash(lookup, target, at),
            Segments::Invalid => return Err(lookup.invalid_target(at.key, target)),
        }
        let base = FileUrl::from_path(&lookup.scope.package_json);
        let within = base.join(".").map(|directory| directory.to_string()).unwrap_or_default();
        let url = base.join(target).filter(|url| url.to_string().starts_with(&within));
        let url = url.ok_or_else(|| lookup.invalid_target(at.key, target))?;
        let Some(star) = at.star else { return Ok(Target::Found(Resolution::File(url))) };
        match segments(star) {
            Segments::Clean => {}
            Segments::DoubleSlash => self.warn_double_slash(lookup, &target.replace('*', star), at),
            Segments::Invalid => return Err(lookup.invalid_match(at.key, star)),
        }
        let filled = base.join(&target.replace('*', star)).ok_or_else(|| lookup.invalid_target(at.key, target))?;
        Ok(Target::Found(Resolution::File(filled)))
    }

    /// A target that is no path inside the package: `"imports"` may name other packages, by bare specifiers alone.
    fn package_target(&self, lookup: &Lookup<'_>, target: &str, at: Match<'_>) -> Result<Target, ResolveError> {
        if !lookup.internal || target.starts_with("../") || target.starts_with('/') || crate::esm::has_scheme(target) {
            return Err(lookup.invalid_target(at.key, target));
        }
        let specifier = at.star.map_or_else(|| target.to_owned(), |star| target.replace('*', star));
        let importer = Importer::from_path(&lookup.scope.package_json);
        self.package_resolve(&specifier, &importer, lookup.conditions).map(Target::Found)
    }

    fn warn_trailing_slash(&self, lookup: &Lookup<'_>, key: &str) {
        let message = format!(
            "Use of deprecated trailing slash pattern mapping \"{key}\" in the \"exports\" field module resolution of the package at \
             {}{}. Mapping specifiers ending in \"/\" is no longer supported.",
            lookup.scope.package_json,
            lookup.imported_from(),
        );
        let once = Some(format!("{} {key}", lookup.scope.package_json));
        self.host.deprecated(Deprecation { code: "DEP0155", message, once });
    }

    fn warn_double_slash(&self, lookup: &Lookup<'_>, target: &str, at: Match<'_>) {
        let request = at.star.map_or_else(|| at.key.to_owned(), |star| at.key.replace('*', star));
        // A match that ends in a slash has its own warning, DEP0155.
        if at.star.is_some() && request.ends_with('/') {
            return;
        }
        let matched = if request == at.key { String::new() } else { format!(" matched to \"{}\"", at.key) };
        let doubled = [target, &request].into_iter().any(|text| text.contains("//") || text.contains("\\\\"));
        let what = if doubled { "double slash" } else { "leading or trailing slash matching" };
        let message = format!(
            "Use of deprecated {what} resolving \"{target}\" for module request \"{request}\"{matched} in the \"{}\" field module \
             resolution of the package at {}{}.",
            lookup.field(),
            lookup.scope.package_json,
            lookup.imported_from(),
        );
        self.host.deprecated(Deprecation { code: "DEP0166", message, once: None });
    }
}

impl Lookup<'_> {
    fn field(&self) -> &'static str {
        if self.internal { "imports" } else { "exports" }
    }

    fn base(&self) -> Option<String> {
        self.importer.map(Importer::display)
    }

    fn imported_from(&self) -> String {
        self.base().map(|base| format!(" imported from {base}")).unwrap_or_default()
    }

    /// Whether the whole value is the target of `.`; an object is if its keys are conditions.
    fn is_main_sugar(&self, exports: &Value) -> Result<bool, ResolveError> {
        let Value::Object(entries) = exports else { return Ok(true) };
        let subpaths = entries.iter().filter(|(key, _)| key.starts_with('.')).count();
        match subpaths {
            0 => Ok(!entries.is_empty()),
            all if all == entries.len() => Ok(false),
            _ => Err(self.invalid_config(MIXED_KEYS)),
        }
    }

    fn not_exported(&self, subpath: &str) -> ResolveError {
        ResolveError::PackagePathNotExported {
            package_json: self.scope.package_json.clone(),
            subpath: subpath.to_owned(),
            base: self.base(),
        }
    }

    fn invalid_target(&self, key: &str, target: &str) -> ResolveError {
        ResolveError::InvalidPackageTarget {
            package_json: self.scope.package_json.clone(),
            key: key.to_owned(),
            target: target.to_owned(),
            internal: self.internal,
            base: self.base(),
        }
    }

    fn invalid_match(&self, pattern: &str, star: &str) -> ResolveError {
        let reason = format!(
            "request is not a valid match in pattern \"{pattern}\" for the \"{}\" resolution of {}",
            self.field(),
            self.scope.package_json
        );
        ResolveError::InvalidModuleSpecifier { specifier: pattern.replace('*', star), reason, base: self.base() }
    }

    fn invalid_config(&self, reason: &str) -> ResolveError {
        let importer = self.importer.map(|importer| importer.url.as_str());
        ResolveError::InvalidPackageConfig {
            path: self.scope.package_json.clone(),
            while_importing: importer.map(str::to_owned),
            reason: Some(reason.to_owned()),
            source: None,
        }
    }
}

enum Segments {
    Clean,
    /// An empty segment inside, which Node still follows.
    DoubleSlash,
    /// `.`, `..` or `node_modules`, perhaps percent-encoded.
    Invalid,
}

fn segments(path: &str) -> Segments {
    let mut state = Segments::Clean;
    let mut rest = path.split(['/', '\\']).peekable();
    while let Some(segment) = rest.next() {
        if is_reserved(segment) {
            return Segments::Invalid;
        }
        if segment.is_empty() && rest.peek().is_some() {
            state = Segments::DoubleSlash;
        }
    }
    state
}

fn is_reserved(segment: &str) -> bool {
    let plain = unescape_ascii(segment).to_ascii_lowercase();
    matches!(plain.as_str(), "." | ".." | "node_modules")
}

/// Decodes escapes of ASCII characters, the only ones that could spell a reserved segment.
fn unescape_ascii(segment: &str) -> String {
    let mut out = String::with_capacity(segment.len());
    let mut rest = segment;
    while let Some(at) = rest.find('%') {
        out.push_str(&rest[..at]);
        let code = rest.get(at + 1..at + 3).and_then(|digits| u8::from_str_radix(digits, 16).ok()).filter(u8::is_ascii);
        let taken = if code.is_some() { 3 } else { 1 };
        out.push(code.map_or('%', char::from));
        rest = &rest[at + taken..];
    }
    out + rest
}

/// Whether `a` wins over `b` (PATTERN_KEY_COMPARE): the longer prefix, then the longer key.
fn is_more_specific(a: &str, b: &str) -> bool {
    let prefix = |key: &str| key.find('*').map_or(key.len(), |at| at + 1);
    (prefix(a), a.len()) > (prefix(b), b.len())
}

fn is_array_index(key: &str) -> bool {
    key.parse::<u32>().is_ok_and(|number| number != u32::MAX && number.to_string() == key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_reserved_segments() {
        assert!(matches!(segments("a/b.js"), Segments::Clean));
        assert!(matches!(segments("a//b"), Segments::DoubleSlash));
        for path in ["../x", "a/%2e%2E/b", "node_modules/x", "a\\NODE_modules", "%6eode_modules", "a/."] {
            assert!(matches!(segments(path), Segments::Invalid), "{path}");
        }
    }

    #[test]
    fn orders_patterns() {
        assert!(is_more_specific("./a/b/*", "./a/*"));
        assert!(is_more_specific("./a/*.js", "./a/*"));
        assert!(!is_more_specific("./a/*", "./a/*"));
    }

    #[test]
    fn knows_array_indexes() {
        assert!(is_array_index("0") && is_array_index("12"));
        assert!(
            !is_array_index("01") && !is_array_index("-1") && !is_array_index("4294967295") && !is_array_index("x")
        );
    }
}
