//! `node:module`: resolution, compilation and linking for the loaders in `js/internal`.

mod commonjs;
mod compile_cache;
mod esm;
mod host;
mod packages;
mod resolve;
mod scripts;
mod source_maps;
mod sources;
mod typescript;

runtime::builtin! {
    name: "module",
    ops: [
        commonjs::compile_commonjs,
        commonjs::contains_module_syntax,
        commonjs::lex_commonjs,
        compile_cache::flush_compile_cache,
        compile_cache::open_compile_cache,
        esm::create_synthetic_module,
        esm::set_module_callbacks,
        esm::urls::file_url_to_path,
        esm::urls::path_to_file_url,
        esm::urls::promise_outcome,
        host::set_stat_cache,
        host::take_deprecations,
        host::clear_package_cache,
        packages::package_scope,
        packages::nearest_package_json,
        resolve::find_path,
        resolve::resolve_self,
        resolve::resolve_package_import,
        resolve::resolve_import,
        scripts::report_uncaught,
        scripts::run_script,
        source_maps::function_source_map_url,
        source_maps::set_prepare_stack_trace,
        sources::builtin_specifiers,
        sources::read_bytes,
        sources::read_source,
        sources::file_kind,
        sources::real_path,
        typescript::strip_types,
        typescript::strip_types_of_file,
    ],
    classes: [esm::ModuleWrap, source_maps::NativeSourceMap],
}
