//! The ordering rules of the loop, one test a rule.

use std::cell::{Cell, RefCell};
use std::io::Write;
use std::os::fd::AsRawFd;
use std::os::unix::net::UnixStream;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;
use std::thread;

use super::*;

/// The order in which things happened.
#[derive(Clone, Default)]
struct Log(Rc<RefCell<Vec<&'static str>>>);

impl Log {
    fn add(&self, entry: &'static str) {
        self.0.borrow_mut().push(entry);
    }

    fn take(&self) -> Vec<&'static str> {
        self.0.take()
    }
}

fn event_loop() -> (Loop, Log) {
    (Loop::new().unwrap(), Log::default())
}

fn timer(event_loop: &Loop, log: &Log, entry: &'static str) -> Timer {
    let log = log.clone();
    Timer::new(event_loop, Box::new(move |_| log.add(entry)))
}

/// A readable descriptor on the loop; `act` runs when it is found readable.
fn readable(event_loop: &Loop, act: impl FnMut(Readiness) + 'static) -> (UnixStream, UnixStream, IoHandle) {
    let (mut near, far) = UnixStream::pair().unwrap();
    near.write_all(b"x").unwrap();
    let io = IoHandle::new(event_loop, far.as_raw_fd(), Interest::READABLE, Box::new(act)).unwrap();
    (near, far, io)
}

#[test]
fn an_empty_loop_ends_at_once() {
    let (event_loop, _) = event_loop();
    assert!(!event_loop.is_alive());
    assert!(!event_loop.run(RunMode::Default));
}

#[test]
fn timers_run_by_time_and_then_by_start() {
    let (event_loop, log) = event_loop();
    let timers = [("2a", 2), ("1a", 1), ("0", 0), ("2b", 2), ("1b", 1)];
    let timers = timers.map(|(name, delay)| {
        let timer = timer(&event_loop, &log, name);
        timer.start(delay, 0);
        timer
    });
    event_loop.run(RunMode::Default);
    assert_eq!(log.take(), ["0", "1a", "1b", "2a", "2b"]);
    assert!(timers.iter().all(|timer| !timer.is_active()));
}

#[test]
fn a_restarted_timer_goes_behind_its_equals() {
    let (event_loop, log) = event_loop();
    let (first, second) = (timer(&event_loop, &log, "first"), timer(&event_loop, &log, "second"));
    first.start(1, 0);
    second.start(1, 0);
    first.start(1, 0);
    event_loop.run(RunMode::Default);
    assert_eq!(log.take(), ["second", "first"]);
}

#[test]
fn a_timer_started_by_a_timer_waits_for_the_next_turn() {
    let (event_loop, log) = event_loop();
    let inner = timer(&event_loop, &log, "inner timer");
    let (started, seen) = (inner.clone(), log.clone());
    let outer = Timer::new(
        &event_loop,
        Box::new(move |_| {
            seen.add("outer timer");
            started.start(0, 0);
        }),
    );
    let seen = log.clone();
    let check = Check::new(&event_loop, Box::new(move || seen.add("check")));
    check.start();
    check.unreference();
    outer.start(0, 0);
    event_loop.run(RunMode::Default);
    assert_eq!(log.take(), ["outer timer", "check", "inner timer"]);
}

#[test]
fn repeating_timers_repeat_until_stopped() {
    let (event_loop, _) = event_loop();
    let runs = Rc::new(Cell::new(0));
    let counted = Rc::clone(&runs);
    let timer = Timer::new(
        &event_loop,
        Box::new(move |timer| {
            counted.set(counted.get() + 1);
            if counted.get() == 3 {
                timer.stop();
            }
        }),
    );
    timer.start(0, 1);
    event_loop.run(RunMode::Default);
    assert_eq!(runs.get(), 3);
}

