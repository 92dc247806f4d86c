//! `TextDecoder`: the encodings of the WHATWG Encoding Standard, from `encoding_rs`; UTF-8 that comes in one piece goes past them.

use std::cell::RefCell;

use encoding_rs::{Decoder, DecoderResult, Encoding, REPLACEMENT};
use runtime::engine::convert::string_too_long;
use runtime::engine::utf8::{from_utf8, from_utf8_lossy};
use runtime::{JsError, Slice, ToV8, class, op, v8};

/// The lower-case name of the encoding that `label` means; nothing for no encoding, or for one that decodes nothing.
#[op]
pub(crate) fn label(label: String) -> Option<String> {
    let encoding = Encoding::for_label(label.as_bytes()).filter(|encoding| *encoding != REPLACEMENT)?;
    Some(encoding.name().to_ascii_lowercase())
}

/// UTF-8 in one piece. Nothing when `is_fatal` and the bytes are malformed.
#[op]
pub(crate) fn decode_utf8<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    bytes: Slice<'s>,
    keeps_bom: bool,
    is_fatal: bool,
) -> Result<Option<v8::Local<'s, v8::String>>, JsError> {
    let bytes = if keeps_bom { &bytes } else { bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes) };
    if is_fatal { from_utf8(scope, bytes) } else { from_utf8_lossy(scope, bytes).map(Some) }
}

/// A decoder that keeps what a piece leaves unfinished.
pub(crate) struct StreamDecoder {
    encoding: &'static Encoding,
    keeps_bom: bool,
    is_fatal: bool,
    decoder: RefCell<Decoder>,
}

#[class]
impl StreamDecoder {
    #[constructor]
    fn new(name: String, keeps_bom: bool, is_fatal: bool) -> Result<StreamDecoder, JsError> {
        let encoding = Encoding::for_label(name.as_bytes())
            .ok_or_else(|| JsError::range_error(format!("no encoding is called {name}")))?;
        Ok(StreamDecoder { encoding, keeps_bom, is_fatal, decoder: RefCell::new(fresh(encoding, keeps_bom)) })
    }

    /// The text of one more piece; `is_last` ends the stream, and the next piece begins another. Nothing when the bytes are
    /// malformed and that is fatal.
    #[method]
    fn decode<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        bytes: Slice<'s>,
        is_last: bool,
    ) -> Result<v8::Local<'s, v8::Value>, JsError> {
        let text = self.piece(&bytes, is_last)?;
        if is_last || text.is_none() {
            self.decoder.replace(fresh(self.encoding, self.keeps_bom));
        }
        text.to_v8(scope)
    }

    fn piece(&self, bytes: &[u8], is_last: bool) -> Result<Option<String>, JsError> {
        let mut decoder = self.decoder.borrow_mut();
        let room = decoder.max_utf8_buffer_length(bytes.len()).ok_or_else(string_too_long)?;
        let mut text = String::with_capacity(room);
        if !self.is_fatal {
            let _ = decoder.decode_to_string(bytes, &mut text, is_last);
            return Ok(Some(text));
        }
        let (result, _) = decoder.decode_to_string_without_replacement(bytes, &mut text, is_last);
        Ok(matches!(result, DecoderResult::InputEmpty).then_some(text))
    }
}

fn fresh(encoding: &'static Encoding, keeps_bom: bool) -> Decoder {
    if keeps_bom { encoding.new_decoder_without_bom_handling() } else { encoding.new_decoder_with_bom_removal() }
}
