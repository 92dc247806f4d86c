//! The class of sessions.

use std::rc::Rc;

use runtime::engine::v8;
use runtime::{OpError, class};
use sqlite::session::{self, Form};

use crate::values::{invalid_state, throw};

/// A recording of changes as JavaScript holds it.
pub(crate) struct Session {
    pub(crate) inner: Rc<session::Session>,
}

#[class]
impl Session {
    /// The changes with the values before.
    #[method]
    fn changeset(&self, scope: &mut v8::PinScope<'_, '_>) -> Result<Vec<u8>, OpError> {
        self.changes(scope, Form::Changeset)
    }

    /// The changes without them.
    #[method]
    fn patchset(&self, scope: &mut v8::PinScope<'_, '_>) -> Result<Vec<u8>, OpError> {
        self.changes(scope, Form::Patchset)
    }

    /// Ends the recording.
    #[method]
    fn close(&self) -> Result<(), OpError> {
        self.check()?;
        self.inner.close();
        Ok(())
    }
}

impl Session {
    fn check(&self) -> Result<(), OpError> {
        if !self.inner.has_database() {
            return Err(invalid_state("database is not open"));
        }
        if !self.inner.is_open() {
            return Err(invalid_state("session is not open"));
        }
        Ok(())
    }

    fn changes(&self, scope: &mut v8::PinScope<'_, '_>, form: Form) -> Result<Vec<u8>, OpError> {
        self.check()?;
        self.inner.changes(form).map_err(|error| throw(scope, &error))
    }
}
