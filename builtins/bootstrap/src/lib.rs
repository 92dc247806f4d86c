//! What turns a bare context into Node's environment. JavaScript only, but for lazy properties.

runtime::builtin! { name: "bootstrap", ops: [runtime::lazy::define_lazy_property] }
