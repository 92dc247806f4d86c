//! The functions and types of nghttp2's C interface, under their own names. `crates/http2` makes them safe.
#![allow(non_camel_case_types, non_upper_case_globals, rustdoc::bare_urls)]

// Not a module: generated text is not formatted.
include!("bindings.rs");
