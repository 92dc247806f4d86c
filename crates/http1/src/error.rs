//! What can be wrong with a message, under the names Node gives it.

use std::fmt;

/// A message that cannot be read further.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Error {
    /// What is wrong.
    pub reason: Reason,
    /// How many bytes of the input given to the failing call were accepted before the offending one.
    pub offset: usize,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.reason.code(), self.reason.text())
    }
}

impl std::error::Error for Error {}

macro_rules! reasons {
    ($($name:ident = $code:literal, $text:literal;)*) => {
        /// The reason of an [`Error`]. Codes and texts are those of llhttp, which Node exposes as `error.code` and `error.reason`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Reason {
            $(#[doc = $text] $name,)*
        }

        impl Reason {
            /// The value of `error.code`, such as `HPE_INVALID_METHOD`.
            pub fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }

            /// The value of `error.reason`, such as `Invalid method encountered`.
            pub fn text(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }
        }
    };
}

reasons! {
    InvalidMethod = "HPE_INVALID_METHOD", "Invalid method encountered";
    SpaceAfterMethod = "HPE_INVALID_METHOD", "Expected space after method";
    TargetStart = "HPE_INVALID_URL", "Unexpected start char in url";
    TargetLf = "HPE_INVALID_URL", "Expected CRLF";
    TargetBlank = "HPE_INVALID_URL", "Invalid characters in url";
    TargetScheme = "HPE_INVALID_URL", "Unexpected char in url schema";
    TargetServer = "HPE_INVALID_URL", "Unexpected char in url server";
    TargetDoubleAt = "HPE_INVALID_URL", "Double @ in url";
    TargetPath = "HPE_INVALID_URL", "Invalid char in url path";
    TargetQuery = "HPE_INVALID_URL", "Invalid char in url query";
    TargetFragment = "HPE_INVALID_URL", "Invalid char in url fragment";
    Protocol = "HPE_INVALID_CONSTANT", "Expected HTTP/, RTSP/ or ICE/";
    MethodForHttp = "HPE_INVALID_CONSTANT", "Invalid method for HTTP/x.x request";
    MethodForRtsp = "HPE_INVALID_CONSTANT", "Invalid method for RTSP/x.x request";
    MethodForIce = "HPE_INVALID_CONSTANT", "Expected SOURCE method for ICE/x.x request";
    MajorVersion = "HPE_INVALID_VERSION", "Invalid major version";
    VersionDot = "HPE_INVALID_VERSION", "Expected dot";
    MinorVersion = "HPE_INVALID_VERSION", "Invalid minor version";
    Version = "HPE_INVALID_VERSION", "Invalid HTTP version";
    VersionEnd = "HPE_INVALID_VERSION", "Expected CRLF after version";
    VersionLf = "HPE_STRICT", "Expected CRLF after version";
    VersionSpace = "HPE_INVALID_VERSION", "Expected space after version";
    Preface = "HPE_INVALID_VERSION", "Expected HTTP/2 Connection Preface";
    H2Preface = "HPE_PAUSED_H2_UPGRADE", "Pause on PRI/Upgrade";
    StatusCode = "HPE_INVALID_STATUS", "Invalid status code";
    StatusEnd = "HPE_INVALID_STATUS", "Invalid response status";
    ResponseLineCr = "HPE_CR_EXPECTED", "Missing expected CR after response line";
    LfAfterCr = "HPE_STRICT", "Expected LF after CR";
    SpaceAfterStartLine = "HPE_UNEXPECTED_SPACE", "Unexpected space after start line";
    HeaderToken = "HPE_INVALID_HEADER_TOKEN", "Invalid header token";
    HeaderFieldByte = "HPE_INVALID_HEADER_TOKEN", "Invalid header field char";
    HeaderValueByte = "HPE_INVALID_HEADER_TOKEN", "Invalid header value char";
    FoldedHeader = "HPE_INVALID_HEADER_TOKEN", "Unexpected whitespace after header value";
    HeaderCr = "HPE_CR_EXPECTED", "Missing expected CR after header value";
    HeaderLf = "HPE_LF_EXPECTED", "Missing expected LF after header value";
    HeadersLf = "HPE_STRICT", "Expected LF after headers";
    HeaderOverflow = "HPE_HEADER_OVERFLOW", "Header overflow";
    LengthByte = "HPE_INVALID_CONTENT_LENGTH", "Invalid character in Content-Length";
    LengthEmpty = "HPE_INVALID_CONTENT_LENGTH", "Empty Content-Length";
    LengthOverflow = "HPE_INVALID_CONTENT_LENGTH", "Content-Length overflow";
    LengthDuplicate = "HPE_UNEXPECTED_CONTENT_LENGTH", "Duplicate Content-Length";
    LengthWithEncoding = "HPE_INVALID_CONTENT_LENGTH", "Content-Length can't be present with Transfer-Encoding";
    EncodingWithLength = "HPE_INVALID_TRANSFER_ENCODING", "Transfer-Encoding can't be present with Content-Length";
    EncodingAfterChunked = "HPE_INVALID_TRANSFER_ENCODING", "Invalid `Transfer-Encoding` header value";
    EncodingOfRequest = "HPE_INVALID_TRANSFER_ENCODING", "Request has invalid `Transfer-Encoding`";
    ChunkSizeByte = "HPE_INVALID_CHUNK_SIZE", "Invalid character in chunk size";
    ChunkSizeOverflow = "HPE_INVALID_CHUNK_SIZE", "Chunk size overflow";
    ChunkSizeCr = "HPE_CR_EXPECTED", "Missing expected CR after chunk size";
    ChunkSizeLf = "HPE_STRICT", "Expected LF after chunk size";
    ChunkDataCr = "HPE_CR_EXPECTED", "Missing expected CR after chunk data";
    ChunkDataLf = "HPE_STRICT", "Expected LF after chunk data";
    ExtensionByte = "HPE_STRICT", "Invalid character in chunk extensions";
    ExtensionName = "HPE_STRICT", "Invalid character in chunk extensions name";
    ExtensionNameCr = "HPE_CR_EXPECTED", "Missing expected CR after chunk extension name";
    ExtensionValue = "HPE_STRICT", "Invalid character in chunk extensions value";
    ExtensionValueCr = "HPE_CR_EXPECTED", "Missing expected CR after chunk extension value";
    ExtensionQuoted = "HPE_STRICT", "Invalid character in chunk extensions quoted value";
    ExtensionQuotedPair = "HPE_STRICT", "Invalid quoted-pair in chunk extensions quoted value";
    ExtensionAfterQuoted = "HPE_STRICT", "Invalid character in chunk extensions quote value";
    ExtensionOverflow = "HPE_CHUNK_EXTENSIONS_OVERFLOW", "Chunk extensions overflow";
    AfterClose = "HPE_CLOSED_CONNECTION", "Data after `Connection: close`";
    EarlyEnd = "HPE_INVALID_EOF_STATE", "Invalid EOF state";
}
