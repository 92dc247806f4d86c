//! `node:util`: inspection, formatting, type tests, comparison. Rust answers what only the engine knows of a value.

mod bytes;
mod call_sites;
mod env_file;
mod kind;
mod object;
mod types;

runtime::builtin! {
    name: "util",
    ops: [
        bytes::are_bytes_equal,
        call_sites::call_sites,
        env_file::parse_env_file,
        kind::kind_of,
        object::proxy_details,
        object::promise_details,
        object::preview_entries,
        object::own_non_index_properties,
        object::constructor_name,
        object::external_address,
        object::function_kind,
        types::is_external,
        types::is_date,
        types::is_arguments_object,
        types::is_big_int_object,
        types::is_boolean_object,
        types::is_number_object,
        types::is_string_object,
        types::is_symbol_object,
        types::is_native_error,
        types::is_reg_exp,
        types::is_async_function,
        types::is_generator_function,
        types::is_generator_object,
        types::is_promise,
        types::is_map,
        types::is_set,
        types::is_map_iterator,
        types::is_set_iterator,
        types::is_weak_map,
        types::is_weak_set,
        types::is_array_buffer,
        types::is_data_view,
        types::is_shared_array_buffer,
        types::is_proxy,
        types::is_module_namespace_object,
    ],
}
