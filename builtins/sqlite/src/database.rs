//! The class of databases.

use std::cell::RefCell;
use std::ffi::CString;
use std::rc::Rc;

use runtime::engine::class::instantiate;
use runtime::engine::v8;
use runtime::{Bytes, JsError, OpError, class};
use sqlite::function::{Failed, Window};
use sqlite::session::Callbacks;
use sqlite::{Connection, OpenFlags, ValueRef, sys};

use crate::callbacks::{Function, JsAggregate, Pending};
use crate::files::limit_files;
use crate::session::Session;
use crate::statement::Statement;
use crate::values::{Integers, invalid_state, throw};

/// A database as JavaScript holds it; nothing inside while it is closed.
pub(crate) struct Database {
    connection: RefCell<Option<Rc<Connection>>>,
    pending: Pending,
}

#[class]
impl Database {
    #[constructor]
    fn new() -> Database {
        Database { connection: RefCell::default(), pending: Pending::default() }
    }

    /// Opens the database.
    #[method]
    fn open(&self, scope: &mut v8::PinScope<'_, '_>, path: Bytes, read_only: bool) -> Result<(), OpError> {
        limit_files()?;
        let path = CString::new(path.to_vec()).unwrap_or_default();
        let connection = Connection::open(&path, OpenFlags { read_only }).map_err(|error| throw(scope, &error))?;
        self.connection.replace(Some(connection));
        Ok(())
    }

    /// Closes it with all that belongs to it.
    #[method]
    fn close(&self) -> Result<(), OpError> {
        let connection = self.connection()?;
        connection.close().map_err(|error| invalid_state(error.message))?;
        self.connection.take();
        Ok(())
    }

    /// Whether it is open.
    #[getter]
    fn is_open(&self) -> bool {
        self.connection.borrow().is_some()
    }

    /// Whether a transaction is open.
    #[getter]
    fn is_transaction(&self) -> Result<bool, OpError> {
        Ok(self.connection()?.is_transaction())
    }

    /// Runs all statements of a text.
    #[method]
    fn exec(&self, scope: &mut v8::PinScope<'_, '_>, sql: String) -> Result<(), OpError> {
        let connection = self.connection()?;
        let result = connection.exec(&c_text(sql));
        result.map_err(|error| self.pending.throw(scope, &error))
    }

