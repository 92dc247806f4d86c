//! Options of a session as JavaScript gives them: an object whose fields `js/internal/options.js` has checked.

use http2::{Config, Padding};
use runtime::engine::{convert::string, v8};

/// Reads the options; what is absent keeps its default.
pub(crate) fn config_of(scope: &mut v8::PinScope<'_, '_>, options: v8::Local<'_, v8::Object>) -> Config {
    let mut number = |name: &str| {
        let key = string(scope, name);
        options.get(scope, key.into()).filter(|value| value.is_number()).and_then(|value| value.number_value(scope))
    };
    let mut config = Config {
        max_deflate_table_size: number("maxDeflateDynamicTableSize").map(|value| value as u32),
        max_reserved_remote_streams: number("maxReservedRemoteStreams").map(|value| value as u32),
        max_send_header_block_length: number("maxSendHeaderBlockLength").map(|value| value as u32),
        max_settings: number("maxSettings").map(|value| value as u32),
        strict_whitespace: number("lenientWhitespace").is_none(),
        padding: padding_of(number("paddingStrategy")),
        ..Config::default()
    };
    if let Some(value) = number("peerMaxConcurrentStreams") {
        config.peer_max_concurrent_streams = Some(value as u32);
    }
    if let (Some(burst), Some(rate)) = (number("streamResetBurst"), number("streamResetRate")) {
        config.stream_reset_limit = Some((burst as u64, rate as u64));
    }
    if let Some(value) = number("maxHeaderListPairs") {
        config.max_header_pairs = value as usize;
    }
    if let Some(value) = number("maxSessionMemory") {
        config.max_memory = (value * 1e6) as usize;
    }
    if let Some(value) = number("maxSessionInvalidFrames") {
        config.max_invalid_frames = value as u32;
    }
    if let Some(value) = number("maxSessionRejectedStreams") {
        config.max_rejected_streams = value as u32;
    }
    config
}

fn padding_of(strategy: Option<f64>) -> Padding {
    match strategy.map(|strategy| strategy as u32) {
        Some(1) => Padding::Aligned,
        Some(2) => Padding::Max,
        _ => Padding::None,
    }
}
