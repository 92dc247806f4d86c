//! The class of statements.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use runtime::engine::v8;
use runtime::{JsError, OpError, ToV8, class};
use sqlite::{Reset, Value};

use crate::callbacks::Pending;
use crate::values::{Integers, from_js, invalid_state, is_binary, throw, to_js};

/// A statement as JavaScript holds it.
pub(crate) struct Statement {
    inner: Rc<sqlite::Statement>,
    pending: Pending,
    settings: Cell<Settings>,
    /// Names of the columns, made at the first row.
    names: RefCell<Option<Vec<v8::Global<v8::Name>>>>,
}

/// What the programs sets on a statement.
#[derive(Clone, Copy)]
struct Settings {
    big_ints: bool,
    arrays: bool,
    bare_names: bool,
    unknown_names: bool,
}

#[class]
impl Statement {
    /// All rows.
    #[method]
    fn all<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        parameters: v8::Local<'s, v8::Array>,
    ) -> Result<v8::Local<'s, v8::Array>, OpError> {
        self.begin(scope, parameters)?;
        let mut rows: Vec<v8::Local<'s, v8::Value>> = Vec::new();
        let result = loop {
            match self.next_row(scope) {
                Ok(Some(row)) => rows.push(row),
                Ok(None) => break Ok(()),
                Err(error) => break Err(error),
            }
        };
        self.end();
        result.map(|()| v8::Array::new_with_elements(scope, &rows))
    }

    /// The first row.
    #[method]
    fn get<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        parameters: v8::Local<'s, v8::Array>,
    ) -> Result<Option<v8::Local<'s, v8::Value>>, OpError> {
        self.begin(scope, parameters)?;
        let row = self.next_row(scope);
        self.end();
        row
    }

    /// Runs to the end: `[changes, lastInsertRowid]`.
    #[method]
    fn run<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        parameters: v8::Local<'s, v8::Array>,
    ) -> Result<v8::Local<'s, v8::Value>, OpError> {
        self.begin(scope, parameters)?;
        let stepped = loop {
            match self.inner.step() {
                Ok(true) => {}
                Ok(false) => break Ok(()),
                Err(error) => break Err(self.pending.throw(scope, &error)),
            }
        };
        self.end();
        stepped?;
        let connection = self.inner.connection();
        let numbers = [connection.changes(), connection.last_insert_rowid()];
        let as_value = |scope: &mut v8::PinScope<'s, '_>, number: i64| match self.settings.get().big_ints {
            true => Ok(v8::BigInt::new_from_i64(scope, number).into()),
            false => number.to_v8(scope),
        };
        let values: [v8::Local<'s, v8::Value>; 2] = [as_value(scope, numbers[0])?, as_value(scope, numbers[1])?];
        Ok(v8::Array::new_with_elements(scope, &values).into())
    }

    /// Begins to iterate: the number that [`Statement::advance`] wants.
    #[method]
    fn start<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        parameters: v8::Local<'s, v8::Array>,
    ) -> Result<f64, OpError> {
        self.begin(scope, parameters)?;
        Ok(self.inner.generation() as f64)
    }

    /// The next row of an iteration.
    #[method]
    fn advance<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        generation: f64,
    ) -> Result<Option<v8::Local<'s, v8::Value>>, OpError> {
        self.check()?;
        if self.inner.generation() as f64 != generation {
            return Err(invalid_state("iterator was invalidated"));
        }
        let row = self.next_row(scope);
        if !matches!(row, Ok(Some(_))) {
            self.end();
        }
        row
    }

    /// Ends an iteration, also one that has ended.
    #[method]
    fn stop(&self, generation: f64) -> Result<(), OpError> {
        self.check()?;
        if self.inner.generation() as f64 == generation {
            self.end();
        }
        Ok(())
    }

    /// Where the columns come from: `[name, column, table, database, type]` each.
    #[method]
    fn columns<'s>(&self, scope: &mut v8::PinScope<'s, '_>) -> Result<v8::Local<'s, v8::Value>, OpError> {
        self.check()?;
        let mut columns: Vec<v8::Local<'s, v8::Value>> = Vec::new();
        let count = self.inner.column_count().map_err(|error| throw(scope, &error))?;
        for index in 0..count {
            let name = self.inner.column_name(index).map_err(|error| throw(scope, &error))?;
            let [column, table, database, kind] =
                self.inner.column_origin(index).map_err(|error| throw(scope, &error))?;
            columns.push((name, column, table, database, kind).to_v8(scope)?);
        }
        Ok(v8::Array::new_with_elements(scope, &columns).into())
    }

    /// A counter of what it did; it begins anew with `reset`.
    #[method]
    fn counter(&self, id: i32, reset: bool) -> Result<i32, OpError> {
        self.check()?;
        let reset = if reset { Reset::Yes } else { Reset::No };
        self.inner.counter(id, reset).map_err(|error| invalid_state(error.message))
    }

    /// Its text.
    #[getter]
    fn source_sql(&self) -> Result<String, OpError> {
        self.check()?;
        self.inner.sql().map_err(|error| invalid_state(error.message))
    }

    /// Its text with the values of its parameters.
    #[getter]
    fn expanded_sql(&self) -> Result<Option<String>, OpError> {
        self.check()?;
        self.inner.expanded_sql().map_err(|error| invalid_state(error.message))
    }

    /// Integers as bigints; rows as arrays; parameters by names without their signs; names that the statement does not have.
    #[method]
    fn set(&self, big_ints: bool, arrays: bool, bare_names: bool, unknown_names: bool) -> Result<(), OpError> {
        self.check()?;
        self.settings.set(Settings { big_ints, arrays, bare_names, unknown_names });
        Ok(())
    }

    /// Gives its memory back.
    #[method]
    fn finalize(&self) -> Result<(), OpError> {
        self.check()?;
        self.inner.finalize().map_err(|error| invalid_state(error.message))
    }

    /// Whether it is gone.
    #[getter]
    fn is_finalized(&self) -> bool {
        self.inner.is_finalized()
    }
}

