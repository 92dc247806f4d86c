//! The type tests of `util.types` that JavaScript cannot make itself.

use runtime::{op, v8};

macro_rules! tests {
    ($($name:ident: $what:literal),* $(,)?) => {$(
        #[doc = concat!("Whether the value is ", $what, ".")]
        #[op(fast)]
        pub(crate) fn $name(value: v8::Local<'_, v8::Value>) -> bool {
            value.$name()
        }
    )*};
}

tests! {
    is_external: "an external value of native code",
    is_date: "a Date",
    is_arguments_object: "an arguments object",
    is_big_int_object: "a boxed bigint",
    is_boolean_object: "a boxed boolean",
    is_number_object: "a boxed number",
    is_string_object: "a boxed string",
    is_symbol_object: "a boxed symbol",
    is_native_error: "an error made by a constructor of the language",
    is_reg_exp: "a regular expression",
    is_async_function: "an async function or async generator function",
    is_generator_function: "a generator function, async or not",
    is_generator_object: "what a generator function returned",
    is_promise: "a promise",
    is_map: "a Map",
    is_set: "a Set",
    is_map_iterator: "an iterator of a Map",
    is_set_iterator: "an iterator of a Set",
    is_weak_map: "a WeakMap",
    is_weak_set: "a WeakSet",
    is_array_buffer: "an ArrayBuffer",
    is_data_view: "a DataView",
    is_shared_array_buffer: "a SharedArrayBuffer",
    is_proxy: "a proxy",
    is_module_namespace_object: "the namespace of an ES module",
}
