//! Events, as calls into JavaScript. Each is an entry of its own, after which ticks and microtasks run.

use std::rc::Rc;

use http2::{Category, Event, Headers};
use runtime::ToV8;
use runtime::engine::v8;

use crate::callbacks::Tell;
use crate::core::Core;
use crate::fields::{self, latin1};

impl Core {
    /// Tells everything that happened; whether there was anything. A session closed meanwhile tells nothing more.
    pub(crate) fn dispatch(self: &Rc<Self>) -> bool {
        let mut told = false;
        while let Some(event) = self.with(http2::Session::next_event).flatten() {
            self.dispatch_one(event);
            told = true;
        }
        told
    }

    fn dispatch_one(self: &Rc<Self>, event: Event) {
        match event {
            Event::Headers(headers) | Event::Promise(headers) => self.tell_headers(&headers),
            Event::Data { stream, bytes } => self.tell_data(stream, bytes),
            Event::End { stream } => self.tell_numbers(Tell::End, [stream.into()]),
            Event::Closed { stream, code } => {
                self.forget(stream);
                self.tell_numbers(Tell::Closed, [stream.into(), code.0.into()]);
            }
            Event::Written { stream } => self.tell_numbers(Tell::Written, [stream.into()]),
            Event::WantTrailers { stream } => self.tell_numbers(Tell::WantTrailers, [stream.into()]),
            Event::Settings { ack, entries } => self.tell_settings(ack, &entries),
            Event::Ping { ack, payload } => {
                self.tell(Tell::Ping, |scope| [v8::Boolean::new(scope, ack).into(), array(scope, payload.to_vec())]);
            }
            Event::GoAway { code, last_stream, data } => {
                self.tell(Tell::GoAway, |scope| {
                    let data = if data.is_empty() { v8::undefined(scope).into() } else { array(scope, data) };
                    [number(scope, code.0.into()), number(scope, last_stream.into()), data]
                });
            }
            Event::Priority { stream, parent, weight, exclusive } => {
                let exclusive = f64::from(u8::from(exclusive));
                self.tell_numbers(Tell::Priority, [stream.into(), parent.into(), weight.into(), exclusive]);
            }
            Event::AltSvc { stream, origin, value } => {
                self.tell(Tell::AltSvc, |scope| {
                    [number(scope, stream.into()), latin1(scope, &origin), latin1(scope, &value)]
                });
            }
            Event::Origin(origins) => {
                self.tell(Tell::Origin, |scope| {
                    let texts: Vec<_> = origins.iter().map(|origin| latin1(scope, origin)).collect();
                    [v8::Array::new_with_elements(scope, &texts).into()]
                });
            }
            Event::NotSent { stream, frame, code } => {
                self.tell_numbers(Tell::NotSent, [stream.into(), frame.into(), code.0.into()]);
            }
            Event::Broken(error) => self.failed(error),
        }
    }

    fn tell_headers(&self, headers: &Headers) {
        let category = match headers.category {
            Category::Request => 0,
            Category::Response => 1,
            Category::PushResponse => 2,
            Category::Further => 3,
        };
        self.tell(Tell::Headers, |scope| {
            let [text, sensitive] = fields::to_js(scope, &headers.fields);
            [
                v8::Integer::new(scope, headers.stream).into(),
                v8::Integer::new(scope, category).into(),
                v8::Integer::new(scope, i32::from(headers.flags)).into(),
                text,
                sensitive,
            ]
        });
    }

    fn tell_data(&self, stream: i32, bytes: Vec<u8>) {
        let count = bytes.len();
        let wants_more = self.tell(Tell::Data, |scope| [v8::Integer::new(scope, stream).into(), array(scope, bytes)]);
        self.account(stream, count, wants_more);
    }

    fn tell_settings(&self, ack: bool, entries: &[(u16, u32)]) {
        self.tell(Tell::Settings, |scope| {
            let numbers: Vec<v8::Local<'_, v8::Value>> = entries
                .iter()
                .flat_map(|&(id, value)| [u32::from(id), value])
                .map(|value| v8::Integer::new_from_unsigned(scope, value).into())
                .collect();
            [v8::Boolean::new(scope, ack).into(), v8::Array::new_with_elements(scope, &numbers).into()]
        });
    }

    fn tell_numbers<const N: usize>(&self, which: Tell, numbers: [f64; N]) {
        self.tell(which, |scope| numbers.map(|value| number(scope, value)));
    }
}

fn number<'s>(scope: &mut v8::PinScope<'s, '_>, value: f64) -> v8::Local<'s, v8::Value> {
    v8::Number::new(scope, value).into()
}

fn array<'s>(scope: &mut v8::PinScope<'s, '_>, bytes: Vec<u8>) -> v8::Local<'s, v8::Value> {
    bytes.to_v8(scope).unwrap_or_else(|_| v8::undefined(scope).into())
}
