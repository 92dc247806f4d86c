//! The class of copies under way.

use std::ffi::CString;

use runtime::engine::v8;
use runtime::{Native, OpError, class};
use sqlite::backup;

use crate::database::Database;
use crate::values::throw;

/// A copy under way as JavaScript holds it.
pub(crate) struct Backup {
    inner: backup::Backup,
}

#[class]
impl Backup {
    /// `new Backup(database, name, path, targetName)`
    #[constructor]
    fn new<'s>(
        scope: &mut v8::PinScope<'s, '_>,
        database: Native<'s, Database>,
        name: String,
        path: String,
        target_name: String,
    ) -> Result<Backup, OpError> {
        let source = database.connection()?;
        let [name, path, target_name] = [name, path, target_name].map(|text| CString::new(text).unwrap_or_default());
        match backup::Backup::new(&source, &name, &path, &target_name) {
            Ok(inner) => Ok(Backup { inner }),
            Err(error) => Err(throw(scope, &error)),
        }
    }

    /// Copies up to so many pages: `[isDone, remaining, total]`.
    #[method]
    fn step(&self, scope: &mut v8::PinScope<'_, '_>, pages: i32) -> Result<(bool, i32, i32), OpError> {
        let progress = self.inner.step(pages).map_err(|error| throw(scope, &error))?;
        Ok((progress.is_done, progress.remaining, progress.total))
    }

    /// Ends the copy.
    #[method]
    fn finish(&self) {
        self.inner.finish();
    }
}