#[test]
fn a_timer_may_stop_a_later_one_of_the_same_turn() {
    let (event_loop, log) = event_loop();
    let victim = timer(&event_loop, &log, "victim");
    let (stopped, seen) = (victim.clone(), log.clone());
    let killer = Timer::new(
        &event_loop,
        Box::new(move |_| {
            seen.add("killer");
            stopped.close();
        }),
    );
    killer.start(0, 0);
    victim.start(0, 0);
    event_loop.run(RunMode::Default);
    assert_eq!(log.take(), ["killer"]);
}

#[test]
fn a_timer_may_drop_itself() {
    let (event_loop, log) = event_loop();
    let owner: Rc<RefCell<Option<Timer>>> = Rc::default();
    let (own, seen) = (Rc::clone(&owner), log.clone());
    let timer = Timer::new(
        &event_loop,
        Box::new(move |timer| {
            own.take();
            timer.close();
            seen.add("ran");
        }),
    );
    timer.start(0, 1);
    owner.replace(Some(timer));
    assert!(!event_loop.run(RunMode::Default));
    assert_eq!(log.take(), ["ran"]);
    assert_eq!(Rc::strong_count(&owner), 1, "the closed callback has been dropped");
}

#[test]
fn ten_thousand_timers_run_in_order() {
    let (event_loop, _) = event_loop();
    let seen: Rc<RefCell<Vec<(u64, usize)>>> = Rc::default();
    let timers: Vec<Timer> = (0..10_000)
        .map(|index| {
            let delay = (index as u64 * 7919) % 10;
            let seen = Rc::clone(&seen);
            let timer = Timer::new(&event_loop, Box::new(move |_| seen.borrow_mut().push((delay, index))));
            timer.start(delay, 0);
            timer
        })
        .collect();
    event_loop.run(RunMode::Default);
    let seen = seen.borrow();
    assert_eq!(seen.len(), timers.len());
    assert!(seen.is_sorted());
}

#[test]
fn unreferenced_handles_do_not_keep_the_loop_alive() {
    let (event_loop, log) = event_loop();
    let timer = timer(&event_loop, &log, "never");
    timer.start(0, 0);
    timer.unreference();
    assert!(!event_loop.run(RunMode::Default));
    assert!(log.take().is_empty());
    timer.reference();
    assert_eq!(event_loop.active_handles(), ["Timer"]);
    event_loop.run(RunMode::Default);
    assert_eq!(log.take(), ["never"]);
}

#[test]
fn handles_are_told_with_what_they_wait_for() {
    let (event_loop, log) = event_loop();
    let timer = timer(&event_loop, &log, "late");
    timer.start(5_000, 10);
    timer.unreference();
    let (socket, _peer) = UnixStream::pair().unwrap();
    let io =
        IoHandle::with_kind(&event_loop, "PipeWrap", socket.as_raw_fd(), Interest::READABLE, Box::new(|_| {})).unwrap();
    io.stand_for(Subject::Signal(1));
    let [pipe, late] = &event_loop.handles()[..] else { panic!("two handles") };
    assert_eq!((pipe.kind, pipe.fd, pipe.subject), ("PipeWrap", Some(socket.as_raw_fd()), Subject::Signal(1)));
    assert!(pipe.is_active && pipe.is_referenced && late.is_active && !late.is_referenced);
    assert_ne!(pipe.address, late.address);
    assert_eq!(late.timer, Some(TimerStatus { repeat: 10, due_in: 5_000 }));
}

#[test]
fn requests_keep_the_loop_alive() {
    let (event_loop, _) = event_loop();
    let request = event_loop.reference("GetAddrInfoReqWrap");
    assert!(event_loop.is_alive());
    assert!(event_loop.run(RunMode::NoWait));
    assert_eq!(event_loop.active_requests(), ["GetAddrInfoReqWrap"]);
    drop(request);
    assert!(!event_loop.is_alive());
}

