//! `anode-load URL CONNECTIONS SECONDS [BODY]`: sends a request on every connection, eight with HTTP/2, the next when a response is complete, and
//! prints how many responses came. The URL's host is `localhost`, its scheme `http`, `https` or `h2`; certificates are not checked. With a
//! body, which is JSON, requests are POSTs. One thread, so that it leaves the other processors to the server under test.

mod channel;
mod client;
mod dialogue;
mod plan;

use std::error::Error;
use std::process::ExitCode;
use std::rc::Rc;

use sys::event_loop::{Loop, RunMode, Timer};

use client::{Client, Tally};
use plan::Plan;

fn main() -> ExitCode {
    let Some(plan) = Plan::from_arguments(std::env::args().skip(1)) else {
        report_usage();
        return ExitCode::from(2);
    };
    match run(&plan) {
        Ok(tally) => {
            report(&plan, &tally);
            ExitCode::SUCCESS
        }
        Err(error) => {
            report_failure(&*error);
            ExitCode::FAILURE
        }
    }
}

fn run(plan: &Plan) -> Result<Rc<Tally>, Box<dyn Error>> {
    let event_loop = Loop::new()?;
    let tally = Rc::new(Tally::default());
    let clients = (0..plan.connections)
        .map(|_| Client::connect(&event_loop, plan, tally.clone()))
        .collect::<Result<Vec<_>, _>>()?;
    let stopper = event_loop.clone();
    let timer = Timer::new(&event_loop, Box::new(move |_| stopper.stop()));
    timer.start(plan.seconds * 1000, 0);
    event_loop.run(RunMode::Default);
    drop(clients);
    Ok(tally)
}

#[expect(clippy::print_stdout, reason = "the result is this program's output")]
fn report(plan: &Plan, tally: &Tally) {
    let (responses, failures) = (tally.responses.get(), tally.failures.get());
    println!("{{\"responses\":{responses},\"failures\":{failures},\"seconds\":{}}}", plan.seconds);
}

#[expect(clippy::print_stderr, reason = "a command says how it is used")]
fn report_usage() {
    eprintln!("usage: anode-load http|https|h2://localhost:PORT/PATH CONNECTIONS SECONDS [BODY]");
}

#[expect(clippy::print_stderr, reason = "a command says what failed")]
fn report_failure(error: &dyn Error) {
    eprintln!("anode-load: {error}");
}
