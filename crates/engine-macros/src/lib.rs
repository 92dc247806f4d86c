//! `#[op]` and `#[class]`. The generated code converts arguments with `FromV8`, calls the Rust function, and converts its value with
//! `ToV8` or throws its error; it refers to `::runtime`, the one crate every builtin depends on.

mod class;
mod fast;
mod op;
mod signature;

use proc_macro::TokenStream;

/// Makes a function an op. `#[op(blocking)]` also lets JavaScript pass a callback to run it on the thread pool, where it is
/// called what `request = EXPRESSION` or the builtin's `REQUEST` says; `#[op(fast)]` gives it
/// a second entry that optimised code calls directly, see `engine::fast` for what such an op may do.
#[proc_macro_attribute]
pub fn op(attribute: TokenStream, item: TokenStream) -> TokenStream {
    op::expand(attribute.into(), item.into()).unwrap_or_else(syn::Error::into_compile_error).into()
}

/// Makes the methods of an `impl` block a JavaScript class. `#[method(fast)]` is to methods what `#[op(fast)]` is to ops.
#[proc_macro_attribute]
pub fn class(attribute: TokenStream, item: TokenStream) -> TokenStream {
    class::expand(attribute.into(), item.into()).unwrap_or_else(syn::Error::into_compile_error).into()
}
