//! Makes the startup snapshot and the code caches with the very crates the binary is built from, and embeds them.

fn main() -> std::io::Result<()> {
    #[cfg(feature = "snapshot")]
    snapshot::embed()?;
    export_addon_interface();
    println!("cargo:rerun-if-changed=build.rs");
    Ok(())
}

/// Native addons find the functions they call among the executable's own symbols; no others are shown to them.
fn export_addon_interface() {
    for symbols in ["napi_*", "node_api_*", "node_module_register", "uv_*"] {
        println!("cargo:rustc-link-arg-bins=-Wl,--export-dynamic-symbol={symbols}");
    }
}

#[cfg(feature = "snapshot")]
mod snapshot {
    use std::fmt::Write as _;
    use std::path::PathBuf;
    use std::{env, fs, io};

    use runtime::sys::event_loop::Loop;
    use runtime::{boot, code_cache, engine};

    pub(super) fn embed() -> io::Result<()> {
        let out = PathBuf::from(env::var("OUT_DIR").map_err(io::Error::other)?);
        engine::platform::initialize(vec![String::from("--no-freeze-flags-after-init")], 0);
        let blob = boot::create_snapshot(builtins::all(None), event_loop()?)
            .ok_or_else(|| io::Error::other("V8 made no snapshot"))?;
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
