//! Environment variables as one isolate's program sees them: those of the process, or a set of its own that threads can share.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use sys::this_process::environment as process;

/// Counts changes of any environment, so that whoever shares one learns that it must look again.
static CHANGES: AtomicU64 = AtomicU64::new(0);

/// An environment; clones are the same one.
#[derive(Clone, Default)]
pub struct Environment(Option<Arc<Mutex<BTreeMap<String, String>>>>);

impl Environment {
    /// An environment that starts with `variables` and is nobody else's.
    pub fn of(variables: impl IntoIterator<Item = (String, String)>) -> Self {
        Self(Some(Arc::new(Mutex::new(variables.into_iter().collect()))))
    }

    /// All variables, name and value.
    pub fn all(&self) -> Vec<(String, String)> {
        let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
        match &self.0 {
            Some(own) => lock(own).iter().map(|(name, value)| (name.clone(), value.clone())).collect(),
            None => process::all().into_iter().map(|(name, value)| (text(name), text(value))).collect(),
        }
    }

    /// Sets a variable.
    pub fn set(&self, name: &str, value: &str) {
        match &self.0 {
            Some(own) => drop(lock(own).insert(name.to_owned(), value.to_owned())),
            None => process::set(name, value),
        }
        CHANGES.fetch_add(1, Ordering::Release);
    }

    /// Removes a variable.
    pub fn unset(&self, name: &str) {
        match &self.0 {
            Some(own) => drop(lock(own).remove(name)),
            None => process::unset(name),
        }
        CHANGES.fetch_add(1, Ordering::Release);
    }

    /// Whether this is the environment of the process.
    pub fn is_of_process(&self) -> bool {
        self.0.is_none()
    }

    /// How many changes there have been to any environment.
    pub fn changes() -> u64 {
        CHANGES.load(Ordering::Acquire)
    }
}

fn lock(own: &Mutex<BTreeMap<String, String>>) -> MutexGuard<'_, BTreeMap<String, String>> {
    own.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clones_share_and_others_do_not() {
        let one = Environment::of([("A".to_owned(), "1".to_owned())]);
        let (shared, other) = (one.clone(), Environment::of(one.all()));
        let before = Environment::changes();
        shared.set("B", "2");
        assert!(Environment::changes() > before);
        assert_eq!(one.all().len(), 2);
        assert_eq!(other.all().len(), 1);
        one.unset("A");
        assert_eq!(shared.all(), [("B".to_owned(), "2".to_owned())]);
    }
}
