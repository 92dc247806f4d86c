//! What both macros read off a function's signature.

use proc_macro2::{TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote};
use syn::{FnArg, Ident, Pat, ReturnType, Signature, Type};

/// How one Rust parameter is supplied.
enum Parameter {
    /// The scope.
    Scope,
    /// `this: v8::Local<v8::Object>`.
    This,
    /// All arguments: `args: &v8::FunctionCallbackArguments`.
    Arguments,
    /// The argument at an index, converted to the parameter's type.
    Value(i32),
}

/// The parameters of an op or method in order.
pub(crate) struct Parameters {
    list: Vec<Parameter>,
    /// The names and types of the JavaScript arguments.
    names: Vec<(Option<Ident>, Type)>,
    /// How many JavaScript arguments there are.
    pub(crate) count: i32,
}

impl Parameters {
    pub(crate) fn of(signature: &Signature) -> Self {
        let mut count = 0;
        let mut list = Vec::new();
        let mut names = Vec::new();
        for input in &signature.inputs {
            let FnArg::Typed(typed) = input else { continue };
            let kind = if mentions(&typed.ty, "PinScope") {
                Parameter::Scope
            } else if mentions(&typed.ty, "FunctionCallbackArguments") {
                Parameter::Arguments
            } else if matches!(&*typed.pat, Pat::Ident(name) if name.ident == "this") {
                Parameter::This
            } else {
                count += 1;
                names.push((name_of(&typed.pat), (*typed.ty).clone()));
                Parameter::Value(count - 1)
            };
            list.push(kind);
        }
        Self { list, names, count }
    }

    /// Statements that take the JavaScript arguments out, named `a0`, `a1` …; they throw and return on failure.
    pub(crate) fn bindings(&self) -> TokenStream {
        let lets = self.list.iter().filter_map(|parameter| match parameter {
            Parameter::Value(index) => {
                let name = value_name(*index);
                Some(quote! {
                    let #name = match ::runtime::engine::FromV8::from_v8(scope, args.get(#index)) {
                        Ok(value) => value,
                        Err(error) => return ::runtime::engine::error::throw(scope, error),
                    };
                })
            }
            _ => None,
        });
        quote! { #(#lets)* }
    }

    /// The call's arguments.
    pub(crate) fn pass(&self) -> TokenStream {
        let values = self.list.iter().map(|parameter| match parameter {
            Parameter::Scope => quote! { scope },
            Parameter::This => quote! { args.this() },
            Parameter::Arguments => quote! { &args },
            Parameter::Value(index) => {
                let name = value_name(*index);
                quote! { #name }
            }
        });
        quote! { #(#values),* }
    }

    /// Statements that give the arguments that `expression` mentions their own names, as references.
    pub(crate) fn names_in(&self, expression: &impl ToTokens) -> TokenStream {
        let mut mentioned = Vec::new();
        collect_idents(expression.to_token_stream(), &mut mentioned);
        let lets = self.names.iter().zip(0..).filter_map(|((name, ty), index)| {
            let name = name.as_ref().filter(|name| mentioned.contains(name))?;
            let value = value_name(index);
            Some(quote! { let #name: &#ty = &#value; })
        });
        quote! { #(#lets)* }
    }

    /// The types of the JavaScript arguments.
    pub(crate) fn types(&self) -> impl Iterator<Item = &Type> {
        self.names.iter().map(|(_, ty)| ty)
    }

    /// Whether the scope, `this` or all arguments are asked for, which blocking ops cannot have.
    pub(crate) fn needs_javascript(&self) -> bool {
        self.list.iter().any(|parameter| !matches!(parameter, Parameter::Value(_)))
    }
}

/// The name of a parameter, if its pattern is one.
fn name_of(pattern: &Pat) -> Option<Ident> {
    match pattern {
        Pat::Ident(name) => Some(name.ident.clone()),
        _ => None,
    }
}

fn collect_idents(tokens: TokenStream, found: &mut Vec<Ident>) {
    for token in tokens {
        match token {
            TokenTree::Ident(ident) => found.push(ident),
            TokenTree::Group(group) => collect_idents(group.stream(), found),
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}

fn value_name(index: i32) -> Ident {
    format_ident!("a{index}")
}

/// Whether a type's text contains `name` as a path segment.
fn mentions(ty: &Type, name: &str) -> bool {
    match ty {
        Type::Reference(reference) => mentions(&reference.elem, name),
        Type::Path(path) => path.path.segments.iter().any(|segment| segment.ident == name),
        _ => false,
    }
}

/// Whether the function returns a `Result`.
pub(crate) fn returns_result(signature: &Signature) -> bool {
    match &signature.output {
        ReturnType::Type(_, ty) => match &**ty {
            Type::Path(path) => path.path.segments.last().is_some_and(|last| last.ident == "Result"),
            _ => false,
        },
        ReturnType::Default => false,
    }
}

/// The statement that hands `value` to V8.
pub(crate) fn finish(signature: &Signature) -> TokenStream {
    if returns_result(signature) {
        quote! { ::runtime::engine::convert::finish_result(value.map_err(::runtime::OpError::from), scope, rv) }
    } else {
        quote! { ::runtime::engine::convert::OpReturn::finish(value, scope, rv) }
    }
}

/// `read_file` as `readFile`.
pub(crate) fn camel_case(name: &Ident) -> String {
    let text = name.to_string();
    let mut parts = text.trim_start_matches("r#").split('_');
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let mut chars = part.chars();
        out.extend(chars.next().map(|first| first.to_ascii_uppercase()));
        out.push_str(chars.as_str());
    }
    out
}
