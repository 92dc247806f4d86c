//! What a child does before it becomes its program.
//!
//! The child shares the memory of its parent, whose calling thread stands still meanwhile. Other threads run on and may hold any lock,
//! the allocator's included. So everything is prepared before, in a [`Plan`], and the child only makes system calls and writes to the plan.

use std::ffi::{CString, c_void};
use std::os::fd::RawFd;
use std::ptr;

use super::path_search::{candidates, goes_on};
use super::spawn::{Command, Stdio, c_string};
use crate::Result;
use crate::error::last_errno;
use crate::this_process::identity;

unsafe extern "C" {
    static mut environ: *const *const libc::c_char;
}

/// A [`Command`] in the form of the system calls.
pub(super) struct Plan {
    /// The files to try, one after the other.
    files: Vec<CString>,
    arguments: Strings,
    /// The arguments of the shell that runs a script without an interpreter line; its second is set to the script's path.
    shell_arguments: Vec<*const libc::c_char>,
    environment: Option<Strings>,
    directory: Option<CString>,
    /// The descriptor for each place; -1 for none.
    stdio: Vec<RawFd>,
    user: Option<u32>,
    group: Option<u32>,
    detached: bool,
    root: bool,
    /// Why the child could not become the program; 0 when it did.
    pub(super) failure: i32,
}

impl Plan {
    /// # Errors
    /// `EINVAL` when a text holds a NUL byte.
    pub(super) fn new(command: &Command) -> Result<Plan> {
        let arguments = Strings::new(&command.arguments)?;
        Ok(Plan {
            files: candidates(&command.file, command.environment.as_deref())?,
            shell_arguments: shell_arguments(&arguments),
            arguments,
            environment: command.environment.as_deref().map(Strings::new).transpose()?,
            directory: command.directory.as_deref().map(c_string).transpose()?,
            stdio: command.stdio.iter().map(descriptor).collect(),
            user: command.user,
            group: command.group,
            detached: command.detached,
            root: identity::effective_user() == 0,
            failure: 0,
        })
    }
}

const SHELL: &std::ffi::CStr = c"/bin/sh";
/// Where `shell_arguments` has the script's path.
const SCRIPT: usize = 1;

fn shell_arguments(arguments: &Strings) -> Vec<*const libc::c_char> {
    let rest = arguments.pointers.iter().skip(1).copied();
    // Without any argument `arguments` is the null at its end alone.
    let rest = if arguments.pointers.len() > 1 { rest.collect() } else { vec![ptr::null()] };
    [SHELL.as_ptr(), ptr::null()].into_iter().chain(rest).collect()
}

fn descriptor(stdio: &Stdio) -> RawFd {
    match stdio {
        Stdio::Ignore => -1,
        Stdio::Fd(fd) => *fd,
    }
}

/// A null-terminated array of C strings.
struct Strings {
    pointers: Vec<*const libc::c_char>,
    _texts: Vec<CString>,
}

impl Strings {
    fn new(texts: &[Vec<u8>]) -> Result<Strings> {
        let texts: Vec<CString> = texts.iter().map(|text| c_string(text)).collect::<Result<_>>()?;
        let pointers = texts.iter().map(|text| text.as_ptr()).chain([ptr::null()]).collect();
        Ok(Strings { pointers, _texts: texts })
    }
}

/// The entry of the child: becomes the program of the [`Plan`], or notes in it what prevented that and leaves.
///
/// Only for a process just made that shares its parent's memory, with all signals blocked and the calling thread suspended.
pub(super) extern "C" fn launch(plan: *mut c_void) -> i32 {
    const NOT_STARTED: i32 = 127;
    // SAFETY: `spawn` passes its plan, which nobody else touches while its thread is suspended; only async-signal-safe calls follow.
    unsafe {
        let plan = &mut *plan.cast::<Plan>();
        plan.failure = become_program(plan);
        libc::_exit(NOT_STARTED)
    }
}

/// Returns the `errno` of what failed.
///
/// # Safety
/// As [`launch`].
unsafe fn become_program(plan: &mut Plan) -> i32 {
    // SAFETY: as `launch`; all pointers come from the plan, which outlives the process image.
    unsafe {
        reset_signals();
        if plan.detached {
            libc::setsid();
        }
        if !place_descriptors(&mut plan.stdio) || !change_identity(plan) {
            return last_errno();
        }
        execute(plan)
    }
}

