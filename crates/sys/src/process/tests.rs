use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use super::*;
use crate::event_loop::{Loop, RunMode};
use crate::this_process::kill;

fn shell(script: &str) -> Command {
    Command {
        file: b"/bin/sh".to_vec(),
        arguments: ["sh", "-c", script].map(|text| text.as_bytes().to_vec()).to_vec(),
        ..Command::default()
    }
}

const NO_LIMITS: SyncLimits = SyncLimits { timeout: None, max_buffer: None, kill_signal: libc::SIGTERM };

fn run(script: &str, input: &[u8], limits: SyncLimits) -> SyncOutput {
    let pipes = vec![SyncPipe::Pipe(input.to_vec()), SyncPipe::Pipe(Vec::new()), SyncPipe::Pipe(Vec::new())];
    spawn_sync(&shell(script), pipes, limits).unwrap()
}

#[test]
fn the_end_of_a_child_is_told_once() {
    let event_loop = Loop::new().unwrap();
    let child = spawn(&shell("exit 7")).unwrap();
    let pid = child.pid;
    let seen = Rc::new(Cell::new(None));
    let noted = Rc::clone(&seen);
    let watch = ExitWatch::new(&event_loop, child, move |status| noted.set(Some(status))).unwrap();
    assert!(!event_loop.run(RunMode::Default));
    assert_eq!(seen.get(), Some(ExitStatus::Code(7)));
    assert_eq!(kill(pid, 0).map_err(|error| error.errno), Err(libc::ESRCH));
    drop(watch);
}

#[test]
fn a_child_that_nobody_watches_leaves_no_zombie() {
    let event_loop = Loop::new().unwrap();
    let child = spawn(&shell("exit 0")).unwrap();
    let (pid, pidfd) = (child.pid, child.pidfd.try_clone().unwrap());
    drop(ExitWatch::new(&event_loop, child, |_| ()).unwrap());
    let mut poll = libc::pollfd { fd: std::os::fd::AsRawFd::as_raw_fd(&pidfd), events: libc::POLLIN, revents: 0 };
    // SAFETY: one entry, which outlives the call.
    assert_eq!(unsafe { libc::poll(&raw mut poll, 1, 10_000) }, 1);
    super::exit::reap_orphans();
    assert_eq!(kill(pid, 0).map_err(|error| error.errno), Err(libc::ESRCH));
}

#[test]
fn a_signal_is_a_way_to_end() {
    let event_loop = Loop::new().unwrap();
    let child = spawn(&shell("kill -9 $$")).unwrap();
    let seen = Rc::new(Cell::new(None));
    let noted = Rc::clone(&seen);
    let _watch = ExitWatch::new(&event_loop, child, move |status| noted.set(Some(status))).unwrap();
    event_loop.run(RunMode::Default);
    assert_eq!(seen.get(), Some(ExitStatus::Signal(libc::SIGKILL)));
}

#[test]
fn what_cannot_start_is_an_error_of_spawn() {
    let missing = Command { file: b"/no/such/program".to_vec(), ..shell("") };
    assert_eq!(spawn(&missing).unwrap_err(), crate::Error::new(libc::ENOENT, "spawn"));
    let directory = Command { directory: Some(b"/no/such/directory".to_vec()), ..shell("") };
    assert_eq!(spawn(&directory).unwrap_err().errno, libc::ENOENT);
    let folder = Command { file: b"/tmp".to_vec(), ..shell("") };
    assert_eq!(spawn(&folder).unwrap_err().errno, libc::EACCES);
    let nul = Command { file: b"a\0b".to_vec(), ..shell("") };
    assert_eq!(spawn(&nul).unwrap_err().errno, libc::EINVAL);
}

#[test]
fn input_and_outputs_are_kept_apart() {
    let output = run("cat; echo problem >&2; exit 3", b"hello", NO_LIMITS);
    assert_eq!(output.status, ExitStatus::Code(3));
    assert_eq!(output.output[1].as_deref(), Some(&b"hello"[..]));
    assert_eq!(output.output[2].as_deref(), Some(&b"problem\n"[..]));
    assert_eq!(output.error, None);
}

