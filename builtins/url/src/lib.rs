//! `node:url` and the URL globals, on the `url` and `urlpattern` crates.

mod parse;
mod pattern;
mod plain;
mod standard;

runtime::builtin! {
    name: "url",
    ops: [
        parse::parse,
        parse::parse_href,
        parse::can_parse,
        parse::can_parse_with_base,
        parse::update,
        parse::domain_to_ascii,
        parse::domain_to_unicode,
        parse::name_to_ascii,
        pattern::compile_pattern,
        pattern::match_input,
    ],
}
