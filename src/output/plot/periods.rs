//! Days, weeks, months and years: read from rows, counted on without gaps, and named on an axis.
//!
//! A period is its first day. A week is named by its Monday, as the reports name it.

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};

/// The length of a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Step {
    Day,
    Week,
    Month,
    Year,
}

impl Step {
    /// The step of this name.
    pub(super) fn by_name(name: &str) -> Option<Self> {
        [Self::Day, Self::Week, Self::Month, Self::Year]
            .into_iter()
            .find(|step| step.as_str() == name)
    }

    /// As reports name it.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Year => "year",
        }
    }

    /// The longer ones that each of these lies in whole, the shortest first. A week may lie in two months.
    pub(super) fn coarser(self) -> &'static [Self] {
        match self {
            Self::Day => &[Self::Week, Self::Month, Self::Year],
            Self::Month => &[Self::Year],
            Self::Week | Self::Year => &[],
        }
    }

    /// The first day of the period that a day is in.
    pub(super) fn start(self, day: NaiveDate) -> NaiveDate {
        let start = match self {
            Self::Day => Some(day),
            Self::Week => {
                day.checked_sub_days(Days::new(u64::from(day.weekday().num_days_from_monday())))
            }
            Self::Month => day.with_day(1),
            Self::Year => NaiveDate::from_ymd_opt(day.year(), 1, 1),
        };
        start.unwrap_or(day)
    }

    /// The first day of the period after; `None` at the end of the calendar.
    pub(super) fn next(self, start: NaiveDate) -> Option<NaiveDate> {
        match self {
            Self::Day => start.succ_opt(),
            Self::Week => start.checked_add_days(Days::new(7)),
            Self::Month => start.checked_add_months(Months::new(1)),
            Self::Year => start.checked_add_months(Months::new(12)),
        }
    }

    /// As in the rows: `2024-03-18`, `2024-03`, `2024`.
    pub(super) fn plain(self, start: NaiveDate) -> String {
        let form = match self {
            Self::Day | Self::Week => "%Y-%m-%d",
            Self::Month => "%Y-%m",
            Self::Year => "%Y",
        };
        start.format(form).to_string()
    }

    /// In a few letters: `18 Mar 2024`, `Mar 2024`, `2024`.
    pub(super) fn short(self, start: NaiveDate) -> String {
        let form = match self {
            Self::Day | Self::Week => "%-d %b %Y",
            Self::Month => "%b %Y",
            Self::Year => "%Y",
        };
        start.format(form).to_string()
    }

    /// `on 18 March 2024`, `in March 2024`.
    pub(super) fn when(self, start: NaiveDate) -> String {
        let word = if self == Self::Day { "on" } else { "in" };
        format!("{word} {}", self.said(start))
    }

    /// In a sentence: `18 March 2024`, `the week of 18 March 2024`.
    pub(super) fn said(self, start: NaiveDate) -> String {
        let form = match self {
            Self::Day => "%-d %B %Y",
            Self::Week => "the week of %-d %B %Y",
            Self::Month => "%B %Y",
            Self::Year => "%Y",
        };
        start.format(form).to_string()
    }
}

/// A period as a row has it, and of what length such a text is: a day may also stand for its week.
pub(super) fn parsed(text: &str) -> Option<(Step, NaiveDate)> {
    let is_written = text.bytes().enumerate().all(|(at, byte)| match at {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    });
    let number = |from: usize, to: usize| text.get(from..to)?.parse::<u32>().ok();
    if !is_written {
        return None;
    }
    let (step, month, day) = match text.len() {
        4 => (Step::Year, 1, 1),
        7 => (Step::Month, number(5, 7)?, 1),
        10 => (Step::Day, number(5, 7)?, number(8, 10)?),
        _ => return None,
    };
    let year = number(0, 4).and_then(|year| i32::try_from(year).ok()).filter(|year| *year > 0)?;
    Some((step, NaiveDate::from_ymd_opt(year, month, day)?))
}

/// A place on the axis that is named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Tick {
    /// Which period.
    pub(super) at: usize,
    pub(super) label: String,
    /// In a line below, where it begins or changes.
    pub(super) year: Option<String>,
}

/// Which periods an axis may name.
#[derive(Clone, Copy, Debug)]
enum Every {
    One,
    Second,
    Monday,
    /// Those that begin a month whose number, from 0, is a multiple of this.
    Month(u32),
    Year(i32),
}

const EVERY: [Every; 14] = [
    Every::One,
    Every::Second,
    Every::Monday,
    Every::Month(1),
    Every::Month(2),
    Every::Month(3),
    Every::Month(6),
    Every::Year(1),
    Every::Year(2),
    Every::Year(5),
    Every::Year(10),
    Every::Year(20),
    Every::Year(50),
    Every::Year(100),
];

/// The names of an axis: as many as have room. `between` is what lies from one period to the next, `width`
/// the room that a label takes.
pub(super) fn ticks(
    step: Step,
    periods: &[NaiveDate],
    between: f64,
    width: impl Fn(&str) -> f64,
) -> Vec<Tick> {
    for every in EVERY {
        if !every.is_for(step) {
            continue;
        }
        let ticks = named(step, periods, every);
        let fits = ticks.windows(2).all(|pair| {
            let wide =
                |tick: &Tick| width(&tick.label).max(tick.year.as_deref().map_or(0.0, &width));
            (pair[1].at - pair[0].at) as f64 * between >= (wide(&pair[0]) + wide(&pair[1])) / 2.0
        });
        if fits && (ticks.len() > 1 || (periods.len() == 1 && !ticks.is_empty())) {
            return ticks;
        }
    }
    // Not two that fall on anything round: the ends.
    let ends = periods.first().map(|first| (0, *first));
    let last = periods.last().map(|last| (periods.len() - 1, *last)).filter(|(at, _)| *at > 0);
    let has_room = (periods.len() as f64 - 1.0) * between >= width("00 Mmm");
    ends.into_iter()
        .chain(last.filter(|_| has_room))
        .map(|(at, day)| tick(step, Every::One, at, day, true))
        .collect()
}