    /// Compiles a statement.
    #[method]
    fn prepare<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        sql: String,
    ) -> Result<Option<v8::Local<'s, v8::Object>>, OpError> {
        let connection = self.connection()?;
        let prepared = connection.prepare(&sql).map_err(|error| self.pending.throw(scope, &error))?;
        match prepared {
            Some(inner) => Ok(instantiate(scope, Statement::new(inner, &self.pending))),
            None => Err(JsError::type_error("The SQL query contains no statements.")
                .with_code("ERR_INVALID_ARG_VALUE")
                .into()),
        }
    }

    /// The file of one of its databases.
    #[method]
    fn location(&self, name: String) -> Result<Option<String>, OpError> {
        Ok(self.connection()?.location(&c_text(name)))
    }

    /// Adds a function.
    #[method]
    fn function(
        &self,
        scope: &mut v8::PinScope<'_, '_>,
        name: String,
        arguments: i32,
        flags: i32,
        use_big_ints: bool,
        function: v8::Local<'_, v8::Function>,
    ) -> Result<(), OpError> {
        let function = Function::new(scope, function, &self.pending, Integers::of(use_big_ints));
        let scalar = Box::new(move |values: &[ValueRef<'_>]| function.scalar(values));
        let result = self.connection()?.create_function(&c_text(name), arguments, flags, scalar);
        result.map_err(|error| throw(scope, &error))
    }

    /// Adds an aggregate. `numbers` are that of its arguments, its flags, and whether integers are bigints; `start` is the first state, or
    /// a function that makes it.
    #[method]
    #[expect(clippy::too_many_arguments, reason = "SQLite's aggregates have four functions")]
    fn aggregate(
        &self,
        scope: &mut v8::PinScope<'_, '_>,
        name: String,
        numbers: Vec<i32>,
        start: v8::Local<'_, v8::Value>,
        step: v8::Local<'_, v8::Function>,
        inverse: Option<v8::Local<'_, v8::Function>>,
        result: Option<v8::Local<'_, v8::Function>>,
    ) -> Result<(), OpError> {
        let [arguments, flags, use_big_ints] = numbers[..] else { return Err(invalid_state("three numbers")) };
        let integers = Integers::of(use_big_ints != 0);
        let mut wrap = |function| Function::new(scope, function, &self.pending, integers);
        let start_function = v8::Local::<v8::Function>::try_from(start).ok().map(&mut wrap);
        let (step, inverse, result) = (wrap(step), inverse.map(&mut wrap), result.map(&mut wrap));
        let window = if inverse.is_some() { Window::Moving } else { Window::None };
        let start = v8::Global::new(scope, start);
        let aggregate = JsAggregate { start, start_function, step, inverse, result };
        let added = self.connection()?.create_aggregate(&c_text(name), arguments, flags, window, aggregate);
        added.map_err(|error| throw(scope, &error))
    }

    /// Asks a function about all that statements do; none allows everything.
    #[method]
    fn set_authorizer(
        &self,
        scope: &mut v8::PinScope<'_, '_>,
        function: Option<v8::Local<'_, v8::Function>>,
    ) -> Result<(), OpError> {
        let connection = self.connection()?;
        let Some(function) = function else {
            connection.set_authorizer(None);
            return Ok(());
        };
        let function = Function::new(scope, function, &self.pending, Integers::Number);
        connection.set_authorizer(Some(Rc::new(move |action, texts: [Option<&str>; 4]| {
            let mut values = vec![ValueRef::Integer(action.into())];
            values.extend(texts.map(|text| text.map_or(ValueRef::Null, |text| ValueRef::Text(text.as_bytes()))));
            let answer = function
                .call(None, &values, |scope, value| value.int32_value(scope).ok_or_else(|| Failed(String::new())));
            answer.unwrap_or(sys::SQLITE_DENY)
        })));
        Ok(())
    }

    /// Records the changes of a table or of all.
    #[method]
    fn create_session<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        table: Option<String>,
        database: String,
    ) -> Result<Option<v8::Local<'s, v8::Object>>, OpError> {
        let table = table.map(c_text);
        let inner = sqlite::session::Session::new(&self.connection()?, &c_text(database), table.as_deref());
        let inner = inner.map_err(|error| throw(scope, &error))?;
        Ok(instantiate(scope, Session { inner }))
    }

    /// Applies recorded changes: `true` when they are applied, `false` when a conflict has ended that.
    #[method]
    fn apply_changeset(
        &self,
        scope: &mut v8::PinScope<'_, '_>,
        changes: Bytes,
        filter: Option<v8::Local<'_, v8::Function>>,
        conflict: Option<v8::Local<'_, v8::Function>>,
    ) -> Result<bool, OpError> {
        let mut wrap = |function| Function::new(scope, function, &self.pending, Integers::Number);
        let (filter, conflict) = (filter.map(&mut wrap), conflict.map(&mut wrap));
        let ask_filter = |table: &str| {
            let values = [ValueRef::Text(table.as_bytes())];
            let answer =
                filter.as_ref().map(|filter| filter.call(None, &values, |scope, value| Ok(value.boolean_value(scope))));
            answer.is_none_or(|answer| answer.unwrap_or(false))
        };
        let ask_conflict = |kind: i32| {
            let values = [ValueRef::Integer(kind.into())];
            let answer = conflict.as_ref().map(|conflict| {
                conflict.call(None, &values, |scope, value| Ok(value.int32_value(scope).filter(|_| value.is_int32())))
            });
            // An answer that is none makes SQLite report a misuse; a failure ends it.
            answer.map_or(ABORT, |answer| answer.map_or(ABORT, |code| code.unwrap_or(-1)))
        };
        let callbacks = Callbacks {
            filter: filter.as_ref().map(|_| &ask_filter as &dyn Fn(&str) -> bool),
            conflict: conflict.as_ref().map(|_| &ask_conflict as &dyn Fn(i32) -> i32),
        };
        let code = self.connection()?.apply_changeset(&changes, &callbacks);
        if let Some(thrown) = self.pending.take(scope) {
            return Err(thrown);
        }
        match code {
            sys::SQLITE_OK => Ok(true),
            sys::SQLITE_ABORT => Ok(false),
            code => Err(throw(scope, &sqlite::Error::new(code))),
        }
    }

    /// Loads an extension.
    #[method]
    fn load_extension(
        &self,
        scope: &mut v8::PinScope<'_, '_>,
        path: String,
        entry: Option<String>,
    ) -> Result<(), OpError> {
        let entry = entry.map(c_text);
        let loaded = self.connection()?.load_extension(&c_text(path), entry.as_deref());
        loaded.map_err(|error| throw(scope, &error))
    }

    /// Turns one of SQLite's switches on or off.
    #[method]
    fn configure(&self, scope: &mut v8::PinScope<'_, '_>, switch: i32, on: bool) -> Result<(), OpError> {
        self.connection()?.configure(switch, on).map_err(|error| throw(scope, &error))
    }

    /// How many milliseconds to wait for a locked database.
    #[method]
    fn set_busy_timeout(&self, milliseconds: i32) -> Result<(), OpError> {
        self.connection()?.set_busy_timeout(milliseconds);
        Ok(())
    }

    /// Sets a limit, or asks for it with -1.
    #[method]
    fn limit(&self, id: i32, value: i32) -> Result<i32, OpError> {
        Ok(self.connection()?.limit(id, value))
    }

    /// The bytes of one of its databases.
    #[method]
    fn serialize(&self, name: String) -> Result<Option<Vec<u8>>, OpError> {
        Ok(self.connection()?.serialize(&c_text(name)))
    }

    /// Takes a database from bytes.
    #[method]
    fn deserialize(&self, scope: &mut v8::PinScope<'_, '_>, bytes: Bytes, name: String) -> Result<(), OpError> {
        self.connection()?.deserialize(&c_text(name), &bytes).map_err(|error| throw(scope, &error))
    }
}

/// `SQLITE_CHANGESET_ABORT`
const ABORT: i32 = 2;

impl Database {
    /// The database when it is open.
    pub(crate) fn connection(&self) -> Result<Rc<Connection>, OpError> {
        self.connection.borrow().clone().ok_or_else(|| invalid_state("database is not open"))
    }
}

/// A C string; what follows a NUL byte is lost, as SQLite would lose it.
fn c_text(mut text: String) -> CString {
    text.truncate(text.find('\0').unwrap_or(text.len()));
    CString::new(text).unwrap_or_default()
}
