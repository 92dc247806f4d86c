//! Splits JavaScript into tokens, as coarsely as the patterns allow.
//!
//! The one hard question is whether `/` starts a regular expression. It is answered from the token before it: a value is divided, anything
//! else is followed by an expression. For `)` and `}` the token before the matching bracket decides what the bracket was.

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Identifier or keyword.
    Word,
    /// String literal in single or double quotes.
    String,
    /// Template, regular expression or number: a value no pattern looks into.
    Value,
    /// An operator or bracket.
    Punctuator,
}

/// A token and its place in the source, in bytes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Token {
    pub(crate) kind: Kind,
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// Whether no bracket is open around it.
    pub(crate) top_level: bool,
}

/// The tokens of `source` without comments, up to the first place that cannot be JavaScript.
pub(crate) fn tokens(source: &str) -> Vec<Token> {
    let mut scanner = Scanner::new(source);
    scanner.skip_hashbang();
    while scanner.scan().is_some() {}
    scanner.tokens
}

/// What a closing bracket closes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Bracket {
    /// The head of `if`, `while`, `for` or `with`, or a block: a statement follows.
    Statement,
    /// Anything that is a value once closed.
    Value,
    /// `${` of a template: the template goes on.
    Template,
}

struct Scanner<'s> {
    bytes: &'s [u8],
    at: usize,
    tokens: Vec<Token>,
    open: Vec<Bracket>,
    /// The bracket that the last token, a closing one, has closed.
    closed: Bracket,
}

impl<'s> Scanner<'s> {
    fn new(source: &'s str) -> Scanner<'s> {
        let bytes = source.as_bytes();
        Scanner { bytes, at: 0, tokens: Vec::with_capacity(bytes.len() / 5), open: Vec::new(), closed: Bracket::Value }
    }

    fn skip_hashbang(&mut self) {
        if self.bytes.starts_with(b"#!") {
            self.skip_line();
        }
    }

    /// Reads one token. `None` at the end or at a fault.
    fn scan(&mut self) -> Option<()> {
        self.skip_space()?;
        let start = self.at;
        match self.bytes[start] {
            b'"' | b'\'' => self.string(),
            b'`' => self.template(),
            b'0'..=b'9' => self.number(),
            b'.' if self.peek(1).is_some_and(|byte| byte.is_ascii_digit()) => self.number(),
            b'/' if self.expects_expression() => self.regular_expression(),
            byte if is_word(byte) => self.word(),
            b'}' if self.open.last() == Some(&Bracket::Template) => {
                self.open.pop();
                self.template()
            }
            _ => self.punctuator(),
        }
    }

    fn peek(&self, ahead: usize) -> Option<u8> {
        self.bytes.get(self.at + ahead).copied()
    }

    fn push(&mut self, kind: Kind, start: usize) -> Option<()> {
        self.tokens.push(Token { kind, start, end: self.at, top_level: self.open.is_empty() });
        Some(())
    }

    fn skip_line(&mut self) {
        let rest = &self.bytes[self.at..];
        self.at += rest.iter().position(|&byte| matches!(byte, b'\n' | b'\r')).unwrap_or(rest.len());
    }

    /// Skips white space and comments; `None` if nothing but them is left.
    fn skip_space(&mut self) -> Option<()> {
        loop {
            match (self.peek(0)?, self.peek(1)) {
                (b' ' | b'\t' | b'\n' | b'\r' | 0x0B | 0x0C, _) => self.at += 1,
                (b'/', Some(b'/')) => self.skip_line(),
                (b'/', Some(b'*')) => self.skip_comment()?,
                (0xC2, Some(0xA0)) => self.at += 2,
                (0xE2, Some(0x80)) if matches!(self.peek(2), Some(0xA8 | 0xA9)) => self.at += 3,
                (0xEF, Some(0xBB)) if self.peek(2) == Some(0xBF) => self.at += 3,
                _ => return Some(()),
            }
        }
    }

    fn skip_comment(&mut self) -> Option<()> {
        let rest = &self.bytes[self.at + 2..];
        self.at += rest.windows(2).position(|pair| pair == b"*/")? + 4;
        Some(())
    }

    fn word(&mut self) -> Option<()> {
        let start = self.at;
        while self.peek(0).is_some_and(is_word) {
            self.at += 1;
        }
        self.push(Kind::Word, start)
    }

    fn number(&mut self) -> Option<()> {
        let start = self.at;
        while let Some(byte) = self.peek(0) {
            let signed_exponent = matches!(byte, b'+' | b'-') && matches!(self.bytes[self.at - 1], b'e' | b'E');
            let hexadecimal = self.bytes[start..self.at].starts_with(b"0x");
            if !(is_word(byte) || byte == b'.' || signed_exponent && !hexadecimal && self.at > start) {
                break;
            }
            self.at += 1;
        }
        self.push(Kind::Value, start)
    }

    fn string(&mut self) -> Option<()> {
        let (start, quote) = (self.at, self.bytes[self.at]);
        self.at += 1;
        loop {
            match self.peek(0)? {
                b'\\' => self.at += if self.peek(1) == Some(b'\r') && self.peek(2) == Some(b'\n') { 3 } else { 2 },
                b'\n' | b'\r' => return None,
                byte => {
                    self.at += 1;
                    if byte == quote {
                        return self.push(Kind::String, start);
                    }
                }
            }
        }
    }

    /// The text of a template from its backtick, or from the `}` of a substitution, to the next substitution or its end.
    fn template(&mut self) -> Option<()> {
        let start = self.at;
        self.at += 1;
        loop {
            match (self.peek(0)?, self.peek(1)) {
                (b'`', _) => {
                    self.at += 1;
                    return self.push(Kind::Value, start);
                }
                (b'$', Some(b'{')) => {
                    self.at += 2;
                    self.open.push(Bracket::Template);
                    return self.push(Kind::Punctuator, start);
                }
                (b'\\', _) => self.at += 2,
                _ => self.at += 1,
            }
        }
    }

    fn regular_expression(&mut self) -> Option<()> {
        let start = self.at;
        let mut in_class = false;
        self.at += 1;
        loop {
            match self.peek(0)? {
                b'\\' => self.at += 1,
                b'[' => in_class = true,
                b']' => in_class = false,
                b'\n' | b'\r' => return None,
                b'/' if !in_class => break,
                _ => {}
            }
            self.at += 1;
        }
        self.at += 1;
        while self.peek(0).is_some_and(is_word) {
            self.at += 1;
        }
        self.push(Kind::Value, start)
    }

    fn punctuator(&mut self) -> Option<()> {
        let start = self.at;
        match self.bytes[start] {
            b'(' => self.open.push(self.parenthesis()),
            b'{' => self.open.push(self.brace()),
            b'[' => self.open.push(Bracket::Value),
            b')' | b'}' | b']' => self.closed = self.open.pop().unwrap_or(Bracket::Value),
            _ => {}
        }
        self.at += punctuator_length(&self.bytes[start..]);
        self.push(Kind::Punctuator, start)
    }

    fn text(&self, token: &Token) -> &'s [u8] {
        &self.bytes[token.start..token.end]
    }

