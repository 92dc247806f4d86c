//! The counts of a histogram, which its clones share, also those on other threads.

use std::collections::BTreeMap;

use runtime::{Native, OpError, Parcel, SharedValue, class, v8};

/// Numbers of values by step. Which values make a step is JavaScript's: `internal:perf_hooks/histogram`.
pub(crate) struct Counts(SharedValue<Table>);

#[derive(Default)]
struct Table {
    /// By the lowest value of the step.
    steps: BTreeMap<u64, u64>,
    total: u64,
    /// The smallest value that is not 0.
    min: Option<u64>,
    max: u64,
    /// Values that were out of range.
    exceeds: u64,
}

#[class]
impl Counts {
    /// New counts, or those in the parcel.
    #[constructor]
    fn new<'s>(_scope: &mut v8::PinScope<'s, '_>, parcel: Option<Native<'s, Parcel>>) -> Result<Counts, OpError> {
        Ok(Counts(SharedValue::new(parcel.as_deref())?))
    }

    /// The counts for another `new Counts()`.
    #[method]
    fn pack<'s>(&self, scope: &mut v8::PinScope<'s, '_>) -> Result<v8::Local<'s, v8::Object>, OpError> {
        Ok(self.0.pack(scope)?)
    }

    /// Counts a value `count` times in the step that begins with `step`.
    #[method]
    fn record(&self, step: f64, value: f64, count: f64) {
        self.0.lock().record(step as u64, value as u64, count as u64);
    }

    /// Counts values that are out of range.
    #[method]
    fn exceed(&self, count: f64) {
        self.0.lock().exceeds += count as u64;
    }

    /// Lets the smallest and the largest value be these where they are more extreme.
    #[method]
    fn widen(&self, min: f64, max: f64) {
        self.0.lock().widen(min as u64, max as u64);
    }

    #[method]
    fn clear(&self) {
        *self.0.lock() = Table::default();
    }

    /// Steps and their counts alternating, the lowest first.
    #[method]
    fn steps(&self) -> Vec<f64> {
        self.0.lock().steps.iter().flat_map(|(step, count)| [*step as f64, *count as f64]).collect()
    }

    #[getter]
    fn total(&self) -> f64 {
        self.0.lock().total as f64
    }

    /// Infinity before the first value above 0.
    #[getter]
    fn min(&self) -> f64 {
        self.0.lock().min.map_or(f64::INFINITY, |min| min as f64)
    }

    #[getter]
    fn max(&self) -> f64 {
        self.0.lock().max as f64
    }

    #[getter]
    fn exceeds(&self) -> f64 {
        self.0.lock().exceeds as f64
    }
}

impl Table {
    fn record(&mut self, step: u64, value: u64, count: u64) {
        *self.steps.entry(step).or_default() += count;
        self.total += count;
        self.widen(value, value);
    }

    fn widen(&mut self, min: u64, max: u64) {
        if min != 0 {
            self.min = Some(self.min.map_or(min, |known| known.min(min)));
        }
        self.max = self.max.max(max);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zero_is_no_smallest_value() {
        let mut table = Table::default();
        table.record(0, 0, 1);
        assert_eq!((table.total, table.min, table.max), (1, None, 0));
        table.record(4, 5, 2);
        assert_eq!((table.total, table.min, table.max), (3, Some(5), 5));
    }
}