impl Statement {
    pub(crate) fn new(inner: Rc<sqlite::Statement>, pending: &Pending) -> Statement {
        let settings = Settings { big_ints: false, arrays: false, bare_names: true, unknown_names: false };
        Statement { inner, pending: pending.clone(), settings: Cell::new(settings), names: RefCell::default() }
    }

    fn check(&self) -> Result<(), OpError> {
        if self.inner.is_finalized() { Err(invalid_state("statement has been finalized")) } else { Ok(()) }
    }

    /// Goes to before the first row, with these parameters.
    fn begin<'s>(&self, scope: &mut v8::PinScope<'s, '_>, parameters: v8::Local<'s, v8::Array>) -> Result<(), OpError> {
        self.check()?;
        let fail = |scope: &mut v8::PinScope<'s, '_>, error| throw(scope, &error);
        self.inner.reset().map_err(|error| invalid_state(error.message))?;
        self.names.take();
        self.inner.clear_bindings().map_err(|error| fail(scope, error))?;
        self.bind_all(scope, parameters)
    }

    /// Ends a run; what a failed step had to say was said.
    fn end(&self) {
        // Fails only for a statement that is gone.
        let _ = self.inner.reset();
    }

    // --- Parameters ---

    fn bind_all<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        parameters: v8::Local<'s, v8::Array>,
    ) -> Result<(), OpError> {
        let mut first = 0;
        if let Some(named) = parameters.get_index(scope, 0).and_then(named_parameters) {
            self.bind_named(scope, named)?;
            first = 1;
        }
        let mut index = 1;
        for position in first..parameters.length() {
            let value = parameters.get_index(scope, position).unwrap_or_else(|| v8::undefined(scope).into());
            // Named parameters have places too; the others take those that are left.
            while self.has_name(scope, index)? {
                index += 1;
            }
            self.bind(scope, index, value)?;
            index += 1;
        }
        Ok(())
    }

    /// Whether the parameter is one of a name, not of a number.
    fn has_name(&self, scope: &mut v8::PinScope<'_, '_>, index: i32) -> Result<bool, OpError> {
        let name = self.inner.parameter_name(index).map_err(|error| throw(scope, &error))?;
        Ok(name.is_some_and(|name| !name.starts_with('?')))
    }

    fn bind_named<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        named: v8::Local<'s, v8::Object>,
    ) -> Result<(), OpError> {
        let names = named.get_own_property_names(scope, v8::GetPropertyNamesArgs::default()).ok_or(OpError::Thrown)?;
        for position in 0..names.length() {
            let key = names.get_index(scope, position).ok_or(OpError::Thrown)?;
            let name = key.to_rust_string_lossy(scope);
            match self.index_of(&name)? {
                Some(index) => {
                    let value = named.get(scope, key).ok_or(OpError::Thrown)?;
                    self.bind(scope, index, value)?;
                }
                None if self.settings.get().unknown_names => {}
                None => return Err(invalid_state(format!("Unknown named parameter '{name}'"))),
            }
        }
        Ok(())
    }

    /// The parameter of a name, with its sign or without.
    fn index_of(&self, name: &str) -> Result<Option<i32>, OpError> {
        let find = |name: &str| self.inner.parameter_index(name).map_err(|error| invalid_state(error.message));
        if let Some(index) = find(name)? {
            return Ok(Some(index));
        }
        if !self.settings.get().bare_names {
            return Ok(None);
        }
        let mut found = Vec::new();
        for full in [':', '@', '$'].map(|sign| format!("{sign}{name}")) {
            found.extend(find(&full)?.map(|index| (index, full)));
        }
        // As the statement has them.
        found.sort_unstable();
        match &found[..] {
            [] => Ok(None),
            [(index, _)] => Ok(Some(*index)),
            [(_, first), (_, second), ..] => Err(invalid_state(format!(
                "Cannot create bare named parameter '{name}' because of conflicting names '{first}' and '{second}'."
            ))),
        }
    }

    fn bind(
        &self,
        scope: &mut v8::PinScope<'_, '_>,
        index: i32,
        value: v8::Local<'_, v8::Value>,
    ) -> Result<(), OpError> {
        let Some(value) = from_js(scope, value)? else {
            let message = format!("Provided value cannot be bound to SQLite parameter {index}.");
            return Err(JsError::type_error(message).with_code("ERR_INVALID_ARG_TYPE").into());
        };
        self.inner.bind(index, Value::as_ref(&value)).map_err(|error| throw(scope, &error))
    }

    // --- Rows ---

    fn next_row<'s>(&self, scope: &mut v8::PinScope<'s, '_>) -> Result<Option<v8::Local<'s, v8::Value>>, OpError> {
        match self.inner.step() {
            Ok(true) => self.row(scope).map(Some),
            Ok(false) => Ok(None),
            Err(error) => Err(self.pending.throw(scope, &error)),
        }
    }

    fn row<'s>(&self, scope: &mut v8::PinScope<'s, '_>) -> Result<v8::Local<'s, v8::Value>, OpError> {
        let settings = self.settings.get();
        let count = self.inner.column_count().map_err(|error| throw(scope, &error))?;
        let integers = Integers::of(settings.big_ints);
        let mut values = Vec::with_capacity(count as usize);
        for index in 0..count {
            let value = self.inner.with_column(index, |value| to_js(scope, value, integers));
            values.push(value.map_err(|error| throw(scope, &error))??);
        }
        if settings.arrays {
            return Ok(v8::Array::new_with_elements(scope, &values).into());
        }
        let names = self.names(scope, count)?;
        let prototype = v8::null(scope).into();
        Ok(v8::Object::with_prototype_and_properties(scope, prototype, &names, &values).into())
    }

    fn names<'s>(&self, scope: &mut v8::PinScope<'s, '_>, count: i32) -> Result<Vec<v8::Local<'s, v8::Name>>, OpError> {
        if self.names.borrow().is_none() {
            let mut names = Vec::with_capacity(count as usize);
            for index in 0..count {
                let name = self.inner.column_name(index).map_err(|error| throw(scope, &error))?;
                let name: v8::Local<'_, v8::Name> = runtime::engine::string(scope, &name).into();
                names.push(v8::Global::new(scope, name));
            }
            self.names.replace(Some(names));
        }
        let names = self.names.borrow();
        Ok(names.iter().flatten().map(|name| v8::Local::new(scope, name)).collect())
    }
}

/// An object in the first place has parameters by their names; bytes are a value.
fn named_parameters(value: v8::Local<'_, v8::Value>) -> Option<v8::Local<'_, v8::Object>> {
    if is_binary(value) { None } else { value.try_into().ok() }
}
