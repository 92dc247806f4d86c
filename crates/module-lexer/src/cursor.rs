//! Reading tokens one by one, with the steps that the patterns are made of.

use crate::token::{Kind, Token};

/// A place between two tokens. Copies are free, so a pattern that fails half-way is simply dropped.
#[derive(Clone, Copy)]
pub(crate) struct Cursor<'s> {
    source: &'s str,
    tokens: &'s [Token],
    at: usize,
}

impl<'s> Cursor<'s> {
    pub(crate) fn new(source: &'s str, tokens: &'s [Token]) -> Cursor<'s> {
        Cursor { source, tokens, at: 0 }
    }

    pub(crate) fn at_end(&self) -> bool {
        self.at >= self.tokens.len()
    }

    pub(crate) fn advance(&mut self) {
        self.at += 1;
    }

    fn token(&self) -> Option<Token> {
        self.tokens.get(self.at).copied()
    }

    fn text(&self, token: Token) -> &'s str {
        &self.source[token.start..token.end]
    }

    /// The word or punctuator ahead; empty at the end and before literals.
    pub(crate) fn ahead(&self) -> &'s str {
        match self.token() {
            Some(token) if matches!(token.kind, Kind::Word | Kind::Punctuator) => self.text(token),
            _ => "",
        }
    }

    /// Whether the word ahead is a property name, as in `x.word`.
    pub(crate) fn after_dot(&self) -> bool {
        let before = self.at.checked_sub(1).and_then(|at| self.tokens.get(at));
        before.is_some_and(|&token| matches!(self.text(token), "." | "?."))
    }

    /// Whether the token ahead lies outside all brackets.
    pub(crate) fn at_top_level(&self) -> bool {
        self.token().is_some_and(|token| token.top_level)
    }

    /// Takes the given tokens, which stand in `texts` separated by spaces, or none of them.
    pub(crate) fn eat(&mut self, texts: &str) -> bool {
        let mut ahead = *self;
        for text in texts.split(' ') {
            if ahead.ahead() != text {
                return false;
            }
            ahead.advance();
        }
        *self = ahead;
        true
    }

    /// [`Cursor::eat`] for use with `?`.
    pub(crate) fn expect(&mut self, texts: &str) -> Option<()> {
        self.eat(texts).then_some(())
    }

    /// Takes an identifier.
    pub(crate) fn identifier(&mut self) -> Option<&'s str> {
        let token = self.token().filter(|token| token.kind == Kind::Word)?;
        let text = self.text(token);
        if text.starts_with(|c: char| c.is_ascii_digit() || c == '#') || text.contains('\\') {
            return None;
        }
        self.advance();
        Some(text)
    }

    /// Takes a string literal and decodes it. `None` too if it is no well-formed Unicode.
    pub(crate) fn string(&mut self) -> Option<String> {
        let token = self.token().filter(|token| token.kind == Kind::String)?;
        let value = decode(&self.source[token.start + 1..token.end - 1])?;
        self.advance();
        Some(value)
    }
}

/// The value of a string literal from the text between its quotes.
fn decode(text: &str) -> Option<String> {
    if !text.contains('\\') {
        return Some(text.to_owned());
    }
    let mut units: Vec<u16> = Vec::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(char) = chars.next() {
        match char {
            '\\' => escape(&mut chars, &mut units)?,
            plain => push(&mut units, plain),
        }
    }
    String::from_utf16(&units).ok()
}

fn push(units: &mut Vec<u16>, char: char) {
    units.extend_from_slice(char.encode_utf16(&mut [0; 2]));
}

fn escape(chars: &mut std::str::Chars<'_>, units: &mut Vec<u16>) -> Option<()> {
    match chars.next()? {
        'n' => units.push(0x0A),
        't' => units.push(0x09),
        'r' => units.push(0x0D),
        'b' => units.push(0x08),
        'v' => units.push(0x0B),
        'f' => units.push(0x0C),
        '0' => units.push(0),
        '\r' if chars.as_str().starts_with('\n') => {
            chars.next();
        }
        '\r' | '\n' | '\u{2028}' | '\u{2029}' => {}
        'x' => units.push(u16::try_from(hexadecimal(chars, 2)?).ok()?),
        'u' if chars.as_str().starts_with('{') => {
            let (digits, rest) = chars.as_str()[1..].split_once('}')?;
            *chars = rest.chars();
            // Two escapes can spell the halves of one character.
            match u32::from_str_radix(digits, 16).ok()? {
                unit @ 0..=0xFFFF => units.push(unit as u16),
                point => push(units, char::from_u32(point)?),
            }
        }
        'u' => units.push(u16::try_from(hexadecimal(chars, 4)?).ok()?),
        plain => push(units, plain),
    }
    Some(())
}

fn hexadecimal(chars: &mut std::str::Chars<'_>, count: usize) -> Option<u32> {
    let digits = chars.as_str().get(..count)?;
    let value = u32::from_str_radix(digits, 16).ok()?;
    *chars = chars.as_str()[count..].chars();
    Some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decodes_strings() {
        assert_eq!(decode(r"a\x41\u0042\u{1F600}\ud83d\u{de00}\n\q\'").as_deref(), Some("aAB😀😀\nq'"));
        for malformed in [r"\ud83d", r"\x4", r"\u{110000}", r"\u{", "\\"] {
            assert_eq!(decode(malformed), None, "{malformed}");
        }
    }
}
