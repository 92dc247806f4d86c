//! nghttp2's errors as values.

use std::ffi::CStr;

use nghttp2_sys as ng;

/// An error of nghttp2: its negative number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Error(pub i32);

impl Error {
    /// The stream exists no more.
    pub const STREAM_CLOSED: Error = Error(ng::NGHTTP2_ERR_STREAM_CLOSED);
    /// A header block or a frame that cannot be sent as asked.
    pub const INVALID_ARGUMENT: Error = Error(ng::NGHTTP2_ERR_INVALID_ARGUMENT);
    /// The peer broke the protocol.
    pub const PROTOCOL: Error = Error(ng::NGHTTP2_ERR_PROTO);
    /// The peer sent more than it may.
    pub const FLOW_CONTROL: Error = Error(ng::NGHTTP2_ERR_FLOW_CONTROL);
    /// No memory, or more than the session may have.
    pub const NO_MEMORY: Error = Error(ng::NGHTTP2_ERR_NOMEM);

    /// nghttp2's text.
    pub fn message(self) -> &'static str {
        // SAFETY: nghttp2_strerror gives a static, NUL-terminated string for every number.
        let text = unsafe { CStr::from_ptr(ng::nghttp2_strerror(self.0)) };
        text.to_str().unwrap_or("Unknown error")
    }

    /// Checks a result that carries errors as negative numbers.
    pub(crate) fn check(result: i32) -> Result<i32, Error> {
        if result < 0 { Err(Error(result)) } else { Ok(result) }
    }

    /// The error code of RFC 9113 section 7 that fits.
    pub fn code(self) -> Code {
        match self.0 {
            ng::NGHTTP2_ERR_STREAM_CLOSED => Code(ng::NGHTTP2_STREAM_CLOSED),
            ng::NGHTTP2_ERR_HEADER_COMP => Code(ng::NGHTTP2_COMPRESSION_ERROR),
            ng::NGHTTP2_ERR_FRAME_SIZE_ERROR => Code(ng::NGHTTP2_FRAME_SIZE_ERROR),
            ng::NGHTTP2_ERR_FLOW_CONTROL => Code(ng::NGHTTP2_FLOW_CONTROL_ERROR),
            ng::NGHTTP2_ERR_REFUSED_STREAM => Code(ng::NGHTTP2_REFUSED_STREAM),
            ng::NGHTTP2_ERR_PROTO | ng::NGHTTP2_ERR_HTTP_HEADER | ng::NGHTTP2_ERR_HTTP_MESSAGING => {
                Code(ng::NGHTTP2_PROTOCOL_ERROR)
            }
            _ => Code(ng::NGHTTP2_INTERNAL_ERROR),
        }
    }
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.message())
    }
}

impl std::error::Error for Error {}

/// An error code of RFC 9113 section 7.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Code(pub u32);

impl Code {
    /// Nothing is wrong.
    pub const NO_ERROR: Code = Code(ng::NGHTTP2_NO_ERROR);
    /// More came than the window allows, or the window grew beyond its limit.
    pub const FLOW_CONTROL: Code = Code(ng::NGHTTP2_FLOW_CONTROL_ERROR);
    /// The peer is asked to behave.
    pub const ENHANCE_YOUR_CALM: Code = Code(ng::NGHTTP2_ENHANCE_YOUR_CALM);
}