#[test]
fn a_turn_goes_through_the_phases_in_order() {
    let (event_loop, log) = event_loop();
    let watch = |name| {
        let log = log.clone();
        Box::new(move || log.add(name))
    };
    let idle = Idle::new(&event_loop, watch("idle"));
    let prepare = Prepare::new(&event_loop, watch("prepare"));
    let check = Check::new(&event_loop, watch("check"));
    idle.start();
    prepare.start();
    check.start();
    event_loop.next_pending(watch("pending"));
    let (closer, seen) = (event_loop.clone(), log.clone());
    let io = readable(&event_loop, move |_| {
        seen.add("poll");
        let seen = seen.clone();
        closer.close_soon(move || seen.add("closing"));
    });
    let timer = timer(&event_loop, &log, "timer");
    timer.start(0, 0);
    event_loop.run(RunMode::NoWait);
    assert_eq!(log.take(), ["pending", "idle", "prepare", "poll", "check", "closing", "timer"]);
    drop(io);
}

#[test]
fn check_comes_before_a_timer_started_in_poll() {
    let (event_loop, log) = event_loop();
    let (inner, seen) = (timer(&event_loop, &log, "timer"), log.clone());
    let check = Check::new(&event_loop, Box::new(move || seen.add("check")));
    check.start();
    let started = inner.clone();
    let io = readable(&event_loop, move |_| started.start(0, 0));
    event_loop.run(RunMode::Once);
    assert_eq!(log.take(), ["check", "timer"]);
    drop(io);
}

#[test]
fn idle_handles_keep_poll_from_blocking() {
    let (event_loop, _) = event_loop();
    let far_off = Timer::new(&event_loop, Box::new(|_| panic!("not due")));
    far_off.start(60_000, 0);
    let turns = Rc::new(Cell::new(0));
    let (counted, stopper) = (Rc::clone(&turns), event_loop.clone());
    let idle = Idle::new(
        &event_loop,
        Box::new(move || {
            counted.set(counted.get() + 1);
            if counted.get() == 3 {
                stopper.stop();
            }
        }),
    );
    idle.start();
    assert!(event_loop.run(RunMode::Default));
    assert_eq!(turns.get(), 3);
}

#[test]
fn stop_ends_the_run_after_the_turn() {
    let (event_loop, log) = event_loop();
    let (stopper, seen) = (event_loop.clone(), log.clone());
    event_loop.next_pending(move || {
        stopper.stop();
        let closing = seen.clone();
        stopper.close_soon(move || closing.add("closing"));
        stopper.next_pending(move || seen.add("next run"));
    });
    assert!(!event_loop.run(RunMode::Default), "both callbacks ran in the same turn");
    assert_eq!(log.take(), ["next run", "closing"]);
}

#[test]
fn watchers_may_remove_themselves_and_others() {
    let (event_loop, log) = event_loop();
    let watchers: Rc<RefCell<Vec<Check>>> = Rc::default();
    for name in ["a", "b", "c"] {
        let (list, seen) = (Rc::clone(&watchers), log.clone());
        let check = Check::new(
            &event_loop,
            Box::new(move || {
                seen.add(name);
                if name == "a" {
                    list.borrow().iter().take(2).for_each(Check::close);
                }
            }),
        );
        check.start();
        watchers.borrow_mut().push(check);
    }
    event_loop.run(RunMode::NoWait);
    event_loop.run(RunMode::NoWait);
    assert_eq!(log.take(), ["a", "c", "c"]);
}

#[test]
fn readiness_is_reported_until_it_is_used_up() {
    let (event_loop, _) = event_loop();
    let runs = Rc::new(Cell::new(0));
    let (counted, stopper) = (Rc::clone(&runs), event_loop.clone());
    let io = readable(&event_loop, move |readiness| {
        assert!(readiness.readable && !readiness.writable);
        counted.set(counted.get() + 1);
        if counted.get() == 3 {
            stopper.stop();
        }
    });
    event_loop.run(RunMode::Default);
    assert_eq!(runs.get(), 3);
    drop(io);
}

#[test]
fn a_hang_up_is_readable() {
    let (event_loop, _) = event_loop();
    let (near, _far, io) = readable(&event_loop, |_| {});
    drop(near);
    let seen = Rc::new(Cell::new(None));
    let noted = Rc::clone(&seen);
    let fd = io.fd();
    drop(io);
    let act = Box::new(move |readiness| noted.set(Some(readiness)));
    let _io = IoHandle::new(&event_loop, fd, Interest::READABLE, act).unwrap();
    event_loop.run(RunMode::Once);
    assert_eq!(seen.get(), Some(Readiness { readable: true, writable: false, error: true }));
}

