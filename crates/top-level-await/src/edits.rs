//! Replacements of ranges of a text.

/// Replacements by where they begin, in bytes; those of one place in the order they were made.
#[derive(Debug, Default)]
pub(crate) struct Edits {
    edits: Vec<(u32, u32, String)>,
}

impl Edits {
    pub(crate) fn insert(&mut self, at: u32, text: impl Into<String>) {
        self.replace(at, at, text);
    }

    pub(crate) fn replace(&mut self, start: u32, end: u32, text: impl Into<String>) {
        self.edits.push((start, end, text.into()));
    }

    /// The source with all edits made; they do not overlap.
    pub(crate) fn apply(mut self, source: &str) -> String {
        self.edits.sort_by_key(|&(start, ..)| start);
        let mut out = String::with_capacity(source.len() + 64);
        let mut done = 0;
        for (start, end, text) in &self.edits {
            out.push_str(&source[done..*start as usize]);
            out.push_str(text);
            done = *end as usize;
        }
        out + &source[done..]
    }
}
