//! `node:string_decoder`. All JavaScript, on the encodings of `buffer`.

runtime::builtin! { name: "string_decoder" }
