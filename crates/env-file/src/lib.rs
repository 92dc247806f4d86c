//! The `.env` format as Node reads it: `NAME=value` lines, quotes, comments. Pure: text in, variables out.

use std::collections::BTreeMap;

/// The variables of a file, sorted by name, as Node lists them; of two lines with one name the later counts.
pub fn parse(content: &str) -> BTreeMap<String, String> {
    let content = content.replace("\r\n", "\n");
    let mut variables = BTreeMap::new();
    let mut rest = content.as_str();
    while !rest.is_empty() {
        // An equals sign without a name before it is skipped.
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}' || c == '=');
        let Some((name, after)) = split_name(rest) else {
            rest = after_line(rest);
            continue;
        };
        let (value, next) = read_value(after);
        variables.insert(name.to_owned(), value);
        rest = next;
    }
    variables
}

/// The name, and what stands behind its equals sign; nothing for a comment or a line without one.
fn split_name(text: &str) -> Option<(&str, &str)> {
    let line = text.split('\n').next().filter(|line| !line.starts_with('#'))?;
    let equals = line.find('=')?;
    let name = without_export(&line[..equals]).trim_end_matches(is_blank);
    Some((name, text[equals + 1..].trim_start_matches(is_blank)))
}

/// `export NAME`, as shells write it; `export` alone is a name.
fn without_export(name: &str) -> &str {
    let rest = name.strip_prefix("export").filter(|rest| rest.starts_with(is_blank));
    rest.map(|rest| rest.trim_start_matches(is_blank)).filter(|rest| !rest.is_empty()).unwrap_or(name)
}

/// The value at the start of `text`, and what follows its line.
fn read_value(text: &str) -> (String, &str) {
    let quote = text.chars().next().filter(|first| matches!(first, '"' | '\'' | '`'));
    if let Some(quote) = quote
        && let Some((raw, after)) = text[1..].split_once(quote)
    {
        let value = if quote == '"' { raw.replace("\\n", "\n") } else { raw.to_owned() };
        return (value, after_line(after));
    }
    let line = text.split('\n').next().unwrap_or_default();
    // A quote that is not closed belongs to the value, and with it what looks like a comment.
    let value = if quote.is_some() { line } else { line.split('#').next().unwrap_or_default() };
    (value.trim().to_owned(), after_line(text))
}

fn after_line(text: &str) -> &str {
    text.split_once('\n').map_or("", |(_, rest)| rest)
}

fn is_blank(character: char) -> bool {
    matches!(character, ' ' | '\t')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_lines_quotes_and_comments() {
        let text = "A=1 # comment\nexport B=\"x\\ny\"\nC='#'\n\nnot a line\nD=\r\n = E = 2 \nF=\"open # no comment\nexport=3\nA=4";
        let expected = [
            ("A", "4"),
            ("B", "x\ny"),
            ("C", "#"),
            ("D", ""),
            ("E", "2"),
            ("F", "\"open # no comment"),
            ("export", "3"),
        ];
        let expected = expected.map(|(name, value)| (name.to_owned(), value.to_owned()));
        assert_eq!(parse(text).into_iter().collect::<Vec<_>>(), expected);
    }

    #[test]
    fn values_go_over_lines_in_quotes() {
        let values: Vec<String> = parse("A=`one\ntwo` rest\nB=3").into_values().collect();
        assert_eq!(values, ["one\ntwo", "3"]);
    }
}
