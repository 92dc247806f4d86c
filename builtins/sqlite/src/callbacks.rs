//! What SQLite asks of JavaScript while a statement runs.
//!
//! An exception of a function cannot pass through SQLite: it is kept, SQLite is told that the call failed, and whoever ran the statement
//! throws the exception instead of SQLite's error.

use std::cell::RefCell;
use std::rc::Rc;

use runtime::engine::v8;
use runtime::{OpError, Runtime};
use sqlite::function::{Aggregate, Failed};
use sqlite::{Error, Value, ValueRef};

use crate::values::{Integers, from_js, throw, to_js};

/// The exception that waits until SQLite has returned.
#[derive(Clone, Default)]
pub(crate) struct Pending(Rc<RefCell<Option<v8::Global<v8::Value>>>>);

impl Pending {
    /// The exception that waits, or else SQLite's error.
    pub(crate) fn throw(&self, scope: &mut v8::PinScope<'_, '_>, error: &Error) -> OpError {
        match self.take(scope) {
            Some(thrown) => thrown,
            None => throw(scope, error),
        }
    }

    /// Throws the exception that waits.
    pub(crate) fn take(&self, scope: &mut v8::PinScope<'_, '_>) -> Option<OpError> {
        let exception = self.0.take()?;
        let exception = v8::Local::new(scope, exception);
        scope.throw_exception(exception);
        Some(OpError::Thrown)
    }

    fn keep(&self, exception: v8::Global<v8::Value>) {
        // The first is the cause of the others.
        self.0.borrow_mut().get_or_insert(exception);
    }
}

/// A JavaScript function that SQLite calls.
#[derive(Clone)]
pub(crate) struct Function {
    runtime: Rc<Runtime>,
    function: v8::Global<v8::Function>,
    pending: Pending,
    integers: Integers,
}

impl Function {
    pub(crate) fn new(
        scope: &mut v8::PinScope<'_, '_>,
        function: v8::Local<'_, v8::Function>,
        pending: &Pending,
        integers: Integers,
    ) -> Function {
        Function {
            runtime: runtime::state(scope),
            function: v8::Global::new(scope, function),
            pending: pending.clone(),
            integers,
        }
    }

    /// Calls the function, with a state in front of the arguments where there is one; `read` takes the result.
    pub(crate) fn call<T>(
        &self,
        state: Option<&v8::Global<v8::Value>>,
        arguments: &[ValueRef<'_>],
        read: impl FnOnce(&mut v8::PinScope<'_, '_>, v8::Local<'_, v8::Value>) -> Result<T, Failed>,
    ) -> Result<T, Failed> {
        self.runtime.call_into_js(|scope| {
            v8::tc_scope!(let scope, scope);
            let mut values: Vec<v8::Local<'_, v8::Value>> = Vec::with_capacity(arguments.len() + 1);
            values.extend(state.map(|state| v8::Local::new(scope, state)));
            for argument in arguments {
                match to_js(scope, *argument, self.integers) {
                    Ok(value) => values.push(value),
                    Err(error) => {
                        runtime::engine::error::throw(scope, error);
                        break;
                    }
                }
            }
            let result = if scope.has_caught() {
                None
            } else {
                let function = v8::Local::new(scope, &self.function);
                let receiver = v8::undefined(scope).into();
                function.call(scope, receiver, &values)
            };
            let result = match result {
                Some(value) => read(scope, value),
                None => Err(Failed(String::new())),
            };
            if let Some(exception) = scope.exception() {
                self.pending.keep(v8::Global::new(scope, exception));
                scope.reset();
            }
            result
        })
    }

    /// The function as SQL calls it.
    pub(crate) fn scalar(&self, arguments: &[ValueRef<'_>]) -> Result<Value, Failed> {
        self.call(None, arguments, result_value)
    }
}

/// A value for SQL; a promise among those that are none has a hint of its own.
fn result_value(scope: &mut v8::PinScope<'_, '_>, value: v8::Local<'_, v8::Value>) -> Result<Value, Failed> {
    if value.is_undefined() {
        return Ok(Value::Null);
    }
    match from_js(scope, value) {
        Ok(Some(value)) => Ok(value),
        Ok(None) if value.is_promise() => {
            Err(Failed("Asynchronous user-defined functions are not supported".to_owned()))
        }
        Ok(None) => Err(Failed("Returned JavaScript value cannot be converted to a SQLite value".to_owned())),
        Err(_) => Err(Failed("BigInt value is too large for SQLite".to_owned())),
    }
}

/// An aggregate's functions.
pub(crate) struct JsAggregate {
    /// The first state: a value, or a function that makes one.
    pub(crate) start: v8::Global<v8::Value>,
    pub(crate) start_function: Option<Function>,
    pub(crate) step: Function,
    pub(crate) inverse: Option<Function>,
    pub(crate) result: Option<Function>,
}

impl Aggregate for JsAggregate {
    type State = v8::Global<v8::Value>;

    fn start(&self) -> Result<Self::State, Failed> {
        match &self.start_function {
            Some(function) => function.call(None, &[], |scope, value| Ok(v8::Global::new(scope, value))),
            None => Ok(self.start.clone()),
        }
    }

    fn step(&self, state: &mut Self::State, arguments: &[ValueRef<'_>]) -> Result<(), Failed> {
        *state = self.step.call(Some(state), arguments, |scope, value| Ok(v8::Global::new(scope, value)))?;
        Ok(())
    }

    fn inverse(&self, state: &mut Self::State, arguments: &[ValueRef<'_>]) -> Result<(), Failed> {
        if let Some(inverse) = &self.inverse {
            *state = inverse.call(Some(state), arguments, |scope, value| Ok(v8::Global::new(scope, value)))?;
        }
        Ok(())
    }

    fn value(&self, state: &mut Self::State) -> Result<Value, Failed> {
        if let Some(result) = &self.result {
            return result.call(Some(state), &[], result_value);
        }
        self.step.runtime.call_into_js(|scope| {
            let value = v8::Local::new(scope, &*state);
            result_value(scope, value)
        })
    }
}
