//! The fields of `package.json` that module resolution reads.
//!
//! Node documentation: <https://nodejs.org/api/packages.html#nodejs-packagejson-field-definitions>. A field of the wrong type is
//! treated as absent, as Node does; only text that is not JSON, or is not an object, is an error. `exports` and `imports` keep the order of
//! their keys, because the first matching condition wins. Keys such as `__proto__` are data like any other: nothing here has a prototype.

#![forbid(unsafe_code)]

mod value;

pub use value::Value;

/// The module system that a package declares for its `.js` files (`"type"`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PackageType {
    /// No `"type"`, or a value Node does not know: the source text decides.
    #[default]
    None,
    /// `"type": "commonjs"`
    CommonJs,
    /// `"type": "module"`
    Module,
}

impl PackageType {
    /// The spelling of the field's value, `"none"` where it is absent.
    pub fn as_str(self) -> &'static str {
        match self {
            PackageType::None => "none",
            PackageType::CommonJs => "commonjs",
            PackageType::Module => "module",
        }
    }
}

/// One parsed `package.json`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PackageJson {
    /// `"name"`, for self references.
    pub name: Option<String>,
    /// `"main"`, the entry point when there is no `"exports"`.
    pub main: Option<String>,
    /// `"type"`
    pub module_type: PackageType,
    /// `"exports"`; `null` counts as absent.
    pub exports: Option<Value>,
    /// `"imports"`, always a [`Value::Object`].
    pub imports: Option<Value>,
}

/// The text is not a JSON object. Lines and columns count from 1; the column is in bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseError {
    /// Line of the offending character.
    pub line: usize,
    /// Column of the offending character.
    pub column: usize,
    /// What is wrong there.
    pub message: String,
}

impl std::fmt::Display for ParseError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for ParseError {}

/// Parses the bytes of a `package.json`. A leading byte order mark is skipped; of duplicate keys the last counts.
pub fn parse(text: &[u8]) -> Result<PackageJson, ParseError> {
    match json(text)? {
        Value::Object(entries) => Ok(entries.into_iter().fold(PackageJson::default(), with_field)),
        _ => Err(ParseError { line: 1, column: 1, message: "package.json must hold an object".to_owned() }),
    }
}

/// Any JSON text, as configuration files are. A leading byte order mark is skipped.
pub fn json(text: &[u8]) -> Result<Value, ParseError> {
    serde_json::from_slice(text.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(text)).map_err(parse_error)
}

/// The `"scripts"` of a `package.json`, in their order; `None` where there is no such object.
pub fn scripts(text: &[u8]) -> Result<Option<Vec<(String, Value)>>, ParseError> {
    let Value::Object(fields) = json(text)? else { return Ok(None) };
    Ok(fields.into_iter().find_map(|(key, value)| match value {
        Value::Object(scripts) if key == "scripts" => Some(scripts),
        _ => None,
    }))
}

fn parse_error(error: serde_json::Error) -> ParseError {
    ParseError { line: error.line(), column: error.column(), message: error.to_string() }
}

fn with_field(mut package: PackageJson, (key, value): (String, Value)) -> PackageJson {
    match key.as_str() {
        "name" => package.name = value.into_string(),
        "main" => package.main = value.into_string(),
        "type" => package.module_type = module_type(&value),
        "exports" => package.exports = Some(value).filter(|value| *value != Value::Null),
        "imports" => package.imports = Some(value).filter(|value| matches!(value, Value::Object(_))),
        _ => {}
    }
    package
}

fn module_type(value: &Value) -> PackageType {
    match value {
        Value::String(name) if name == "module" => PackageType::Module,
        Value::String(name) if name == "commonjs" => PackageType::CommonJs,
        _ => PackageType::None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_fields_of_resolution() {
        let package = parse(
            br##"{"name":"a","main":"m.js","type":"module","exports":"./x.js","imports":{"#a":"b"},"other":[1]}"##,
        )
        .unwrap();
        assert_eq!(package.name.as_deref(), Some("a"));
        assert_eq!(package.main.as_deref(), Some("m.js"));
        assert_eq!(package.module_type, PackageType::Module);
        assert_eq!(package.exports, Some(Value::String("./x.js".into())));
        assert!(matches!(package.imports, Some(Value::Object(ref entries)) if entries.len() == 1));
    }

    #[test]
    fn scripts_keep_their_order() {
        let found = scripts(br#"{"name":"a","scripts":{"z":"1","a":2}}"#).unwrap().unwrap();
        assert_eq!(found[0], ("z".to_owned(), Value::String("1".to_owned())));
        assert_eq!(found[1].0, "a");
        assert_eq!(scripts(br#"{"scripts":[]}"#).unwrap(), None);
        assert!(scripts(b"{").is_err());
    }

    #[test]
    fn wrong_types_count_as_absent() {
        let package = parse(br#"{"name":1,"main":{},"type":"esm","exports":null,"imports":[]}"#).unwrap();
        assert_eq!(package, PackageJson::default());
    }

    #[test]
    fn keeps_key_order_and_the_last_duplicate() {
        let package = parse(br#"{"exports":{"z":1,"a":"x","z":"y","__proto__":"p"}}"#).unwrap();
        let Some(Value::Object(entries)) = package.exports else { panic!("exports is an object") };
        let keys: Vec<&str> = entries.iter().map(|(key, _)| key.as_str()).collect();
        assert_eq!(keys, ["z", "a", "__proto__"]);
        assert_eq!(entries[0].1, Value::String("y".into()));
    }

    #[test]
    fn skips_a_byte_order_mark() {
        assert_eq!(parse(b"\xEF\xBB\xBF{\"name\":\"b\"}").unwrap().name.as_deref(), Some("b"));
    }

    #[test]
    fn errors_carry_their_place() {
        let error = parse(b"{\n  oops }").unwrap_err();
        assert_eq!((error.line, error.column), (2, 3));
        assert!(parse(b"").is_err());
        assert!(parse(b"[]").is_err());
        assert!(parse(b"{\"a\":\"\xff\"}").is_err());
        assert!(parse("[".repeat(100_000).as_bytes()).is_err());
    }
}