impl Every {
    fn is_for(self, step: Step) -> bool {
        match self {
            Self::One => true,
            Self::Second => step < Step::Month,
            Self::Monday => step == Step::Day,
            Self::Month(_) => step <= Step::Month,
            Self::Year(_) => true,
        }
    }

    fn takes(self, step: Step, at: usize, day: NaiveDate, before: Option<NaiveDate>) -> bool {
        // The week that has the first of the month, named by its Monday, may begin in the month before.
        let begins = |months: u32| {
            let of = named_day(step, day);
            let is_first = match (step, before) {
                (Step::Day, _) => day.day() == 1,
                (Step::Week, None) => of.day() <= 7,
                (Step::Week, Some(before)) => of.month() != named_day(step, before).month(),
                (Step::Month | Step::Year, _) => true,
            };
            is_first && of.month0().is_multiple_of(months)
        };
        match self {
            Self::One => true,
            Self::Second => at.is_multiple_of(2),
            Self::Monday => day.weekday() == Weekday::Mon,
            Self::Month(months) => begins(months),
            Self::Year(years) => begins(12) && named_day(step, day).year() % years == 0,
        }
    }
}

/// The day by which a tick at the beginning of a month or year is named.
fn named_day(step: Step, day: NaiveDate) -> NaiveDate {
    if step == Step::Week { day + Days::new(6) } else { day }
}

fn named(step: Step, periods: &[NaiveDate], every: Every) -> Vec<Tick> {
    let mut ticks: Vec<Tick> = Vec::new();
    let mut year = None;
    let mut before = None;
    for (at, day) in periods.iter().enumerate() {
        if every.takes(step, at, *day, before.replace(*day)) {
            let of = match every {
                Every::Month(_) | Every::Year(_) => named_day(step, *day),
                _ => *day,
            };
            ticks.push(tick(step, every, at, of, year != Some(of.year())));
            year = Some(of.year());
        }
    }
    ticks
}

fn tick(step: Step, every: Every, at: usize, day: NaiveDate, has_year: bool) -> Tick {
    let is_year = step == Step::Year || matches!(every, Every::Year(_));
    let form = match every {
        _ if is_year => "%Y",
        Every::Month(_) => "%b",
        _ if step == Step::Month => "%b",
        _ => "%-d %b",
    };
    let year = (has_year && !is_year).then(|| day.format("%Y").to_string());
    Tick { at, label: day.format(form).to_string(), year }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        parsed(text).unwrap().1
    }

    fn run(step: Step, first: &str, count: usize) -> Vec<NaiveDate> {
        std::iter::successors(Some(day(first)), |last| step.next(*last)).take(count).collect()
    }

    #[test]
    fn periods_are_read_as_reports_write_them() {
        assert_eq!(
            parsed("2024-03-18"),
            Some((Step::Day, NaiveDate::from_ymd_opt(2024, 3, 18).unwrap()))
        );
        assert_eq!(parsed("2024-03").unwrap().0, Step::Month);
        assert_eq!(parsed("2024").unwrap().0, Step::Year);
        for text in [
            "",
            "no month",
            "2024-13",
            "2023-02-29",
            "0000",
            "2024-3",
            "20240318",
            "2024-03-1x",
            "+024",
        ] {
            assert_eq!(parsed(text), None, "{text}");
        }
        assert_eq!(Step::Week.start(day("2024-03-20")), day("2024-03-18"));
        assert_eq!(Step::Year.next(day("9999")).map(|next| next.year()), Some(10000));
    }

    #[test]
    fn an_axis_names_what_has_room() {
        let check = |step, first, count, between: f64, expected: &str| {
            let periods = run(step, first, count);
            let ticks = ticks(step, &periods, between, |label| label.len() as f64 + 1.0);
            let shown: Vec<String> = ticks
                .iter()
                .map(|tick| {
                    format!(
                        "{}{}",
                        tick.label,
                        tick.year.as_deref().map(|y| format!("/{y}")).unwrap_or_default()
                    )
                })
                .collect();
            assert_eq!(shown.join(" "), expected);
        };
        check(Step::Month, "2023-11", 4, 10.0, "Nov/2023 Dec Jan/2024 Feb");
        check(Step::Month, "2023-11", 14, 1.0, "Jan/2024 Jul");
        check(
            Step::Month,
            "2020-02",
            60,
            1.0,
            "Jul/2020 Jan/2021 Jul Jan/2022 Jul Jan/2023 Jul Jan/2024 Jul Jan/2025",
        );
        check(Step::Day, "2024-03-15", 3, 10.0, "15 Mar/2024 16 Mar 17 Mar");
        check(Step::Day, "2024-03-15", 21, 1.0, "18 Mar/2024 25 Mar 1 Apr");
        check(Step::Day, "2024-03-15", 100, 0.5, "Apr/2024 May Jun");
        check(Step::Week, "2023-12-25", 20, 1.0, "Jan/2024 Mar May");
        check(Step::Week, "2023-12-25", 20, 1.2, "Jan/2024 Feb Mar Apr May");
        check(Step::Year, "1990", 30, 1.0, "1990 1995 2000 2005 2010 2015");
        check(Step::Year, "1990", 30, 0.9, "1990 2000 2010");
        check(Step::Month, "2024-03", 1, 1.0, "Mar/2024");
        check(Step::Day, "2024-03-02", 5, 2.0, "2 Mar/2024 6 Mar/2024");
    }
}