#[test]
fn a_handle_may_end_itself_and_others() {
    let (event_loop, log) = event_loop();
    let handles: Rc<RefCell<Vec<(UnixStream, UnixStream, IoHandle)>>> = Rc::default();
    for _ in 0..3 {
        let (all, seen) = (Rc::clone(&handles), log.clone());
        let io = readable(&event_loop, move |_| {
            seen.add("ready");
            drop(all.take());
        });
        handles.borrow_mut().push(io);
    }
    assert!(!event_loop.run(RunMode::Default));
    assert_eq!(log.take(), ["ready"]);
}

#[test]
fn descriptors_without_interest_do_not_count() {
    let (event_loop, _) = event_loop();
    let (_near, _far, io) = readable(&event_loop, |_| panic!("not wanted"));
    io.reregister(Interest::NONE).unwrap();
    assert!(!event_loop.run(RunMode::Default));
    io.add_interest(Interest::WRITABLE).unwrap();
    assert!(event_loop.is_alive());
}

#[test]
fn regular_files_cannot_be_watched() {
    let (event_loop, _) = event_loop();
    let file = std::fs::File::open("/proc/self/exe").unwrap();
    let result = IoHandle::new(&event_loop, file.as_raw_fd(), Interest::READABLE, Box::new(|_| {}));
    assert_eq!(result.err().map(|error| error.errno), Some(libc::EPERM));
    assert!(!event_loop.is_alive());
}

#[test]
fn posts_from_other_threads_arrive_in_order() {
    let (event_loop, _) = event_loop();
    let remote = event_loop.remote();
    let request = Rc::new(RefCell::new(Some(event_loop.reference("Work"))));
    let parked = event_loop.park(Box::new(move || drop(request.take())));
    let poster = thread::spawn(move || {
        for _ in 0..1000 {
            remote.post(Box::new(|_| {}));
        }
        remote.post(Box::new(move |event_loop| event_loop.unpark(parked).unwrap()()));
    });
    assert!(!event_loop.run(RunMode::Default));
    poster.join().unwrap();
}

#[test]
fn a_panic_loses_nothing() {
    let (event_loop, log) = event_loop();
    for index in 0..3 {
        let seen = log.clone();
        event_loop.next_pending(move || {
            seen.add("pending");
            assert_ne!(index, 1, "on purpose");
        });
        event_loop.remote().post(Box::new(move |_| assert_ne!(index, 1, "on purpose")));
    }
    let panics = Timer::new(&event_loop, Box::new(|_| panic!("on purpose")));
    panics.start(0, 0);
    let after = timer(&event_loop, &log, "timer");
    after.start(0, 0);
    let mut caught = 0;
    while catch_unwind(AssertUnwindSafe(|| event_loop.run(RunMode::Default))).is_err() {
        caught += 1;
    }
    assert_eq!(caught, 3);
    assert!(!event_loop.is_alive());
    assert_eq!(log.take(), ["timer", "pending", "pending", "pending"]);
}

#[test]
fn a_loop_may_run_inside_its_own_callback() {
    let (event_loop, log) = event_loop();
    let inner = timer(&event_loop, &log, "inner");
    let (nested, seen) = (event_loop.clone(), log.clone());
    event_loop.next_pending(move || {
        inner.start(0, 0);
        nested.run(RunMode::Default);
        seen.add("outer");
    });
    event_loop.run(RunMode::Default);
    assert_eq!(log.take(), ["inner", "outer"]);
}

#[test]
fn time_spent_waiting_is_idle_time() {
    let (event_loop, log) = event_loop();
    let timer = timer(&event_loop, &log, "timer");
    timer.start(5, 0);
    event_loop.run(RunMode::Default);
    assert!(event_loop.metrics().idle_time >= Duration::from_millis(4));
    assert!(event_loop.metrics().turns >= 1);
}
