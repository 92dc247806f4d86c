//! The class of resolvers: the settings and the queries under way.

use std::cell::{Cell, RefCell};
use std::net::SocketAddr;
use std::rc::Rc;

use runtime::engine::v8;
use runtime::sys::net::parse_ip;
use runtime::{Callback, class, permission, state};

use crate::lookup::refuse;
use crate::query::{Policy, Query};

/// Milliseconds for the first try where nothing else is said.
const TIMEOUT: u64 = 2000;
/// No try is given less, in milliseconds.
const LEAST: u64 = 250;

/// A resolver as JavaScript holds it.
pub(crate) struct Resolver {
    timeout: u64,
    max_timeout: u64,
    tries: u32,
    local: Cell<(Option<SocketAddr>, Option<SocketAddr>)>,
    queries: Rc<RefCell<Vec<Rc<Query>>>>,
}

#[class]
impl Resolver {
    /// `new Resolver(timeout, tries, maxTimeout)`; a timeout of 0 or less is the default.
    #[constructor]
    fn new(timeout: i32, tries: u32, max_timeout: u32) -> Resolver {
        Resolver {
            timeout: u64::try_from(timeout)
                .ok()
                .filter(|timeout| *timeout > 0)
                .map_or(TIMEOUT, |timeout| timeout.max(LEAST)),
            max_timeout: max_timeout.into(),
            tries,
            local: Cell::default(),
            queries: Rc::default(),
        }
    }

    /// Asks the servers; `done(code)` or `done(undefined, records)` follows, unless this is `false`, for a name that cannot be asked for.
    #[method]
    #[expect(
        clippy::too_many_arguments,
        reason = "JavaScript calls it once a query; a row of arguments costs less than an object"
    )]
    fn query(
        &self,
        scope: &mut v8::PinScope<'_, '_>,
        this: v8::Local<'_, v8::Object>,
        name: String,
        kind: u16,
        servers: Vec<String>,
        ports: Vec<i32>,
        done: v8::Local<'_, v8::Function>,
    ) -> bool {
        if let Some(refused) = permission::refused_net(scope, &name) {
            refuse(scope, done, refused);
            return true;
        }
        let addresses = servers.iter().zip(ports).filter_map(|(server, port)| parse_ip(server, port as u16));
        let (local_v4, local_v6) = self.local.get();
        let policy = Policy {
            servers: addresses.collect(),
            local_v4,
            local_v6,
            timeout: self.timeout,
            max_timeout: self.max_timeout,
            tries: self.tries,
        };
        let queries = Rc::downgrade(&self.queries);
        let forget = Box::new(move |ended: *const Query| {
            if let Some(queries) = queries.upgrade() {
                queries.borrow_mut().retain(|query| !std::ptr::eq(Rc::as_ptr(query), ended));
            }
        });
        // As the receiver the object stays alive while it is asked to.
        let done = Callback::with_receiver(scope, this, done);
        match Query::start(state(scope).event_loop(), policy, (name, kind), done, forget) {
            Ok(query) => {
                self.queries.borrow_mut().push(query);
                true
            }
            Err(dns_message::BadName) => false,
        }
    }

    /// Ends all queries with `ECANCELLED`.
    #[method]
    fn cancel(&self) {
        for query in self.queries.take() {
            query.cancel();
        }
    }

    /// Whether queries are under way.
    #[getter]
    fn is_busy(&self) -> bool {
        !self.queries.borrow().is_empty()
    }

    /// The own addresses that queries are sent from.
    #[method]
    fn set_local_address(&self, v4: Option<String>, v6: Option<String>) {
        let address = |host: Option<String>| host.and_then(|host| parse_ip(&host, 0));
        self.local.set((address(v4), address(v6)));
    }
}
