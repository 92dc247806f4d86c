//! The second entry of an op or method marked `fast`: a C function that optimised code calls, see `engine::fast`.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{Error, GenericArgument, PathArguments, Result, ReturnType, Signature, Type};

use crate::signature::{Parameters, returns_result};

/// A `static` named `FAST` with the entry that ends in `call`, given the arguments as `a0`, `a1` … after the statements of `receiver`.
pub(crate) fn fast_entry(signature: &Signature, receiver: &TokenStream, call: &TokenStream) -> Result<TokenStream> {
    let parameters = Parameters::of(signature);
    if parameters.needs_javascript() {
        return Err(Error::new_spanned(
            signature,
            "a fast op has no scope, no receiver and no other arguments than its own",
        ));
    }
    let types: Vec<_> = parameters.types().collect();
    let raw: Vec<_> = (0..types.len()).map(|index| format_ident!("raw{index}")).collect();
    let values: Vec<_> = (0..types.len()).map(|index| format_ident!("a{index}")).collect();
    let value = value_type(signature)?;
    let finish = if returns_result(signature) {
        quote! {
            match value {
                Ok(value) => ::runtime::engine::fast::ToFast::to_fast(value),
                Err(error) => ::runtime::engine::fast::throw(options, ::runtime::OpError::from(error)),
            }
        }
    } else {
        quote! { ::runtime::engine::fast::ToFast::to_fast(value) }
    };
    let generics = &signature.generics;
    Ok(quote! {
        extern "C" fn fast #generics(
            this: ::runtime::v8::Local<'_, ::runtime::v8::Object>,
            #(#raw: <#types as ::runtime::engine::fast::FromFast>::Raw,)*
            options: &::runtime::v8::fast_api::FastApiCallbackOptions<'_>,
        ) -> <#value as ::runtime::engine::fast::ToFast>::Raw {
            #receiver
            #(
                let #values = match <#types as ::runtime::engine::fast::FromFast>::from_fast(#raw, options) {
                    Ok(value) => value,
                    Err(error) => return ::runtime::engine::fast::throw(options, error),
                };
            )*
            let value = #call;
            #finish
        }

        static SIGNATURE: ::runtime::engine::fast::FastSignature = ::runtime::engine::fast::FastSignature::new(
            <#value as ::runtime::engine::fast::ToFast>::TYPE,
            &[
                ::runtime::v8::fast_api::Type::V8Value.as_info(),
                #(<#types as ::runtime::engine::fast::FromFast>::TYPE.as_info(),)*
                ::runtime::v8::fast_api::Type::CallbackOptions.as_info(),
            ],
        );
        static FAST: ::runtime::engine::fast::FastEntry =
            ::runtime::engine::fast::FastEntry::new(fast as *const ::std::ffi::c_void, &SIGNATURE);
    })
}

/// What the function returns when it succeeds.
fn value_type(signature: &Signature) -> Result<Type> {
    let ReturnType::Type(_, ty) = &signature.output else { return Ok(syn::parse_quote! { () }) };
    if !returns_result(signature) {
        return Ok((**ty).clone());
    }
    let arguments = match &**ty {
        Type::Path(path) => path.path.segments.last().map(|last| &last.arguments),
        _ => None,
    };
    match arguments {
        Some(PathArguments::AngleBracketed(list)) => match list.args.first() {
            Some(GenericArgument::Type(value)) => Ok(value.clone()),
            _ => Err(Error::new_spanned(ty, "expected Result<T, …>")),
        },
        _ => Err(Error::new_spanned(ty, "expected Result<T, …>")),
    }
}
