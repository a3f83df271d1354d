//! Numbers on an axis, and as they are written.

/// The round numbers that an axis from 0 shows: the last is not below `most`, and there are about
/// `wanted` steps. Whole where everything that is counted is.
pub(super) fn ticks(most: f64, wanted: usize, is_whole: bool) -> Vec<f64> {
    let rough = (most / wanted.max(1) as f64).max(f64::MIN_POSITIVE);
    let mut unit = 1.0;
    while unit > rough {
        unit /= 10.0;
    }
    while unit * 10.0 <= rough {
        unit *= 10.0;
    }
    let step =
        [1.0, 2.0, 5.0, 10.0].map(|times| times * unit).into_iter().find(|step| *step >= rough);
    let mut step = step.unwrap_or(unit * 10.0);
    if is_whole && step < 1.0 {
        step = 1.0;
    }
    let mut ticks = vec![0.0];
    while ticks.last().is_some_and(|last| *last < most) {
        ticks.push(step * ticks.len() as f64);
    }
    if ticks.len() == 1 {
        ticks.push(step);
    }
    ticks
}

/// A number for people: `12,345`, `0.25`.
pub(super) fn number(value: f64) -> String {
    let rounded = format!("{value:.2}");
    let (whole, part) = rounded.split_once('.').unwrap_or((&rounded, ""));
    let mut grouped = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    match part.trim_end_matches('0') {
        "" => grouped,
        part => format!("{grouped}.{part}"),
    }
}

/// A place or length in a picture: to a tenth, which no eye sees, and the same on every machine.
pub(super) fn rounded(value: f64) -> String {
    let text = format!("{value:.1}");
    let text = text.strip_suffix(".0").unwrap_or(&text);
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn axes_are_round_and_reach_the_most() {
        for (most, wanted, is_whole, expected) in [
            (12.0, 4, true, vec![0.0, 5.0, 10.0, 15.0]),
            (1.0, 4, true, vec![0.0, 1.0]),
            (0.0, 4, true, vec![0.0, 1.0]),
            (0.5, 2, false, vec![0.0, 0.5]),
            (3999.0, 4, true, vec![0.0, 1000.0, 2000.0, 3000.0, 4000.0]),
            (40.0, 4, true, vec![0.0, 10.0, 20.0, 30.0, 40.0]),
        ] {
            assert_eq!(ticks(most, wanted, is_whole), expected, "{most}");
        }
        for most in [1e-9, 7e12, 1e300] {
            assert!(ticks(most, 4, false).len() <= 8, "{most}");
        }
    }

    #[test]
    fn numbers_read_well() {
        for (value, expected) in [
            (0.0, "0"),
            (12.0, "12"),
            (1234.0, "1,234"),
            (1234567.5, "1,234,567.5"),
            (0.25, "0.25"),
        ] {
            assert_eq!(number(value), expected);
        }
        assert_eq!(
            (rounded(1.04), rounded(-0.01), rounded(2.55)),
            ("1".into(), "0".into(), "2.5".into())
        );
    }
}
