//! What a session is made with.

use std::ptr;

use nghttp2_sys as ng;

use crate::Error;

/// Which end of the connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Accepts requests.
    Server,
    /// Makes requests.
    Client,
}

/// How frames are padded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Padding {
    /// Not at all.
    #[default]
    None,
    /// To a multiple of eight bytes, the frame header included.
    Aligned,
    /// As much as a frame takes.
    Max,
}

/// Limits and ways of a session.
#[derive(Clone, Debug)]
pub struct Config {
    /// Largest dynamic table for compressing headers.
    pub max_deflate_table_size: Option<u32>,
    /// Streams the peer may have promised at once.
    pub max_reserved_remote_streams: Option<u32>,
    /// Largest header block to send, compressed.
    pub max_send_header_block_length: Option<u32>,
    /// Streams the peer is thought to allow until it says so.
    pub peer_max_concurrent_streams: Option<u32>,
    /// Entries of one SETTINGS frame.
    pub max_settings: Option<u32>,
    /// Resets of streams: how many at once, and how many a second.
    pub stream_reset_limit: Option<(u64, u64)>,
    /// Fields with white space around their values are refused (RFC 9113 section 8.2.1).
    pub strict_whitespace: bool,
    /// Padding of frames.
    pub padding: Padding,
    /// Fields of one header block.
    pub max_header_pairs: usize,
    /// Bytes of everything together.
    pub max_memory: usize,
    /// Frames against the protocol that are borne.
    pub max_invalid_frames: u32,
    /// Streams refused in a row that are borne.
    pub max_rejected_streams: u32,
}

impl Default for Config {
    fn default() -> Self {
        Config {
            max_deflate_table_size: None,
            max_reserved_remote_streams: None,
            max_send_header_block_length: None,
            peer_max_concurrent_streams: Some(100),
            max_settings: None,
            stream_reset_limit: None,
            strict_whitespace: true,
            padding: Padding::None,
            max_header_pairs: 128,
            max_memory: 10_000_000,
            max_invalid_frames: 1000,
            max_rejected_streams: 100,
        }
    }
}

/// nghttp2's options, freed with the value.
pub(crate) struct Options(*mut ng::nghttp2_option);

impl Options {
    pub(crate) fn new(config: &Config, role: Role) -> Result<Options, Error> {
        let mut raw = ptr::null_mut();
        // SAFETY: fills `raw` or fails.
        Error::check(unsafe { ng::nghttp2_option_new(&mut raw) })?;
        let options = Options(raw);
        options.apply(config, role);
        Ok(options)
    }

    pub(crate) fn raw(&self) -> *const ng::nghttp2_option {
        self.0
    }

    fn apply(&self, config: &Config, role: Role) {
        // SAFETY: `self.0` is a live option object; the setters copy their arguments.
        unsafe {
            ng::nghttp2_option_set_no_closed_streams(self.0, 1);
            ng::nghttp2_option_set_no_auto_window_update(self.0, 1);
            if role == Role::Client {
                ng::nghttp2_option_set_builtin_recv_extension_type(self.0, ng::NGHTTP2_ALTSVC as u8);
                ng::nghttp2_option_set_builtin_recv_extension_type(self.0, ng::NGHTTP2_ORIGIN as u8);
            }
            if let Some(value) = config.max_deflate_table_size {
                ng::nghttp2_option_set_max_deflate_dynamic_table_size(self.0, value as usize);
            }
            if let Some(value) = config.max_reserved_remote_streams {
                ng::nghttp2_option_set_max_reserved_remote_streams(self.0, value);
            }
            if let Some(value) = config.max_send_header_block_length {
                ng::nghttp2_option_set_max_send_header_block_length(self.0, value as usize);
            }
            if let Some(value) = config.peer_max_concurrent_streams {
                ng::nghttp2_option_set_peer_max_concurrent_streams(self.0, value);
            }
            if let Some(value) = config.max_settings {
                ng::nghttp2_option_set_max_settings(self.0, value as usize);
            }
            if let Some((burst, rate)) = config.stream_reset_limit {
                ng::nghttp2_option_set_stream_reset_rate_limit(self.0, burst, rate);
            }
            if !config.strict_whitespace {
                ng::nghttp2_option_set_no_rfc9113_leading_and_trailing_ws_validation(self.0, 1);
            }
        }
    }
}

impl Drop for Options {
    fn drop(&mut self) {
        // SAFETY: made by nghttp2_option_new and dropped once.
        unsafe { ng::nghttp2_option_del(self.0) };
    }
}