    /// What the `(` at the cursor opens.
    fn parenthesis(&self) -> Bracket {
        match self.tokens.last().map(|token| self.text(token)) {
            Some(b"if" | b"while" | b"for" | b"with") => Bracket::Statement,
            _ => Bracket::Value,
        }
    }

    /// What the `{` at the cursor opens: a block, unless an expression is due there.
    fn brace(&self) -> Bracket {
        let Some(last) = self.tokens.last() else { return Bracket::Statement };
        match (last.kind, self.text(last)) {
            (Kind::Punctuator, b")" | b";" | b"{" | b"}" | b"=>") => Bracket::Statement,
            (Kind::Word, b"else" | b"do" | b"try" | b"finally") => Bracket::Statement,
            _ => Bracket::Value,
        }
    }

    /// Whether an expression, and so perhaps a regular expression, starts at the cursor.
    fn expects_expression(&self) -> bool {
        let Some(last) = self.tokens.last() else { return true };
        match last.kind {
            Kind::String | Kind::Value => false,
            Kind::Word => is_operator_word(self.text(last)) && !self.is_property(),
            Kind::Punctuator => match self.text(last) {
                b")" | b"}" => self.closed == Bracket::Statement,
                b"]" | b"++" | b"--" => false,
                _ => true,
            },
        }
    }

    /// Whether the last token is the name in `x.name`.
    fn is_property(&self) -> bool {
        let before = self.tokens.len().checked_sub(2).and_then(|at| self.tokens.get(at));
        before.is_some_and(|token| matches!(self.text(token), b"." | b"?."))
    }
}

/// Bytes of identifiers; every byte outside ASCII counts, white space having been skipped.
fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$' | b'#' | b'\\') || byte >= 0x80
}

fn is_operator_word(word: &[u8]) -> bool {
    matches!(
        word,
        b"return"
            | b"typeof"
            | b"case"
            | b"delete"
            | b"do"
            | b"else"
            | b"in"
            | b"instanceof"
            | b"new"
            | b"void"
            | b"throw"
            | b"yield"
            | b"await"
            | b"of"
    )
}

/// Length of the punctuator; those that no pattern and no rule above mentions count one byte.
fn punctuator_length(bytes: &[u8]) -> usize {
    const LONG: [&[u8]; 11] = [b"...", b"===", b"!==", b"=>", b"==", b"!=", b"&&", b"||", b"++", b"--", b"?."];
    LONG.iter().find(|long| bytes.starts_with(long)).map_or(1, |long| long.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(source: &str) -> Vec<&str> {
        tokens(source).iter().map(|token| &source[token.start..token.end]).collect()
    }

    #[test]
    fn tells_regular_expressions_from_divisions() {
        assert_eq!(texts("a / b / c"), ["a", "/", "b", "/", "c"]);
        assert_eq!(texts("x = /a[/]\\/b/g.test"), ["x", "=", "/a[/]\\/b/g", ".", "test"]);
        assert_eq!(texts("if (a) /b/"), ["if", "(", "a", ")", "/b/"]);
        assert_eq!(texts("(a) / b /c"), ["(", "a", ")", "/", "b", "/", "c"]);
        assert_eq!(texts("x.in / y"), ["x", ".", "in", "/", "y"]);
        assert_eq!(texts("function f() {} /x'/"), ["function", "f", "(", ")", "{", "}", "/x'/"]);
        assert_eq!(texts("a = {} / 'x'"), ["a", "=", "{", "}", "/", "'x'"]);
    }

    #[test]
    fn nests_templates() {
        assert_eq!(texts("`a${ {b:`c`} }d` / e"), ["`a${", "{", "b", ":", "`c`", "}", "}d`", "/", "e"]);
    }

    #[test]
    fn skips_what_is_no_code() {
        assert_eq!(texts("#!/x 'y\n// '\n/* \" */ a /* b"), ["a"]);
        assert_eq!(texts("'a\\\r\n\\'b' 1e+5.x \"open"), ["'a\\\r\n\\'b'", "1e+5.x"]);
    }
}