#[test]
fn large_inputs_do_not_lock_up() {
    let input = vec![b'x'; 1 << 20];
    let output = run("cat", &input, NO_LIMITS);
    assert_eq!(output.output[1].as_ref(), Some(&input));
}

#[test]
fn limits_kill() {
    let limits = SyncLimits { timeout: Some(Duration::from_millis(20)), ..NO_LIMITS };
    let output = run("exec sleep 60", b"", limits);
    assert_eq!(output.error.map(|error| error.errno), Some(libc::ETIMEDOUT));
    assert_eq!(output.status, ExitStatus::Signal(libc::SIGTERM));
    let limits = SyncLimits { max_buffer: Some(10), kill_signal: libc::SIGKILL, ..NO_LIMITS };
    let output = run("while :; do echo 0123456789; done", b"", limits);
    assert_eq!(output.error.map(|error| error.errno), Some(libc::ENOBUFS));
    assert!(output.output[1].as_ref().is_some_and(|bytes| bytes.len() > 10));
}

#[test]
fn environment_and_directory_are_the_childs() {
    let mut command = shell("echo $WHO; pwd");
    command.environment = Some(vec![b"WHO=me".to_vec()]);
    command.directory = Some(b"/".to_vec());
    let pipes = vec![SyncPipe::Plain(Stdio::Ignore), SyncPipe::Pipe(Vec::new())];
    let output = spawn_sync(&command, pipes, NO_LIMITS).unwrap();
    assert_eq!(output.output[1].as_deref(), Some(&b"me\n/\n"[..]));
}

#[test]
fn descriptors_go_where_they_belong() {
    let pipes = (0..8).map(|_| SyncPipe::Pipe(Vec::new())).collect();
    let script = "for fd in 1 2 3 4 5 6 7; do eval \"echo $fd >&$fd\"; done";
    let output = spawn_sync(&shell(script), pipes, NO_LIMITS).unwrap();
    let texts: Vec<_> = output.output.into_iter().flatten().skip(1).collect();
    assert_eq!(texts, (1..8).map(|fd| format!("{fd}\n").into_bytes()).collect::<Vec<_>>());
}

#[test]
fn swapped_descriptors_are_swapped() {
    let mut command = shell("echo out; echo err >&2");
    let (first, first_their) = crate::net::Socket::pair().unwrap();
    let (second, second_their) = crate::net::Socket::pair().unwrap();
    let (low, high) = (first_their.fd(), second_their.fd());
    command.stdio = vec![Stdio::Ignore, Stdio::Fd(high), Stdio::Fd(low)];
    let event_loop = Loop::new().unwrap();
    let _watch = ExitWatch::new(&event_loop, spawn(&command).unwrap(), |_| {}).unwrap();
    event_loop.run(RunMode::Default);
    let text = |socket: &crate::net::Socket| {
        let mut buffer = [std::mem::MaybeUninit::uninit(); 16];
        let count = crate::net::read(socket.fd(), &mut buffer).unwrap().unwrap();
        // SAFETY: the read has initialised this many bytes.
        unsafe { buffer[..count].assume_init_ref() }.to_vec()
    };
    assert_eq!((text(&first), text(&second)), (b"err\n".to_vec(), b"out\n".to_vec()));
}

#[test]
fn a_script_without_an_interpreter_line_is_the_shells() {
    let path = std::env::temp_dir().join(format!("anode-script-{}", std::process::id()));
    std::fs::write(&path, "exit 7").unwrap();
    std::fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o700)).unwrap();
    let file = std::os::unix::ffi::OsStrExt::as_bytes(path.as_os_str()).to_vec();
    let output = spawn_sync(&Command { file, ..shell("") }, Vec::new(), NO_LIMITS).unwrap();
    std::fs::remove_file(&path).unwrap();
    assert_eq!(output.status, ExitStatus::Code(7));
}
