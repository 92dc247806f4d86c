//! Statistics of histograms: the distributions that tests and confidence intervals ask, and the density estimate.

mod density;
mod distributions;
mod special;

use runtime::op;

pub(crate) use density::*;

/// The probability that a standard normal value is at least `z` away from 0.
#[op(fast)]
pub(crate) fn normal_two_tailed(z: f64) -> f64 {
    special::erfc(z.abs() / std::f64::consts::SQRT_2)
}

/// The probability that a value of Student's distribution is at least `t` away from 0.
#[op(fast)]
pub(crate) fn student_two_tailed(t: f64, freedom: f64) -> f64 {
    distributions::student_two_tailed(t, freedom)
}

/// The `t` that `confidence` of the values of Student's distribution are not further away from 0 than.
#[op(fast)]
pub(crate) fn student_quantile(confidence: f64, freedom: f64) -> f64 {
    distributions::student_quantile(confidence, freedom)
}

/// The least number of successes in `trials` that is not exceeded with the given probability.
#[op(fast)]
pub(crate) fn binomial_quantile(probability: f64, trials: f64, success: f64) -> f64 {
    distributions::binomial_quantile(probability, trials, success)
}
