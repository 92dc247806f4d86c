use std::cell::{Cell, RefCell};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;
use std::sync::mpsc;
use std::thread;

use super::*;
use crate::event_loop::RunMode;

#[test]
fn results_arrive_on_the_loop_thread() {
    let event_loop = Loop::new().unwrap();
    let sum = Rc::new(Cell::new(0));
    for value in 1..=100 {
        let sum = Rc::clone(&sum);
        spawn(&event_loop, move || value, move |value| sum.set(sum.get() + value));
    }
    assert_eq!(event_loop.active_requests().len(), 100);
    assert!(!event_loop.run(RunMode::Default));
    assert_eq!(sum.get(), 5050);
}

#[test]
fn the_job_runs_on_another_thread() {
    let event_loop = Loop::new().unwrap();
    let here = thread::current().id();
    spawn(&event_loop, || thread::current().id(), move |there| assert_ne!(here, there));
    event_loop.run(RunMode::Default);
}

#[test]
fn work_not_begun_can_be_cancelled() {
    let event_loop = Loop::new().unwrap();
    let mut gates = Vec::new();
    for _ in 0..DEFAULT_SIZE {
        let (open, gate) = mpsc::channel::<()>();
        gates.push(open);
        spawn(&event_loop, move || gate.recv().is_ok(), |_| {});
    }
    let ran = Rc::new(Cell::new(false));
    let flag = Rc::clone(&ran);
    // Other tests share the pool, so the threads may be busy with their work; this one is queued behind the gates.
    let request = spawn(&event_loop, || (), move |()| flag.set(true));
    assert!(request.cancel());
    assert!(!request.cancel());
    drop(gates);
    event_loop.run(RunMode::Default);
    assert!(!ran.get());
}

#[test]
fn a_panic_continues_on_the_loop_thread_and_spares_the_rest() {
    let event_loop = Loop::new().unwrap();
    let order = Rc::new(RefCell::new(Vec::new()));
    let seen = Rc::clone(&order);
    spawn(&event_loop, || std::panic::resume_unwind(Box::new("job")), move |()| seen.borrow_mut().push("never"));
    let caught = catch_unwind(AssertUnwindSafe(|| event_loop.run(RunMode::Default)));
    assert_eq!(caught.unwrap_err().downcast_ref(), Some(&"job"));
    let seen = Rc::clone(&order);
    spawn(&event_loop, || (), move |()| seen.borrow_mut().push("after"));
    event_loop.run(RunMode::Default);
    assert_eq!(*order.borrow(), ["after"]);
}
