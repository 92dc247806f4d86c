//! `node:url` and the URL globals, on the `url` and `urlpattern` crates.

mod parse;
mod pattern;

runtime::builtin! {
    name: "url",
    ops: [
        parse::parse,
        parse::can_parse,
        parse::update,
        parse::domain_to_ascii,
        parse::domain_to_unicode,
        pattern::compile_pattern,
        pattern::match_input,
    ],
}
