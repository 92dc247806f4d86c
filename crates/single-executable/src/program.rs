//! What is packed, and its bytes.
//!
//! The blob is the magic, the version, then every field in the order of [`Program`]: texts and bytes as their length (u64, little endian) and what
//! they hold, lists as their length and their elements.

/// What a blob begins with; the last byte is the version of the layout.
const MAGIC: &[u8; 8] = b"ANODEAP\x02";

/// A packed program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Program<'a> {
    /// The name of the file it was, as stack traces show it.
    pub name: &'a str,
    /// The text.
    pub text: &'a str,
    /// What kind of module it is.
    pub format: Format,
    /// V8's code cache of the text; empty for none.
    pub code_cache: &'a [u8],
    /// The file of the startup snapshot that it is, in place of a text; empty for none.
    pub snapshot: &'a [u8],
    /// Whether it is told at the start that this is experimental.
    pub warns: bool,
    /// Options it starts with.
    pub exec_argv: Vec<&'a str>,
    /// Where further options come from.
    pub arguments_from: ArgumentsFrom,
    /// Its assets by key, in the order of their packing.
    pub assets: Vec<(&'a str, &'a [u8])>,
}

/// The kind of module that a program is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// CommonJS.
    Commonjs,
    /// An ES module.
    Module,
}

/// Where a packed program takes options for the runtime from, besides its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ArgumentsFrom {
    /// From nowhere.
    Nowhere,
    /// From `NODE_OPTIONS`.
    Environment,
    /// From `--node-options=` among its arguments.
    CommandLine,
}

/// Bytes that are no blob of this version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Malformed {
    /// Another beginning: no blob at all, or one of another runtime or version.
    Foreign,
    /// The bytes end within a field, or a field holds what it cannot.
    Damaged,
}

impl std::fmt::Display for Malformed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Foreign => "it was not packed by this version of anode",
            Self::Damaged => "it is damaged",
        })
    }
}

impl std::error::Error for Malformed {}

impl<'a> Program<'a> {
    /// The bytes of it.
    pub fn encode(&self) -> Vec<u8> {
        let mut blob = MAGIC.to_vec();
        put(&mut blob, self.name.as_bytes());
        put(&mut blob, self.text.as_bytes());
        blob.push(self.format.code());
        put(&mut blob, self.code_cache);
        put(&mut blob, self.snapshot);
        blob.push(u8::from(self.warns));
        put_length(&mut blob, self.exec_argv.len());
        self.exec_argv.iter().for_each(|word| put(&mut blob, word.as_bytes()));
        blob.push(self.arguments_from.code());
        put_length(&mut blob, self.assets.len());
        for (key, bytes) in &self.assets {
            put(&mut blob, key.as_bytes());
            put(&mut blob, bytes);
        }
        blob
    }

    /// The program that `blob` holds; its parts are borrowed from there. What follows it is not looked at.
    ///
    /// # Errors
    /// [`Malformed`] when the bytes are not what [`Program::encode`] gives.
    pub fn decode(blob: &'a [u8]) -> Result<Self, Malformed> {
        let mut rest = Reader(blob.strip_prefix(MAGIC).ok_or(Malformed::Foreign)?);
        rest.program().ok_or(Malformed::Damaged)
    }
}

impl Format {
    const ALL: [Self; 2] = [Self::Commonjs, Self::Module];

    const fn code(self) -> u8 {
        self as u8
    }
}

impl ArgumentsFrom {
    const ALL: [Self; 3] = [Self::Nowhere, Self::Environment, Self::CommandLine];

    const fn code(self) -> u8 {
        self as u8
    }
}

fn put(blob: &mut Vec<u8>, bytes: &[u8]) {
    put_length(blob, bytes.len());
    blob.extend_from_slice(bytes);
}

fn put_length(blob: &mut Vec<u8>, length: usize) {
    blob.extend_from_slice(&(length as u64).to_le_bytes());
}

/// What has not been read yet.
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn program(&mut self) -> Option<Program<'a>> {
        Some(Program {
            name: self.text()?,
            text: self.text()?,
            format: self.one_of(&Format::ALL)?,
            code_cache: self.bytes()?,
            snapshot: self.bytes()?,
            warns: self.one_of(&[false, true])?,
            exec_argv: self.list(Self::text)?,
            arguments_from: self.one_of(&ArgumentsFrom::ALL)?,
            assets: self.list(|reader| Some((reader.text()?, reader.bytes()?)))?,
        })
    }

    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    fn length(&mut self) -> Option<usize> {
        let bytes = self.take(8)?.try_into().ok()?;
        usize::try_from(u64::from_le_bytes(bytes)).ok()
    }

    fn bytes(&mut self) -> Option<&'a [u8]> {
        let length = self.length()?;
        self.take(length)
    }

    fn text(&mut self) -> Option<&'a str> {
        std::str::from_utf8(self.bytes()?).ok()
    }

    fn one_of<T: Copy>(&mut self, all: &[T]) -> Option<T> {
        let code = *self.take(1)?.first()?;
        all.get(usize::from(code)).copied()
    }

    /// A length that lies ends with the bytes, as every element takes some.
    fn list<T>(&mut self, element: impl Fn(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let length = self.length()?;
        (0..length).map(|_| element(self)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn program() -> Program<'static> {
        Program {
            name: "src/main.mjs",
            text: "console.log('é')",
            format: Format::Module,
            code_cache: &[1, 2, 3],
            snapshot: &[4, 5],
            warns: true,
            exec_argv: vec!["--no-warnings", ""],
            arguments_from: ArgumentsFrom::CommandLine,
            assets: vec![("a", b"one"), ("", b"")],
        }
    }

    #[test]
    fn what_is_packed_comes_out() {
        let blob = program().encode();
        assert_eq!(Program::decode(&blob), Ok(program()));
        let padded = [blob, vec![0; 100]].concat();
        assert_eq!(Program::decode(&padded), Ok(program()));
    }

    #[test]
    fn every_shorter_blob_is_damaged() {
        let blob = program().encode();
        for length in 0..blob.len() {
            let expected = if length < MAGIC.len() { Malformed::Foreign } else { Malformed::Damaged };
            assert_eq!(Program::decode(&blob[..length]), Err(expected), "{length}");
        }
    }

    #[test]
    fn every_changed_byte_is_survived() {
        let blob = program().encode();
        for index in 0..blob.len() {
            for bit in 0..8 {
                let mut changed = blob.clone();
                changed[index] ^= 1 << bit;
                let _ = Program::decode(&changed);
            }
        }
    }

    #[test]
    fn lengths_that_lie_take_no_memory() {
        let mut blob = program().encode();
        blob[MAGIC.len()..MAGIC.len() + 8].copy_from_slice(&u64::MAX.to_le_bytes());
        assert_eq!(Program::decode(&blob), Err(Malformed::Damaged));
    }
}
