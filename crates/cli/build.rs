//! Makes the startup snapshot and the code caches with the very crates the binary is built from, and embeds them.

fn main() -> std::io::Result<()> {
    #[cfg(feature = "snapshot")]
    embedding::embed()?;
    export_addon_interface();
    lay_out_for_the_start();
    println!("cargo:rerun-if-changed=build.rs");
    Ok(())
}

/// Native addons find the functions they call among the executable's own symbols; no others are shown to them.
fn export_addon_interface() {
    for symbols in ["napi_*", "node_api_*", "node_module_register", "uv_*"] {
        println!("cargo:rustc-link-arg-bins=-Wl,--export-dynamic-symbol={symbols}");
    }
}

/// Where the order of the binary's functions is known: what a start runs lies together, so that it touches 2 MiB of code rather than 14,
/// and nothing needs relocation, which would touch every page of constants (start of `console.log(1)`: 360 of 1,730 page faults).
fn lay_out_for_the_start() {
    let target = |key: &str| std::env::var(format!("CARGO_CFG_TARGET_{key}")).unwrap_or_default();
    if (target("ARCH"), target("OS"), target("ENV")) != ("x86_64".into(), "linux".into(), "gnu".into()) {
        return;
    }
    let order = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../third_party/v8/start-order.txt");
    println!("cargo:rerun-if-changed={}", order.display());
    println!("cargo:rustc-link-arg-bins=-Wl,--symbol-ordering-file={},--no-warn-symbol-ordering", order.display());
    println!("cargo:rustc-link-arg-bins=-no-pie");
}

#[cfg(feature = "snapshot")]
mod embedding {
    use std::fmt::Write as _;
    use std::path::PathBuf;
    use std::{env, fs, io};

    use runtime::sys::event_loop::Loop;
    use runtime::{code_cache, engine, snapshot};

    pub(super) fn embed() -> io::Result<()> {
        let out = PathBuf::from(env::var("OUT_DIR").map_err(io::Error::other)?);
        engine::platform::initialize(engine::platform::default_flags(), 0);
        let blob = snapshot::create(builtins::all(None), event_loop()?)
            .map_err(|refusal| io::Error::other(refusal.to_string()))?;
        fs::write(out.join("snapshot.bin"), &blob)?;
        let (caches, failures) = code_cache::create(builtins::all(None), blob.leak(), event_loop()?);
        for failure in failures {
            println!("cargo:warning=no code cache for {failure}");
        }
        let mut table = String::new();
        for (index, (specifier, cache)) in caches.iter().enumerate() {
            fs::write(out.join(format!("cache-{index}.bin")), cache)?;
            let _ = writeln!(
                table,
                "    ({specifier:?}, include_bytes!(concat!(env!(\"OUT_DIR\"), \"/cache-{index}.bin\"))),"
            );
        }
        fs::write(
            out.join("embedded.rs"),
            format!(
                "pub(super) static SNAPSHOT: Option<&[u8]> = Some(include_bytes!(concat!(env!(\"OUT_DIR\"), \"/snapshot.bin\")));\n\
                 pub(super) static CODE_CACHE: &[(&str, &[u8])] = &[\n{table}];\n"
            ),
        )
    }

    fn event_loop() -> io::Result<Loop> {
        Loop::new().map_err(|error| io::Error::from_raw_os_error(error.errno))
    }
}
