//! `#[op]`: the function stays as it is; beside it, in the type namespace, stands a type of the same name that carries the declaration.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Error, ItemFn, Result};

use crate::signature::{Parameters, camel_case, finish};

pub(crate) fn expand(attribute: TokenStream, item: TokenStream) -> Result<TokenStream> {
    let blocking = match attribute.to_string().as_str() {
        "" => false,
        "blocking" => true,
        other => return Err(Error::new_spanned(&attribute, format!("unknown kind of op `{other}`"))),
    };
    let function: ItemFn = syn::parse2(item)?;
    let parameters = Parameters::of(&function.sig);
    if blocking && parameters.needs_javascript() {
        return Err(Error::new_spanned(&function.sig, "a blocking op takes owned values only"));
    }
    let body = if blocking { blocking_body(&function, &parameters) } else { plain_body(&function, &parameters) };
    let name = &function.sig.ident;
    let visibility = &function.vis;
    let js_name = camel_case(name);
    let length = parameters.count;
    Ok(quote! {
        #function

        #[doc(hidden)]
        #[expect(non_camel_case_types, reason = "named like the function it declares")]
        #visibility struct #name {}

        const _: () = {
            fn entry<'s>(
                scope: &mut ::runtime::v8::PinScope<'s, '_>,
                args: ::runtime::v8::FunctionCallbackArguments<'s>,
                rv: ::runtime::v8::ReturnValue<'s, ::runtime::v8::Value>,
            ) {
                #body
            }

            impl #name {
                /// The declaration for `runtime::builtin!`.
                pub const DECL: ::runtime::engine::OpDecl = ::runtime::engine::OpDecl {
                    name: #js_name,
                    callback: || ::runtime::v8::MapFnTo::map_fn_to(entry),
                    length: #length,
                };
            }
        };
    })
}

fn plain_body(function: &ItemFn, parameters: &Parameters) -> TokenStream {
    let name = &function.sig.ident;
    let (bindings, pass, finish) = (parameters.bindings(), parameters.pass(), finish(&function.sig));
    quote! {
        let _ = &args;
        #bindings
        let value = #name(#pass);
        #finish
    }
}

/// With a function after the declared arguments the work goes to the pool, otherwise it is done here and now.
fn blocking_body(function: &ItemFn, parameters: &Parameters) -> TokenStream {
    let name = &function.sig.ident;
    let (bindings, pass, finish) = (parameters.bindings(), parameters.pass(), finish(&function.sig));
    let callback = parameters.count;
    let js_name = camel_case(name);
    quote! {
        #bindings
        if let Ok(callback) = ::runtime::v8::Local::<::runtime::v8::Function>::try_from(args.get(#callback)) {
            let origin = concat!(module_path!(), "::", #js_name);
            return ::runtime::blocking_op(scope, callback, origin, move || #name(#pass));
        }
        let value = #name(#pass);
        #finish
    }
}
