//! Student's distribution and the binomial one.

use super::special::incomplete_beta;

/// Steps of a bisection, after which a double has no bits left to halve.
const BISECTIONS: usize = 200;

/// The probability that a value is at least `t` away from 0.
pub(super) fn student_two_tailed(t: f64, freedom: f64) -> f64 {
    incomplete_beta(freedom / (freedom + t * t), freedom / 2.0, 0.5)
}

/// The `t` that `confidence` of the values are not further away from 0 than.
pub(super) fn student_quantile(confidence: f64, freedom: f64) -> f64 {
    let outside = 1.0 - confidence;
    let mut high = 1.0;
    while high < f64::MAX / 2.0 && student_two_tailed(high, freedom) > outside {
        high *= 2.0;
    }
    let mut low = 0.0;
    for _ in 0..BISECTIONS {
        let middle = f64::midpoint(low, high);
        if student_two_tailed(middle, freedom) > outside { low = middle } else { high = middle }
    }
    f64::midpoint(low, high)
}

/// The least number of successes in `trials` that is not exceeded with the given probability.
pub(super) fn binomial_quantile(probability: f64, trials: f64, success: f64) -> f64 {
    let (mut low, mut high) = (0.0, trials);
    while low < high {
        let middle = f64::midpoint(low, high).floor();
        if binomial_at_most(middle, trials, success) < probability { low = middle + 1.0 } else { high = middle }
    }
    low
}

/// The probability of at most `successes`.
fn binomial_at_most(successes: f64, trials: f64, success: f64) -> f64 {
    if successes >= trials { 1.0 } else { incomplete_beta(1.0 - success, trials - successes, successes + 1.0) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn student_in_tables() {
        // Two-sided 95 % and 99 % of the usual tables.
        for (confidence, freedom, expected) in [(0.95, 1.0, 12.706), (0.95, 10.0, 2.228), (0.99, 30.0, 2.750)] {
            assert!((student_quantile(confidence, freedom) - expected).abs() < 5e-4);
        }
        assert!((student_two_tailed(2.228_138_851_964_94, 10.0) - 0.05).abs() < 1e-10);
    }

    #[test]
    fn binomial_in_tables() {
        assert_eq!(binomial_quantile(0.025, 11.0, 0.5), 2.0);
        assert_eq!(binomial_quantile(0.975, 1000.0, 0.5), 531.0);
        assert_eq!(binomial_quantile(0.5, 3.0, 1.0), 3.0);
    }
}
