//! The quantiles of a histogram by the estimator of Harrell and Davis: each is the mean of all order statistics, weighted by the beta distribution of
//! where the quantile lies among them.

use runtime::{op, sys};

use super::special::incomplete_beta;

/// Standard deviations from the quantile beyond which nothing has a weight that a sum of doubles keeps.
const REACH: f64 = 12.0;

/// Values that a histogram does not tell apart.
struct Bucket {
    /// What they are taken for, where they are not spread.
    middle: f64,
    /// Where they are spread over, evenly; the same twice where they are not.
    from: f64,
    to: f64,
    /// Which part of all values comes before them, and which part with them.
    before: f64,
    after: f64,
}

/// Quantiles at `probabilities` of the values in `buckets` (the middle of each, its width and its count, in turn, lowest first). Repeated values are
/// spread over buckets that are wider than `spread_from`.
#[op(blocking)]
pub(crate) fn estimate_density(buckets: Vec<f64>, probabilities: Vec<f64>, spread_from: f64) -> sys::Result<Vec<f64>> {
    let count: f64 = buckets.chunks_exact(3).map(|bucket| bucket[2]).sum();
    let buckets = spread(&buckets, count, spread_from);
    Ok(probabilities.iter().map(|probability| quantile(&buckets, count, *probability)).collect())
}

fn spread(buckets: &[f64], count: f64, spread_from: f64) -> Vec<Bucket> {
    let (lowest, highest) = (buckets[0], buckets[buckets.len() - 3]);
    let mut seen = 0.0;
    let bucket_of = |bucket: &[f64]| {
        let (middle, width, here) = (bucket[0], bucket[1], bucket[2]);
        let before = seen / count;
        seen += here;
        let half = if here > 1.0 && width > spread_from { width / 2.0 } else { 0.0 };
        // No value lies beyond the lowest and the highest that are known.
        let (from, to) = ((middle - half).max(lowest), (middle + half).min(highest));
        Bucket { middle, from, to, before, after: seen / count }
    };
    buckets.chunks_exact(3).map(bucket_of).collect()
}

fn quantile(buckets: &[Bucket], count: f64, probability: f64) -> f64 {
    let (Some(first), Some(last)) = (buckets.first(), buckets.last()) else { return f64::NAN };
    if probability <= 0.0 {
        return first.from;
    }
    if probability >= 1.0 {
        return last.to;
    }
    let (a, b) = ((count + 1.0) * probability, (count + 1.0) * (1.0 - probability));
    let deviation = (probability * (1.0 - probability) / (count + 2.0)).sqrt();
    let near = (probability - REACH * deviation)..=(probability + REACH * deviation);
    let reached = buckets.iter().filter(|bucket| bucket.after >= *near.start() && bucket.before <= *near.end());
    reached.map(|bucket| bucket.part_of_quantile(a, b)).sum()
}

impl Bucket {
    /// What its values add to the quantile whose place has the beta distribution of `a` and `b`.
    fn part_of_quantile(&self, a: f64, b: f64) -> f64 {
        let weight = incomplete_beta(self.after, a, b) - incomplete_beta(self.before, a, b);
        if self.from == self.to {
            return self.middle * weight;
        }
        let place = a / (a + b) * (incomplete_beta(self.after, a + 1.0, b) - incomplete_beta(self.before, a + 1.0, b));
        self.from * weight + (self.to - self.from) * (place - self.before * weight) / (self.after - self.before)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn single_values_are_weighted() {
        let values = [1.0, 2.0, 3.0, 4.0, 10.0];
        let buckets: Vec<f64> = values.iter().flat_map(|value| [*value, 1.0, 1.0]).collect();
        let buckets = spread(&buckets, 5.0, 1.0);
        assert!((quantile(&buckets, 5.0, 0.5) - 3.2896).abs() < 1e-12);
        assert_eq!((quantile(&buckets, 5.0, 0.0), quantile(&buckets, 5.0, 1.0)), (1.0, 10.0));
    }

    #[test]
    fn repeated_values_are_spread_within_what_is_known() {
        let buckets = spread(&[8.0, 4.0, 2.0, 100.0, 4.0, 1.0], 3.0, 1.0);
        assert_eq!((buckets[0].from, buckets[0].to), (8.0, 10.0));
        assert_eq!((buckets[1].from, buckets[1].to), (100.0, 100.0));
    }
}
