//! The `.env` format as Node reads it: `NAME=value` lines, quotes, comments. Pure: text in, variables out.

use std::collections::BTreeMap;

/// The variables of a file, sorted by name, as Node lists them; of two lines with one name the later counts.
pub fn parse(content: &str) -> BTreeMap<String, String> {
    let content = content.replace("\r\n", "\n");
    let mut variables = BTreeMap::new();
    let mut rest = content.trim_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}');
    while !rest.is_empty() {
        // Behind these a comment begins in the first column only.
        if rest.starts_with(['\n', '#']) {
            rest = after_line(rest);
            continue;
        }
        let Some((name, after)) = split_name(rest) else {
            rest = after_line(rest).trim_start();
            continue;
        };
        if is_nothing(after) {
            variables.insert(name.to_owned(), String::new());
            rest = after;
        } else if name.is_empty() {
            // An equals sign without a name before it is skipped.
            rest = after.trim_start();
        } else {
            let (value, next) = read_value(after);
            variables.insert(name.to_owned(), value);
            rest = next.trim_start();
        }
    }
    variables
}

/// Whether a value is empty at first sight: blanks would have it looked for on the next lines.
fn is_nothing(after: &str) -> bool {
    after.is_empty() || after.starts_with('\n')
}

/// The name, and what stands behind its equals sign; nothing for a line without one.
fn split_name(text: &str) -> Option<(&str, &str)> {
    let line = text.split('\n').next()?;
    let equals = line.find('=')?;
    let (name, after) = (line[..equals].trim_matches(is_blank), &text[equals + 1..]);
    // Blanks behind the equals sign are skipped together with the line ends among them: an empty value wants no blank. Such a line
    // also keeps its `export`.
    if name.is_empty() || is_nothing(after) {
        return Some((name, after));
    }
    Some((without_export(name), after.trim_start_matches(|c| is_blank(c) || c == '\n')))
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
    let value = if quote.is_some() { line } else { line.split('#').next().unwrap_or_default().trim() };
    (value.to_owned(), after_line(text))
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
    fn blanks_behind_an_equals_sign_reach_into_the_next_line() {
        let read = |text| parse(text).into_iter().collect::<Vec<_>>();
        let owned =
            |pairs: &[(&str, &str)]| pairs.iter().map(|(a, b)| (a.to_string(), b.to_string())).collect::<Vec<_>>();
        assert_eq!(read("A=\nB=2"), owned(&[("A", ""), ("B", "2")]));
        assert_eq!(read("A= \n\nB=2\nC=4"), owned(&[("A", "B=2"), ("C", "4")]));
        assert_eq!(read("A= # c\nB=1"), owned(&[("A", ""), ("B", "1")]));
        assert_eq!(read("A=1\n=\nB=2"), owned(&[("", ""), ("A", "1"), ("B", "2")]));
        assert_eq!(read("export A=\nexport B= 1"), owned(&[("B", "1"), ("export A", "")]));
        assert_eq!(read("A='x \nB=1\n"), owned(&[("A", "'x "), ("B", "1")]));
        assert_eq!(read("A='x "), owned(&[("A", "'x")]));
        // Behind a comment the next begins in the first column only.
        assert_eq!(read("A=1\n\t#B=\n#C\n\t#D=1"), owned(&[("#D", "1"), ("A", "1")]));
        assert_eq!(read("=1\nB=2"), owned(&[("B", "2")]));
    }

    #[test]
    fn values_go_over_lines_in_quotes() {
        let values: Vec<String> = parse("A=`one\ntwo` rest\nB=3").into_values().collect();
        assert_eq!(values, ["one\ntwo", "3"]);
    }
}
