//! The counts of a histogram, which its clones share, also those on other threads.

use std::collections::BTreeMap;

use runtime::{Native, OpError, Parcel, SharedValue, class, v8};

/// Numbers of values by step. Which values make a step is JavaScript's: `internal:perf_hooks/counts`.
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
    /// Where it is kept.
    average: Option<Average>,
}

/// The exponentially weighted moving average of the values, in the order in which they come.
#[derive(Clone, Copy, Default)]
struct Average {
    /// What the latest value weighs, between 0 and 1.
    alpha: f64,
    /// Larger values are failures; 0 when none is.
    threshold: f64,
    mean: f64,
    variance: f64,
    /// The average of 1 for each failure and 0 for each other value.
    failures: f64,
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

    /// Keeps the moving average, from this state on: the weight of the latest value, the threshold, the mean, the variance and the part of failures.
    #[method]
    fn keep_average(&self, alpha: f64, threshold: f64, mean: f64, variance: f64, failures: f64) {
        self.0.lock().average = Some(Average { alpha, threshold, mean, variance, failures });
    }

    /// What `keep_average` took, as it is now; nothing where it is not kept.
    #[method]
    fn average(&self) -> Vec<f64> {
        let kept = self.0.lock().average;
        kept.map_or(Vec::new(), |kept| vec![kept.alpha, kept.threshold, kept.mean, kept.variance, kept.failures])
    }

    /// Lets the moving average take a value, where it is kept. Before the value is counted.
    #[method]
    fn weigh(&self, value: f64) {
        let mut table = self.0.lock();
        let is_first = table.total == 0;
        if let Some(average) = &mut table.average {
            average.take(value, is_first);
        }
    }

    /// Takes away what was counted in the step that begins with `step`, as far as there is something.
    #[method]
    fn uncount(&self, step: f64, count: f64) {
        self.0.lock().uncount(step as u64, count as u64);
    }

    /// Takes away values that were out of range.
    #[method]
    fn unexceed(&self, count: f64) {
        let mut table = self.0.lock();
        table.exceeds = table.exceeds.saturating_sub(count as u64);
    }

    /// Says what the smallest and the largest value are, whatever was known; Infinity for none.
    #[method]
    fn set_extremes(&self, min: f64, max: f64) {
        let mut table = self.0.lock();
        table.min = min.is_finite().then_some(min as u64);
        table.max = max as u64;
    }

    #[method]
    fn clear(&self) {
        self.0.lock().clear();
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

    fn uncount(&mut self, step: u64, count: u64) {
        let Some(known) = self.steps.get_mut(&step) else { return };
        let removed = count.min(*known);
        *known -= removed;
        self.total -= removed;
        if *known == 0 {
            self.steps.remove(&step);
        }
    }

    fn clear(&mut self) {
        let average =
            self.average.map(|Average { alpha, threshold, .. }| Average { alpha, threshold, ..Average::default() });
        *self = Table { average, ..Table::default() };
    }

    fn widen(&mut self, min: u64, max: u64) {
        if min != 0 {
            self.min = Some(self.min.map_or(min, |known| known.min(min)));
        }
        self.max = self.max.max(max);
    }
}

impl Average {
    fn take(&mut self, value: f64, is_first: bool) {
        let failure = f64::from(u8::from(self.threshold > 0.0 && value > self.threshold));
        if is_first {
            (self.mean, self.variance, self.failures) = (value, 0.0, failure);
            return;
        }
        let difference = value - self.mean;
        let step = self.alpha * difference;
        self.mean += step;
        self.variance = (1.0 - self.alpha) * (self.variance + difference * step);
        self.failures += self.alpha * (failure - self.failures);
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

    #[test]
    fn what_is_not_there_is_not_taken_away() {
        let mut table = Table::default();
        table.record(4, 5, 2);
        table.uncount(4, 3);
        table.uncount(8, 1);
        assert_eq!((table.total, table.steps.len()), (0, 0));
    }

    #[test]
    fn the_latest_values_weigh_most() {
        let mut average = Average { alpha: 0.5, threshold: 10.0, ..Average::default() };
        average.take(5.0, true);
        average.take(15.0, false);
        assert_eq!((average.mean, average.variance, average.failures), (10.0, 25.0, 0.5));
    }
}
