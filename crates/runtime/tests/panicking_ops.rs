//! F14: an op that panics, a bug of this runtime, ends the process by SIGABRT and says where. No unwinding goes through V8's frames.

use std::os::unix::process::ExitStatusExt;
use std::process::Command;

use runtime::engine::OpDecl;
use runtime::{Slice, op, v8};

/// The process that is to end is this test once more, with this variable set to the op that it calls.
const VICTIM: &str = "ANODE_TEST_PANICKING_OP";
const SIGABRT: i32 = 6;

#[op]
fn panics(index: usize) -> usize {
    [1, 2, 3][index]
}

#[op(fast)]
fn panics_fast(bytes: Slice<'_>) -> i32 {
    i32::from(bytes[bytes.len()])
}

const OPS: [OpDecl; 2] = [panics::DECL, panics_fast::DECL];

fn run(source: &str) {
    v8::V8::initialize_platform(v8::new_default_platform(0, false).make_shared());
    v8::V8::initialize();
    let mut isolate = v8::Isolate::new(v8::CreateParams::default());
    v8::scope!(let scope, &mut isolate);
    let context = v8::Context::new(scope, v8::ContextOptions::default());
    let scope = &mut v8::ContextScope::new(scope, context);
    let global = context.global(scope);
    for op in OPS {
        op.install(scope, global);
    }
    let source = runtime::engine::string(scope, source);
    v8::Script::compile(scope, source, None).and_then(|script| script.run(scope));
}

#[test]
fn a_panic_is_a_clean_end() {
    if let Ok(call) = std::env::var(VICTIM) {
        run(&format!("try {{ {call} }} catch {{}}"));
        return;
    }
    let this = std::env::current_exe().expect("the path of this test");
    for call in ["panics(3)", "for (let i = 0; i < 1e5; i++) panics(i >> 14)", "panicsFast(new Uint8Array(2))"] {
        let mut command = Command::new(&this);
        let ended =
            command.args(["--nocapture", "a_panic_is_a_clean_end"]).env(VICTIM, call).output().expect("it starts");
        let told = String::from_utf8_lossy(&ended.stderr);
        assert_eq!(ended.status.signal(), Some(SIGABRT), "{call}\n{told}");
        assert!(told.contains("panicking_ops.rs") && told.contains("index out of bounds"), "{call}\n{told}");
    }
}
