//! `#[class]` on an `impl` block: `#[constructor]`, `#[method]` and `#[getter]` functions become the JavaScript class.
//! `#[class(name = "TCP")]` names it otherwise than the type.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{Attribute, Error, Ident, ImplItem, ImplItemFn, ItemImpl, LitStr, Meta, Result, Type};

use crate::fast::fast_entry;
use crate::signature::{Parameters, camel_case, finish, returns_result};

#[derive(PartialEq)]
enum Role {
    Constructor,
    Method,
    Getter,
}

pub(crate) fn expand(attribute: TokenStream, item: TokenStream) -> Result<TokenStream> {
    let mut block: ItemImpl = syn::parse2(item)?;
    let ty = block.self_ty.clone();
    let class_name = class_name(attribute, &ty)?;
    let mut constructor = quote! { ::runtime::engine::class::illegal_constructor };
    let (mut entries, mut methods, mut getters) = (Vec::new(), Vec::new(), Vec::new());
    for item in &mut block.items {
        let ImplItem::Fn(function) = item else { continue };
        let Some((role, fast)) = take_role(function)? else { continue };
        let entry = format_ident!("entry_{}", function.sig.ident);
        entries.push(entry_function(&entry, &role, &ty, function));
        let fast = if fast {
            fast_method(&ty, function)?
        } else {
            quote! { None }
        };
        match role {
            Role::Constructor => constructor = quote! { || ::runtime::v8::MapFnTo::map_fn_to(#entry) },
            Role::Method => methods.push(declaration(&entry, &fast, function)),
            Role::Getter => getters.push(declaration(&entry, &fast, function)),
        }
    }
    Ok(quote! {
        #block

        const _: () = {
            #(#entries)*

            impl ::runtime::engine::NativeClass for #ty {
                const DECL: ::runtime::engine::ClassDecl = ::runtime::engine::ClassDecl {
                    name: #class_name,
                    type_id: ::std::any::TypeId::of::<#ty>,
                    constructor: #constructor,
                    methods: &[#(#methods),*],
                    getters: &[#(#getters),*],
                };
            }
        };
    })
}

fn class_name(attribute: TokenStream, ty: &Type) -> Result<String> {
    if attribute.is_empty() {
        let Type::Path(path) = ty else { return Err(Error::new_spanned(ty, "expected a named type")) };
        return path
            .path
            .segments
            .last()
            .map(|segment| segment.ident.to_string())
            .ok_or_else(|| Error::new_spanned(ty, "expected a named type"));
    }
    let given: syn::MetaNameValue = syn::parse2(attribute)?;
    let syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(name), .. }) = &given.value else {
        return Err(Error::new_spanned(given, "expected name = \"Class\""));
    };
    Ok(LitStr::value(name))
}

/// Removes the role attribute of a function and says which it was, and whether it was `method(fast)`.
fn take_role(function: &mut ImplItemFn) -> Result<Option<(Role, bool)>> {
    let is_role =
        |attribute: &Attribute| ["constructor", "method", "getter"].iter().any(|role| attribute.path().is_ident(role));
    let Some(position) = function.attrs.iter().position(is_role) else { return Ok(None) };
    let attribute = function.attrs.remove(position);
    let role = if attribute.path().is_ident("constructor") {
        Role::Constructor
    } else if attribute.path().is_ident("method") {
        Role::Method
    } else {
        Role::Getter
    };
    let Meta::List(list) = &attribute.meta else { return Ok(Some((role, false))) };
    let kind: Ident = list.parse_args()?;
    if role != Role::Method || kind != "fast" {
        return Err(Error::new_spanned(kind, "only `method(fast)` is known"));
    }
    Ok(Some((role, true)))
}

/// The fast entry of a method. V8 has checked that the receiver is of the class, but an object made from its prototype may hold nothing.
fn fast_method(ty: &Type, function: &ImplItemFn) -> Result<TokenStream> {
    let name = &function.sig.ident;
    let pass = Parameters::of(&function.sig).pass();
    let receiver = quote! {
        let Some(receiver) = ::runtime::engine::fast::receiver::<#ty>(this, options) else {
            return ::runtime::engine::fast::throw(options, ::runtime::engine::class::illegal_invocation());
        };
    };
    let entry = fast_entry(&function.sig, &receiver, &quote! { receiver.#name(#pass) })?;
    Ok(quote! {
        Some({
            #entry
            &FAST
        })
    })
}

fn declaration(entry: &Ident, fast: &TokenStream, function: &ImplItemFn) -> TokenStream {
    let name = camel_case(&function.sig.ident);
    let length = Parameters::of(&function.sig).count;
    quote! {
        ::runtime::engine::OpDecl {
            name: #name,
            callback: || ::runtime::v8::MapFnTo::map_fn_to(#entry),
            fast: #fast,
            length: #length,
        }
    }
}

fn entry_function(entry: &Ident, role: &Role, ty: &Type, function: &ImplItemFn) -> TokenStream {
    let name = &function.sig.ident;
    let parameters = Parameters::of(&function.sig);
    let (bindings, pass) = (parameters.bindings(), parameters.pass());
    let body = if *role == Role::Constructor {
        let unwrap = if returns_result(&function.sig) {
            quote! {
                let value = match value {
                    Ok(value) => value,
                    Err(error) => return ::runtime::engine::error::throw(scope, ::runtime::OpError::from(error)),
                };
            }
        } else {
            TokenStream::new()
        };
        quote! {
            let _ = rv;
            if !args.is_construct_call() {
                return ::runtime::engine::error::throw(scope, ::runtime::engine::class::illegal_invocation());
            }
            #bindings
            let value = <#ty>::#name(#pass);
            #unwrap
            ::runtime::engine::class::wrap(scope, args.this(), value);
        }
    } else {
        let finish = finish(&function.sig);
        quote! {
            let Some(receiver) = ::runtime::engine::Native::<#ty>::of(scope, args.this()) else {
                return ::runtime::engine::error::throw(scope, ::runtime::engine::class::illegal_invocation());
            };
            #bindings
            let value = receiver.#name(#pass);
            #finish
        }
    };
    quote! {
        fn #entry<'s>(
            scope: &mut ::runtime::v8::PinScope<'s, '_>,
            args: ::runtime::v8::FunctionCallbackArguments<'s>,
            rv: ::runtime::v8::ReturnValue<'s, ::runtime::v8::Value>,
        ) {
            #body
        }
    }
}
