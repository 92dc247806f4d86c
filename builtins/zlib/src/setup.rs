//! From the numbers of JavaScript to a codec.

use compression::zlib::{Format, Members};
use compression::{Codec, Failure, brotli, zlib, zstd};
use runtime::engine::{FromV8, JsError, v8};
use runtime::{Bytes, ToV8};

/// What JavaScript asks for: `{ kind, numbers, dictionary, pledgedSize, oneMember }`.
pub(crate) struct Setup {
    /// Node's number of the format.
    kind: i32,
    /// zlib: window, level, memory and strategy; the others: keys and values in turn.
    numbers: Vec<i32>,
    dictionary: Option<Vec<u8>>,
    pledged_size: Option<u64>,
    members: Members,
}

const BROTLI_DECODE: i32 = 8;
const BROTLI_ENCODE: i32 = 9;
const ZSTD_COMPRESS: i32 = 10;
const ZSTD_DECOMPRESS: i32 = 11;

impl<'s> FromV8<'s> for Setup {
    fn from_v8(scope: &mut v8::PinScope<'s, '_>, value: v8::Local<'s, v8::Value>) -> Result<Self, JsError> {
        let dictionary: Option<Bytes> = field(scope, value, "dictionary")?;
        let pledged_size: Option<f64> = field(scope, value, "pledgedSize")?;
        let one_member: bool = field(scope, value, "oneMember")?;
        Ok(Setup {
            kind: field(scope, value, "kind")?,
            numbers: field(scope, value, "numbers")?,
            dictionary: dictionary.map(|bytes| bytes.to_vec()),
            pledged_size: pledged_size.map(|size| size as u64),
            members: if one_member { Members::One } else { Members::Many },
        })
    }
}

fn field<'s, T: FromV8<'s>>(
    scope: &mut v8::PinScope<'s, '_>,
    object: v8::Local<'s, v8::Value>,
    name: &str,
) -> Result<T, JsError> {
    let object = v8::Local::<v8::Object>::from_v8(scope, object)?;
    let key = runtime::engine::string(scope, name);
    let value = object.get(scope, key.into()).unwrap_or_else(|| v8::undefined(scope).into());
    T::from_v8(scope, value)
}

impl Setup {
    /// The codec.
    pub(crate) fn codec(self) -> Result<Box<dyn Codec>, Failure> {
        Ok(match self.kind {
            BROTLI_ENCODE => Box::new(brotli::Encoder::new(self.brotli())?),
            BROTLI_DECODE => Box::new(brotli::Decoder::new(self.brotli())?),
            ZSTD_COMPRESS => Box::new(zstd::Encoder::new(self.zstd())?),
            ZSTD_DECOMPRESS => Box::new(zstd::Decoder::new(self.zstd())?),
            _ => Box::new(zlib::Zlib::new(self.zlib())?),
        })
    }

    fn pairs(&self) -> impl Iterator<Item = (i32, i32)> + '_ {
        self.numbers.chunks_exact(2).map(|pair| (pair[0], pair[1]))
    }

    fn brotli(self) -> brotli::Settings {
        let params = self.pairs().map(|(key, value)| (key, value as u32)).collect();
        brotli::Settings { params, dictionary: self.dictionary }
    }

    fn zstd(self) -> zstd::Settings {
        let params = self.pairs().collect();
        zstd::Settings { params, dictionary: self.dictionary, pledged_size: self.pledged_size }
    }

    fn zlib(self) -> zlib::Settings {
        let number = |index: usize| self.numbers.get(index).copied().unwrap_or_default();
        zlib::Settings {
            format: format(self.kind),
            window_bits: number(0),
            level: number(1),
            mem_level: number(2),
            strategy: number(3),
            dictionary: self.dictionary,
            members: self.members,
        }
    }
}

fn format(kind: i32) -> Format {
    match kind {
        1 => Format::Deflate,
        2 => Format::Inflate,
        3 => Format::Gzip,
        4 => Format::Gunzip,
        5 => Format::DeflateRaw,
        6 => Format::InflateRaw,
        _ => Format::Unzip,
    }
}

/// A failure as JavaScript takes it: `[message, errno, code]`.
pub(crate) struct FailureValue(pub(crate) Failure);

impl<'s> ToV8<'s> for FailureValue {
    fn to_v8(self, scope: &mut v8::PinScope<'s, '_>) -> Result<v8::Local<'s, v8::Value>, JsError> {
        (self.0.message, self.0.errno, self.0.code).to_v8(scope)
    }
}

/// The exception for settings that a library refuses.
pub(crate) fn refused(failure: Failure) -> JsError {
    JsError::error(failure.message).with_code("ERR_ZLIB_INITIALIZATION_FAILED")
}
