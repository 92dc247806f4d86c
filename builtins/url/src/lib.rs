//! `node:url`: URLs by the WHATWG standard, on the `url` crate, and the legacy parser.

mod parse;

runtime::builtin! {
    name: "url",
    ops: [
        parse::parse,
        parse::can_parse,
        parse::update,
        parse::domain_to_ascii,
        parse::domain_to_unicode,
        parse::to_ascii_lenient,
    ],
}
