//! `node:vm`: scripts, contexts whose global object mirrors an object of the program, and functions compiled from text.

mod compile_function;
mod context;
mod interceptors;
mod run;
mod script;

runtime::builtin! {
    name: "vm",
    ops: [
        compile_function::compile_function,
        context::make_context,
        context::run_microtasks,
    ],
    classes: [script::ContextifyScript],
}
