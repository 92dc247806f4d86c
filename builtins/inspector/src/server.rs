//! The server where DevTools and IDEs connect.

use std::cell::RefCell;
use std::sync::Arc;

use inspector_server::{Description, Frontend, Peer, Place, Publish, Server, Target};
use runtime::inspector::{Agent, Inbox, Origin, RemoteSession, put_resource as offer};
use runtime::{JsError, op, v8};

use crate::protocol;

/// The server of this process, while it listens.
#[derive(Default)]
struct Listening(RefCell<Option<Server>>);

/// Hands front ends to the isolate.
struct ToIsolate(Arc<Inbox>);

impl Target for ToIsolate {
    fn connect(&self, frontend: Frontend) -> Box<dyn Peer> {
        Box::new(Connected(self.0.connect(Origin::Network, Box::new(move |text| frontend.send(&text)))))
    }
}

struct Connected(RemoteSession);

impl Peer for Connected {
    fn message(&self, text: String) {
        self.0.message(text);
    }
}

/// Listens at `host:port` and gives the port; port 0 takes a free one. `publish` lets the HTTP endpoints tell the WebSocket's URL. The error's message is the system's.
#[op]
pub(crate) fn open(
    scope: &mut v8::PinScope<'_, '_>,
    host: String,
    port: u32,
    title: String,
    url: String,
    publish: bool,
) -> Result<u32, JsError> {
    let runtime = runtime::state(scope);
    let browser = format!("node.js/v{}", runtime::version::NODE);
    let port = u16::try_from(port).map_err(|_| JsError::error("port is out of range"))?;
    let publish = if publish { Publish::Everybody } else { Publish::Nobody };
    let description = Description { title, url, browser, publish, protocol: protocol::description };
    let refused = |error: std::io::Error| JsError::error(runtime::sys::Error::from_io(&error, "listen").message());
    let place = Place::take(&host, port).map_err(refused)?;
    // A program that nobody can inspect is left as it is.
    let target = ToIsolate(Agent::of(&runtime).inbox().clone());
    let server = Server::listen(place, description, Box::new(target)).map_err(refused)?;
    let port = server.port();
    runtime.slot::<Listening>().0.replace(Some(server));
    Ok(u32::from(port))
}

/// Closes the server and its connections.
#[op]
pub(crate) fn close(scope: &mut v8::PinScope<'_, '_>) {
    let server = runtime::state(scope).slot::<Listening>().0.take();
    drop(server);
}

/// The WebSocket's URL, while the server listens.
#[op]
pub(crate) fn url(scope: &mut v8::PinScope<'_, '_>) -> Option<String> {
    runtime::state(scope).slot::<Listening>().0.borrow().as_ref().map(Server::url)
}

/// Announces that the program will wait for a front end: one may come before it does.
#[op]
pub(crate) fn expect_frontend(scope: &mut v8::PinScope<'_, '_>) {
    Agent::of(&runtime::state(scope)).expect_frontend();
}

/// Waits until a front end says that the program may run.
#[op]
pub(crate) fn wait_for_frontend(scope: &mut v8::PinScope<'_, '_>) {
    Agent::of(&runtime::state(scope)).wait_for_frontend();
}

/// Tells front ends that the program has ended and waits for them to go.
#[op]
pub(crate) fn wait_for_disconnect(scope: &mut v8::PinScope<'_, '_>) {
    Agent::of(&runtime::state(scope)).wait_for_disconnect(scope);
}

/// Sends a message, JSON text, to a front end.
#[op]
pub(crate) fn send(scope: &mut v8::PinScope<'_, '_>, front_end: u32, message: String) {
    if let Some(agent) = Agent::existing(&runtime::state(scope)) {
        agent.send(front_end, &message);
    }
}

/// Offers a text to front ends, where an option lets programs do so, which JavaScript checks.
#[op]
pub(crate) fn put_resource(url: String, text: String) {
    offer(url, &text);
}