/// Executes the first file that can be, as `execvp` does. The library's own would search the parent's `PATH` and environment.
///
/// # Safety
/// As [`launch`].
unsafe fn execute(plan: &mut Plan) -> i32 {
    let mut failure = libc::ENOENT;
    // SAFETY: as `launch`; the arrays end with null.
    unsafe {
        let environment = plan.environment.as_ref().map_or(environ, |environment| environment.pointers.as_ptr());
        for file in &plan.files {
            libc::execve(file.as_ptr(), plan.arguments.pointers.as_ptr(), environment);
            if last_errno() == libc::ENOEXEC {
                plan.shell_arguments[SCRIPT] = file.as_ptr();
                libc::execve(SHELL.as_ptr(), plan.shell_arguments.as_ptr(), environment);
            }
            let errno = last_errno();
            if !goes_on(errno) {
                return errno;
            }
            // That a file was there but may not be executed tells more than that none is at the next place.
            if failure != libc::EACCES {
                failure = errno;
            }
        }
    }
    failure
}

/// Gives every signal its default action, also those the parent ignores, and unblocks them all.
///
/// # Safety
/// As [`launch`].
unsafe fn reset_signals() {
    // SAFETY: as `launch`. Numbers that have no changeable action are refused, which is as good.
    unsafe {
        for signum in 1..=libc::SIGRTMAX() {
            libc::signal(signum, libc::SIG_DFL);
        }
        let mut none = std::mem::zeroed();
        libc::sigemptyset(&raw mut none);
        libc::sigprocmask(libc::SIG_SETMASK, &raw const none, ptr::null_mut());
    }
}

/// Moves the descriptors to their places. One that lies below its place could be overwritten before its turn
/// comes, so it moves up first.
///
/// # Safety
/// As [`launch`].
unsafe fn place_descriptors(stdio: &mut [RawFd]) -> bool {
    let count = stdio.len();
    // SAFETY: as `launch`; the descriptors are only numbers here.
    unsafe {
        for (place, fd) in stdio.iter_mut().enumerate() {
            if usize::try_from(*fd).is_ok_and(|fd| fd < place) {
                *fd = above(*fd, count);
                if *fd < 0 {
                    return false;
                }
            }
        }
        stdio.iter().zip(0..).all(|(&fd, place)| place_descriptor(fd, place))
    }
}

/// # Safety
/// As [`launch`].
unsafe fn place_descriptor(fd: RawFd, place: RawFd) -> bool {
    const STANDARD: RawFd = 3;
    // SAFETY: as `launch`.
    unsafe {
        let placed = match fd {
            -1 if place >= STANDARD => return true,
            -1 => open_null(place),
            _ if fd == place => libc::fcntl(fd, libc::F_SETFD, 0) == 0,
            _ => libc::dup2(fd, place) >= 0,
        };
        if placed && place < STANDARD {
            // Programs expect blocking standard streams; on ours that was not so only for the loop's sake.
            let off = 0;
            libc::ioctl(place, libc::FIONBIO, &raw const off);
        }
        placed
    }
}

/// # Safety
/// As [`launch`].
unsafe fn open_null(place: RawFd) -> bool {
    let access = if place == libc::STDIN_FILENO { libc::O_RDONLY } else { libc::O_RDWR };
    // SAFETY: as `launch`.
    unsafe {
        let null = libc::open(c"/dev/null".as_ptr(), access);
        null == place || (null >= 0 && libc::dup2(null, place) >= 0 && libc::close(null) == 0)
    }
}

/// A duplicate of `fd` whose number is at least `least`; -1 when there is none.
///
/// # Safety
/// As [`launch`].
unsafe fn above(fd: RawFd, least: usize) -> RawFd {
    // SAFETY: as `launch`.
    unsafe { libc::fcntl(fd, libc::F_DUPFD_CLOEXEC, least as i32) }
}

/// Changes directory, groups and user, in the order in which the rights for it last.
///
/// # Safety
/// As [`launch`].
unsafe fn change_identity(plan: &Plan) -> bool {
    // SAFETY: as `launch`; the directory is a C string. The calls are made without the C library, which would make every thread of the
    // parent change its identity too.
    unsafe {
        if plan.directory.as_ref().is_some_and(|directory| libc::chdir(directory.as_ptr()) != 0) {
            return false;
        }
        if plan.root && (plan.user.is_some() || plan.group.is_some()) {
            // The supplementary groups are root's. A system that forbids the change keeps them.
            libc::syscall(libc::SYS_setgroups, 0, ptr::null::<libc::gid_t>());
        }
        plan.group.is_none_or(|group| libc::syscall(libc::SYS_setgid, group) == 0)
            && plan.user.is_none_or(|user| libc::syscall(libc::SYS_setuid, user) == 0)
    }
}
