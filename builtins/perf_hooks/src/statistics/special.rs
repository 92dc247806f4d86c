//! The special functions below the distributions, to about 14 digits.

/// Coefficients of Lanczos's approximation of the gamma function, for g = 7 and nine terms.
const LANCZOS: [f64; 9] = [
    0.999_999_999_999_809_9,
    676.520_368_121_885_1,
    -1_259.139_216_722_402_8,
    771.323_428_777_653_1,
    -176.615_029_162_140_6,
    12.507_343_278_686_905,
    -0.138_571_095_265_720_12,
    9.984_369_578_019_572e-6,
    1.505_632_735_149_311_6e-7,
];

/// A term of a series or a fraction changes nothing any more.
const PRECISION: f64 = 1e-16;

/// Instead of a denominator of 0 (Lentz's method).
const TINY: f64 = 1e-300;

/// The logarithm of the gamma function of a positive number.
pub(super) fn ln_gamma(x: f64) -> f64 {
    if x < 0.5 {
        let reflected = std::f64::consts::PI / (std::f64::consts::PI * x).sin();
        return reflected.ln() - ln_gamma(1.0 - x);
    }
    // Beyond, the differences of logarithms lose what Stirling's series keeps.
    if x > 100.0 {
        return stirling(x);
    }
    let x = x - 1.0;
    let sum: f64 = LANCZOS.iter().enumerate().skip(1).map(|(index, term)| term / (x + index as f64)).sum();
    let base = x + 7.5;
    0.5 * std::f64::consts::TAU.ln() + (x + 0.5) * base.ln() - base + (LANCZOS[0] + sum).ln()
}

fn stirling(x: f64) -> f64 {
    (x - 0.5) * x.ln() - x + 0.5 * std::f64::consts::TAU.ln() + stirling_series(x)
}

/// What Stirling's formula adds to its main term.
fn stirling_series(x: f64) -> f64 {
    let inverse = 1.0 / x;
    let square = inverse * inverse;
    inverse * (1.0 / 12.0 - square * (1.0 / 360.0 - square / 1260.0))
}

/// The complementary error function of a number that is not negative.
pub(super) fn erfc(x: f64) -> f64 {
    if x == 0.0 {
        return 1.0;
    }
    let square = x * x;
    let scale = x * (-square).exp() / std::f64::consts::PI.sqrt();
    if x < 1.5 { 1.0 - 2.0 * scale * erf_series(square) } else { scale * erfc_fraction(square) }
}

/// The sum of `(2 x^2)^n / (1 * 3 * … * (2n + 1))` over n.
fn erf_series(square: f64) -> f64 {
    let (mut sum, mut term, mut odd) = (1.0, 1.0, 1.0);
    while term > PRECISION * sum {
        odd += 2.0;
        term *= 2.0 * square / odd;
        sum += term;
    }
    sum
}

/// The continued fraction of the upper incomplete gamma function of 1/2.
fn erfc_fraction(square: f64) -> f64 {
    let mut base = square + 0.5;
    let mut c = 1.0 / TINY;
    let mut d = 1.0 / base;
    let mut value = d;
    for n in 1..500 {
        let factor = -f64::from(n) * (f64::from(n) - 0.5);
        base += 2.0;
        d = 1.0 / not_zero(factor * d + base);
        c = not_zero(base + factor / c);
        value *= c * d;
        if (c * d - 1.0).abs() < PRECISION {
            break;
        }
    }
    value
}

fn not_zero(value: f64) -> f64 {
    if value.abs() < TINY { TINY } else { value }
}

/// The regularised incomplete beta function: the probability that a value of the beta distribution is at most `x`.
pub(super) fn incomplete_beta(x: f64, a: f64, b: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    if x >= 1.0 {
        return 1.0;
    }
    let front = beta_front(x, a, b);
    // The fraction converges quickly on one side of the mean only.
    if x < (a + 1.0) / (a + b + 2.0) {
        front * beta_fraction(x, a, b) / a
    } else {
        1.0 - front * beta_fraction(1.0 - x, b, a) / b
    }
}

/// `x^a (1 - x)^b` over the beta function of `a` and `b`.
fn beta_front(x: f64, a: f64, b: f64) -> f64 {
    if a.min(b) <= 100.0 {
        return (a * x.ln() + b * (-x).ln_1p() + ln_gamma(a + b) - ln_gamma(a) - ln_gamma(b)).exp();
    }
    // The main terms of Stirling's formula are large and nearly cancel, so they are taken together.
    let sum = a + b;
    let excess = x * sum - a;
    let main = a * (excess / a).ln_1p() + b * (-excess / b).ln_1p();
    let series = stirling_series(sum) - stirling_series(a) - stirling_series(b);
    (main + series).exp() * (a / sum * b / std::f64::consts::TAU).sqrt()
}

fn beta_fraction(x: f64, a: f64, b: f64) -> f64 {
    let mut c = 1.0;
    let mut d = 1.0 / not_zero(1.0 - (a + b) * x / (a + 1.0));
    let mut value = d;
    // About the root of the larger parameter is enough; one that is beyond has nothing left to gain.
    for n in 1..100_000 {
        let m = f64::from(n);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        d = 1.0 / not_zero(1.0 + even * d);
        c = not_zero(1.0 + even / c);
        value *= c * d;
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        d = 1.0 / not_zero(1.0 + odd * d);
        c = not_zero(1.0 + odd / c);
        value *= c * d;
        if (c * d - 1.0).abs() < PRECISION * 4.0 {
            break;
        }
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    fn assert_close(actual: f64, expected: f64) {
        assert!((actual - expected).abs() <= 1e-12 * expected.abs().max(1e-3), "{actual} is not {expected}");
    }

    #[test]
    fn ln_gamma_of_known_values() {
        assert_close(ln_gamma(0.25), 1.288_022_524_698_077_5);
        assert_close(ln_gamma(5.0), 24_f64.ln());
        assert_close(ln_gamma(150.5), 602.513_954_870_585_4);
    }

    #[test]
    fn erfc_of_known_values() {
        assert_close(erfc(0.0), 1.0);
        assert_close(erfc(0.5), 0.479_500_122_186_953_5);
        assert_close(erfc(2.0), 0.004_677_734_981_047_266);
        assert!(erfc(40.0) < 1e-300);
    }

    #[test]
    fn incomplete_beta_of_known_values() {
        assert_close(incomplete_beta(0.3, 2.0, 3.0), 0.3483);
        assert_close(incomplete_beta(0.5, 0.5, 0.5), 0.5);
        assert_close(incomplete_beta(0.501, 50_000.0, 50_000.0), 0.736_455_061_702_956_5);
        assert!((incomplete_beta(0.0, 2.0, 2.0), incomplete_beta(1.0, 2.0, 2.0)) == (0.0, 1.0));
    }
}
