//! An op that panics, a bug of this runtime, ends the process by SIGABRT and says where. No unwinding goes through V8's frames.

mod scripted;

use std::os::unix::process::ExitStatusExt;
use std::process::Command;

use runtime::engine::OpDecl;
use runtime::{Slice, op};

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

#[test]
fn a_panic_is_a_clean_end() {
    if let Ok(call) = std::env::var(VICTIM) {
        // It does not come back.
        let _ = scripted::run(&OPS, &[], &format!("try {{ {call} }} catch {{}}"));
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
