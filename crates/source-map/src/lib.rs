//! Reads version 3 source maps (ECMA-426): where a position of generated code comes from.
//!
//! Bytes in, positions out: finding the map of a file is the caller's business. Index maps with `sections` are flattened.

#![forbid(unsafe_code)]

mod vlq;

use serde::Deserialize;

/// One mapping. Lines and columns count from 0, columns in UTF-16 units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Mapping {
    /// Line in the generated code.
    pub generated_line: u32,
    /// Column in the generated code.
    pub generated_column: u32,
    /// Index into [`SourceMap::sources`]; `None` where the generated code has no source.
    pub source: Option<u32>,
    /// Line in the source.
    pub original_line: i32,
    /// Column in the source; negative in some maps that tools have written.
    pub original_column: i32,
    /// Index into [`SourceMap::names`].
    pub name: Option<u32>,
}

/// A decoded map.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SourceMap {
    /// URLs of the sources, `sourceRoot` put in front.
    pub sources: Vec<String>,
    /// Text of the sources, as far as the map carries it.
    pub contents: Vec<Option<String>>,
    /// Names before they were shortened.
    pub names: Vec<String>,
    /// The mappings, ordered by generated position.
    mappings: Vec<Mapping>,
}

/// Why a map could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Error {
    /// Not the JSON of a source map.
    Json(String),
    /// `mappings` holds a character that is not Base64, a number that does not end, or an index out of range.
    Mappings,
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Error::Json(message) => f.write_str(message),
            Error::Mappings => f.write_str("invalid mappings"),
        }
    }
}

impl std::error::Error for Error {}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[derive(Default)]
struct Raw {
    source_root: Option<String>,
    sources: Vec<Option<String>>,
    sources_content: Option<Vec<Option<String>>>,
    names: Vec<String>,
    mappings: String,
    sections: Option<Vec<Section>>,
}

#[derive(Deserialize)]
struct Section {
    offset: Offset,
    map: Raw,
}

#[derive(Deserialize, Clone, Copy, Default)]
struct Offset {
    line: u32,
    column: u32,
}

impl SourceMap {
    /// Parses the JSON text of a map, with or without the `)]}'` line that guards against inclusion as a script.
    pub fn parse(text: &[u8]) -> Result<SourceMap, Error> {
        let text = match text.starts_with(b")]}") {
            true => text.iter().position(|&byte| byte == b'\n').map_or(&[][..], |end| &text[end..]),
            false => text,
        };
        let raw: Raw = serde_json::from_slice(text).map_err(|error| Error::Json(error.to_string()))?;
        let mut map = SourceMap::default();
        map.append(raw, Offset::default())?;
        map.mappings.sort_by_key(position);
        Ok(map)
    }

    /// The last mapping at or before a position of the generated code.
    pub fn find(&self, line: u32, column: u32) -> Option<&Mapping> {
        let after = self.mappings.partition_point(|mapping| position(mapping) <= (line, column));
        self.mappings[..after].last()
    }

    fn append(&mut self, raw: Raw, offset: Offset) -> Result<(), Error> {
        if let Some(sections) = raw.sections {
            return sections.into_iter().try_for_each(|section| {
                let Offset { line, column } = section.offset;
                let column = if line == 0 { offset.column.saturating_add(column) } else { column };
                self.append(section.map, Offset { line: offset.line.saturating_add(line), column })
            });
        }
        let (first_source, first_name) = (self.sources.len() as u32, self.names.len() as u32);
        let mut contents = raw.sources_content.unwrap_or_default();
        contents.resize(raw.sources.len(), None);
        let root = raw.source_root.unwrap_or_default();
        self.sources.extend(raw.sources.into_iter().map(|source| rooted(&root, source.unwrap_or_default())));
        self.contents.extend(contents);
        self.names.extend(raw.names);
        for mut mapping in vlq::mappings(&raw.mappings)? {
            if mapping.generated_line == 0 {
                mapping.generated_column = mapping.generated_column.saturating_add(offset.column);
            }
            mapping.generated_line = mapping.generated_line.saturating_add(offset.line);
            mapping.source = checked(mapping.source, first_source, self.sources.len())?;
            mapping.name = checked(mapping.name, first_name, self.names.len())?;
            self.mappings.push(mapping);
        }
        Ok(())
    }
}

fn position(mapping: &Mapping) -> (u32, u32) {
    (mapping.generated_line, mapping.generated_column)
}

fn rooted(root: &str, source: String) -> String {
    match root.is_empty() || source.contains("://") || source.starts_with('/') {
        true => source,
        false => format!("{}/{source}", root.trim_end_matches('/')),
    }
}

fn checked(index: Option<u32>, first: u32, count: usize) -> Result<Option<u32>, Error> {
    let Some(index) = index else { return Ok(None) };
    let index = index.checked_add(first).ok_or(Error::Mappings)?;
    ((index as usize) < count).then_some(Some(index)).ok_or(Error::Mappings)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_positions() {
        let text = br#"{"version":3,"sourceRoot":"r","sources":["a.ts","/b.ts"],"sourcesContent":["x"],"names":["n"],"mappings":"AAAA,IAAIA;;ACCJ"}"#;
        let map = SourceMap::parse(text).unwrap();
        assert_eq!(map.sources, ["r/a.ts", "/b.ts"]);
        assert_eq!(map.contents, [Some("x".to_owned()), None]);
        let found = map.find(0, 9).unwrap();
        assert_eq!((found.source, found.original_line, found.original_column, found.name), (Some(0), 0, 4, Some(0)));
        let found = map.find(2, 0).unwrap();
        assert_eq!((found.source, found.original_line), (Some(1), 1));
        assert_eq!(SourceMap::default().find(0, 0), None);
    }

    #[test]
    fn flattens_sections() {
        let text = br#")]}'
            {"version":3,"sections":[{"offset":{"line":0,"column":5},"map":{"sources":["a"],"names":[],"mappings":"AAAA"}},
            {"offset":{"line":1,"column":2},"map":{"sources":["b"],"names":[],"mappings":"AAAA;AAAA"}}]}"#;
        let map = SourceMap::parse(text).unwrap();
        let places: Vec<_> = map.mappings.iter().map(|m| (m.generated_line, m.generated_column, m.source)).collect();
        assert_eq!(places, [(0, 5, Some(0)), (1, 2, Some(1)), (2, 0, Some(1))]);
    }

    #[test]
    fn refuses_what_is_no_map() {
        assert!(matches!(SourceMap::parse(b"1"), Err(Error::Json(_))));
        for mappings in ["A*", "g", "ACAA", "AAAAC", "AD", "ggggggggggggggggggggggggg"] {
            let text = format!(r#"{{"version":3,"sources":["a"],"names":[],"mappings":"{mappings}"}}"#);
            assert_eq!(SourceMap::parse(text.as_bytes()), Err(Error::Mappings), "{mappings}");
        }
    }
}
