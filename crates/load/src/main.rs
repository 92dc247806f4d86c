//! `anode-load PORT CONNECTIONS SECONDS [PATH [BODY]]`: sends a request on every connection, the next when its response is complete, and
//! prints how many responses came. With a body, which is JSON, the request is a POST. One thread, so that it leaves the other processors to
//! the server under test.

mod client;

use std::process::ExitCode;
use std::rc::Rc;

use sys::event_loop::{Loop, RunMode, Timer};

use client::{Client, Tally};

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
            report_failure(&error);
            ExitCode::FAILURE
        }
    }
}

struct Plan {
    port: u16,
    connections: usize,
    seconds: u64,
    path: String,
    body: Option<String>,
}

impl Plan {
    fn from_arguments(mut arguments: impl Iterator<Item = String>) -> Option<Plan> {
        Some(Plan {
            port: arguments.next()?.parse().ok()?,
            connections: arguments.next()?.parse().ok()?,
            seconds: arguments.next()?.parse().ok()?,
            path: arguments.next().unwrap_or_else(|| "/".to_owned()),
            body: arguments.next(),
        })
    }

    fn request(&self) -> Rc<[u8]> {
        let (path, port) = (&self.path, self.port);
        let text = match &self.body {
            None => format!("GET {path} HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n"),
            Some(body) => format!(
                "POST {path} HTTP/1.1\r\nHost: localhost:{port}\r\nContent-Type: application/json\r\n\
                 Content-Length: {}\r\n\r\n{body}",
                body.len()
            ),
        };
        text.into_bytes().into()
    }
}

fn run(plan: &Plan) -> sys::Result<Rc<Tally>> {
    let event_loop = Loop::new()?;
    let tally = Rc::new(Tally::default());
    let request = plan.request();
    let clients = (0..plan.connections)
        .map(|_| Client::connect(&event_loop, plan.port, request.clone(), tally.clone()))
        .collect::<sys::Result<Vec<_>>>()?;
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
    eprintln!("usage: anode-load PORT CONNECTIONS SECONDS [PATH [BODY]]");
}

#[expect(clippy::print_stderr, reason = "a command says what failed")]
fn report_failure(error: &sys::Error) {
    eprintln!("anode-load: {error}");
}
