//! `#[op]`: the function stays as it is; beside it, in the type namespace, stands a type of the same name that carries the declaration.

use proc_macro2::TokenStream;
use quote::quote;
use syn::parse::{Parse, ParseStream};
use syn::{Error, Expr, Ident, ItemFn, Result, Token};

use crate::fast::fast_entry;
use crate::signature::{Parameters, camel_case, finish};

/// What stands in the brackets: `fast`, or `blocking`, `request = EXPRESSION` and `permit = EXPRESSION`.
#[derive(Default)]
struct Attribute {
    blocking: bool,
    fast: bool,
    /// Asks the permission model, with the scope as `scope` and the arguments by reference under their names.
    permit: Option<Expr>,
    /// What a blocking op is called, with the arguments by reference under their names; otherwise what those of its builtin are called.
    request: Option<Expr>,
}

impl Parse for Attribute {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        let mut attribute = Attribute::default();
        while !input.is_empty() {
            let name: Ident = input.parse()?;
            match name.to_string().as_str() {
                "blocking" => attribute.blocking = true,
                "fast" => attribute.fast = true,
                "permit" => {
                    input.parse::<Token![=]>()?;
                    attribute.permit = Some(input.parse()?);
                }
                "request" => {
                    input.parse::<Token![=]>()?;
                    attribute.request = Some(input.parse()?);
                }
                other => return Err(Error::new_spanned(&name, format!("unknown kind of op `{other}`"))),
            }
            if !input.is_empty() {
                input.parse::<Token![,]>()?;
            }
        }
        Ok(attribute)
    }
}

pub(crate) fn expand(attribute: TokenStream, item: TokenStream) -> Result<TokenStream> {
    let Attribute { blocking, fast, permit, request } = syn::parse2(attribute)?;
    let function: ItemFn = syn::parse2(item)?;
    let parameters = Parameters::of(&function.sig);
    if blocking && parameters.needs_javascript() {
        return Err(Error::new_spanned(&function.sig, "a blocking op takes owned values only"));
    }
    if fast && (blocking || permit.is_some()) {
        return Err(Error::new_spanned(&function.sig, "a fast op neither blocks nor asks for permission"));
    }
    let body = if blocking {
        blocking_body(&function, &parameters, permit.as_ref(), request.as_ref())
    } else {
        plain_body(&function, &parameters, permit.as_ref())
    };
    let name = &function.sig.ident;
    let visibility = &function.vis;
    let js_name = camel_case(name);
    let length = parameters.count;
    let (fast_entry, fast) = if fast {
        let pass = parameters.pass();
        (fast_entry(&function.sig, &quote! { let _ = this; }, &quote! { #name(#pass) })?, quote! { Some(&FAST) })
    } else {
        (TokenStream::new(), quote! { None })
    };
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

            #fast_entry

            impl #name {
                /// The declaration for `runtime::builtin!`.
                pub const DECL: ::runtime::engine::OpDecl = ::runtime::engine::OpDecl {
                    name: #js_name,
                    callback: || ::runtime::v8::MapFnTo::map_fn_to(entry),
                    fast: #fast,
                    length: #length,
                };
            }
        };
    })
}

/// The statement that ends the op with `refused`, given the error as `error`, when the permission model forbids it.
fn permit_check(parameters: &Parameters, permit: Option<&Expr>, refused: &TokenStream) -> Option<TokenStream> {
    let permit = permit?;
    let names = parameters.names_in(permit);
    Some(quote! {
        let permitted = {
            #names
            #permit
        };
        if let Err(error) = permitted {
            #refused
        }
    })
}

fn plain_body(function: &ItemFn, parameters: &Parameters, permit: Option<&Expr>) -> TokenStream {
    let name = &function.sig.ident;
    let (bindings, pass, finish) = (parameters.bindings(), parameters.pass(), finish(&function.sig));
    let check = permit_check(parameters, permit, &quote! { return ::runtime::engine::error::throw(scope, error); });
    quote! {
        let _ = &args;
        #bindings
        #check
        let value = #name(#pass);
        #finish
    }
}

/// With a function after the declared arguments the work goes to the pool, otherwise it is done here and now.
fn blocking_body(
    function: &ItemFn,
    parameters: &Parameters,
    permit: Option<&Expr>,
    request: Option<&Expr>,
) -> TokenStream {
    let name = &function.sig.ident;
    let (bindings, pass, finish) = (parameters.bindings(), parameters.pass(), finish(&function.sig));
    let callback = parameters.count;
    let request = request.map_or_else(
        || quote! { crate::REQUEST },
        |request| {
            let names = parameters.names_in(request);
            quote! { { #names #request } }
        },
    );
    let check = permit_check(
        parameters,
        permit,
        &quote! { return ::runtime::refuse_blocking(scope, args.get(#callback), error); },
    );
    quote! {
        #bindings
        #check
        if let Ok(callback) = ::runtime::v8::Local::<::runtime::v8::Function>::try_from(args.get(#callback)) {
            let request: ::runtime::Request = #request;
            return ::runtime::blocking_op(scope, callback, request, move || #name(#pass));
        }
        ::runtime::note_synchronous_call(scope);
        let value = #name(#pass);
        #finish
    }
}
