//! Ranges to overwrite, and reading the text around them.

/// The overwriting of one range.
#[derive(Clone, Copy, Debug)]
struct Edit {
    start: usize,
    end: usize,
    /// Stands in place of the first blank.
    first: Option<char>,
    /// Stands in place of the last blank.
    last: Option<char>,
}

/// The ranges to overwrite, in bytes.
#[derive(Debug, Default)]
pub(crate) struct Edits {
    edits: Vec<Edit>,
}

impl Edits {
    pub(crate) fn blank(&mut self, start: usize, end: usize) {
        self.edits.push(Edit { start, end, first: None, last: None });
    }

    /// Blanks a range but for its first character, which becomes `first`.
    pub(crate) fn blank_with_first(&mut self, start: usize, end: usize, first: char) {
        self.edits.push(Edit { start, end, first: Some(first), last: None });
    }

    /// Blanks a range but for its last character, which becomes `last`.
    pub(crate) fn blank_with_last(&mut self, start: usize, end: usize, last: char) {
        self.edits.push(Edit { start, end, first: None, last: Some(last) });
    }

    /// The source with all edits made. Of two ranges that overlap the outer one counts.
    pub(crate) fn apply(mut self, source: &str) -> String {
        self.edits.sort_by_key(|edit| (edit.start, std::cmp::Reverse(edit.end)));
        let mut out = String::with_capacity(source.len());
        let mut done = 0;
        for edit in self.edits.iter().filter(|edit| edit.start < edit.end) {
            if edit.start < done {
                continue;
            }
            out.push_str(&source[done..edit.start]);
            edit.write(&source[edit.start..edit.end], &mut out);
            done = edit.end;
        }
        out + &source[done..]
    }
}

impl Edit {
    /// Line ends stay; any other character becomes as many spaces as it has UTF-16 units, in which columns are counted.
    fn write(&self, text: &str, out: &mut String) {
        let last_at = text.char_indices().next_back().map(|(at, _)| at);
        for (at, char) in text.char_indices() {
            match (char, self.first, self.last) {
                ('\n' | '\r' | '\u{2028}' | '\u{2029}', ..) => out.push(char),
                (_, Some(first), _) if at == 0 => out.push(first),
                (_, _, Some(last)) if Some(at) == last_at => out.push(last),
                _ => (0..char.len_utf16()).for_each(|_| out.push(' ')),
            }
        }
    }
}

/// The first position at or after `at` that is neither white space nor comment.
pub(crate) fn skip_trivia(source: &str, mut at: usize) -> usize {
    loop {
        let rest = &source[at..];
        let trimmed = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}');
        at += rest.len() - trimmed.len();
        if trimmed.starts_with("//") {
            at += trimmed.find(['\n', '\r', '\u{2028}', '\u{2029}']).unwrap_or(trimmed.len());
        } else if trimmed.starts_with("/*") {
            at += trimmed.find("*/").map_or(trimmed.len(), |end| end + 2);
        } else {
            return at;
        }
    }
}

/// Whether what follows `at` would continue an expression that ends there, were there no semicolon.
pub(crate) fn would_continue(source: &str, at: usize) -> bool {
    source[skip_trivia(source, at)..].starts_with(['(', '[', '`', '+', '-', '*', '/', ',', '.', '<', '?'])
}

/// The identifier or keyword at `at`.
pub(crate) fn word_at(source: &str, at: usize) -> &str {
    let rest = &source[at..];
    &rest[..rest.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '$'))).unwrap_or(rest.len())]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_lines_and_columns() {
        let mut edits = Edits::default();
        edits.blank(1, "a: 'é😀\n'".len());
        edits.blank(2, 3);
        assert_eq!(edits.apply("a: 'é😀\n'b"), "a      \n b");
    }

    #[test]
    fn skips_comments() {
        assert_eq!(skip_trivia("  // x\n /* y */ z", 0), 16);
        assert_eq!(skip_trivia("/* open", 0), 7);
        assert_eq!(word_at("abstract class", 0), "abstract");
    }
}
