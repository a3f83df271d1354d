//! Rows as numbers over time, by name.
//!
//! What must stay true: every row is drawn, or a note says which are not; a period between the first and
//! the last without a row is 0; and the order of rows makes no difference.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate, Weekday};

use super::periods::{self, Step};
use super::rows::{Error, MOST_PANELS, MOST_PERIODS, Rows};
use super::scale::number;
use super::text::{capital, plural};
use crate::model::{Plot, PlotKind};

/// Most names that are told apart one upon the other; the others are drawn as one.
pub(super) const MOST_STACKED: usize = 8;
/// What reports call those that have no place of their own.
const OTHERS: &str = "others";

/// Numbers over time.
#[derive(Clone, Debug)]
pub(super) struct Timed {
    pub(super) step: Step,
    /// How many of them are one period here.
    pub(super) span: usize,
    /// The first day of each period, from the first to the last without a gap.
    pub(super) periods: Vec<NaiveDate>,
    /// The one with the greatest sum first; what is no name of its own last.
    pub(super) series: Vec<Series>,
    /// What is counted, as the column is called.
    pub(super) value: String,
    pub(super) notes: Vec<String>,
}

/// The values of one name over time.
#[derive(Clone, Debug)]
pub(super) struct Series {
    pub(super) name: String,
    /// One for each period.
    pub(super) values: Vec<f64>,
    /// Others, or those without a name: drawn in grey.
    pub(super) is_rest: bool,
}

impl Series {
    /// The sum of all values.
    pub(super) fn total(&self) -> f64 {
        self.values.iter().sum()
    }

    /// The greatest, and the first period that has it.
    pub(super) fn peak(&self) -> (usize, f64) {
        let mut peak = (0, 0.0);
        for (at, value) in self.values.iter().enumerate() {
            if *value > peak.1 {
                peak = (at, *value);
            }
        }
        peak
    }
}

type Cells = BTreeMap<String, BTreeMap<NaiveDate, f64>>;

impl Timed {
    /// The series of a report's rows. Fails where a column is missing, or a number is not one.
    pub(super) fn new(plot: &Plot, per: Option<&str>, rows: &Rows) -> Result<Self, Error> {
        rows.check()?;
        let value = rows.column(&plot.value)?;
        let columns: Vec<usize> =
            plot.by.iter().map(|name| rows.column(name)).collect::<Result<_, _>>()?;
        let (period, series) = (columns.first().copied().unwrap_or(0), columns.get(1).copied());
        let texts: Vec<String> = (0..rows.rows.len()).map(|row| rows.name(row, period)).collect();
        let read: Vec<Option<(Step, NaiveDate)>> =
            texts.iter().map(|text| periods::parsed(text)).collect();
        let step = step(per, &read);

        let mut cells = Cells::new();
        let mut left_out: BTreeMap<&str, (usize, f64)> = BTreeMap::new();
        for (row, text) in texts.iter().enumerate() {
            let number = rows.number(row, value)?;
            // A month cannot be drawn among days, but days can among months.
            match read[row].filter(|(form, _)| *form <= step) {
                Some((_, day)) => {
                    let name = series.map_or_else(String::new, |column| rows.name(row, column));
                    *cells.entry(name).or_default().entry(step.start(day)).or_default() += number;
                }
                None => {
                    let (rows, sum) = left_out.entry(text).or_default();
                    *rows += 1;
                    *sum += number;
                }
            }
        }
        let mut notes = Vec::new();
        for (text, (rows, sum)) in left_out {
            let text = super::text::shortened(text, 1.0, 40.0);
            // Of several names the same article may be counted for each.
            notes.push(match plot.kind {
                PlotKind::Multiples => {
                    format!("Not drawn: {text}, {rows} {}.", plural("row", rows))
                }
                _ => format!("Not drawn: {text}, {} {}.", number(sum), plot.value),
            });
        }
        let mut timed = Self::of_cells(step, cells, &plot.value, notes)?;
        let of = plot.by.get(1).map_or("", String::as_str);
        for series in &mut timed.series {
            series.is_rest = series.name == OTHERS || series.name == format!("no {of}");
        }
        timed.series.sort_by_key(|series| series.is_rest);
        match plot.kind {
            PlotKind::Stacked => timed.fold(),
            _ if timed.series.len() > MOST_PANELS => {
                return Err(Error::TooManyNames(timed.series.len()));
            }
            _ => {}
        }
        Ok(timed)
    }

    fn of_cells(step: Step, cells: Cells, value: &str, notes: Vec<String>) -> Result<Self, Error> {
        let days: BTreeSet<NaiveDate> =
            cells.values().flat_map(|series| series.keys().copied()).collect();
        let mut periods = Vec::new();
        if let (Some(first), Some(last)) = (days.first(), days.last()) {
            let mut period = Some(*first);
            while let Some(start) = period.filter(|start| start <= last) {
                if periods.len() == MOST_PERIODS {
                    return Err(Error::TooManyPeriods {
                        first: step.plain(*first),
                        last: step.plain(*last),
                        step: step.as_str(),
                    });
                }
                periods.push(start);
                period = step.next(start);
            }
        }
        let mut series: Vec<Series> = cells
            .into_iter()
            .map(|(name, cells)| Series {
                name,
                values: periods
                    .iter()
                    .map(|start| cells.get(start).copied().unwrap_or(0.0))
                    .collect(),
                is_rest: false,
            })
            .collect();
        // They are in the order of their names, which stays among equals.
        series.sort_by(|one, two| two.total().total_cmp(&one.total()));
        Ok(Self { step, span: 1, periods, series, value: value.to_owned(), notes })
    }

    /// Leaves as many series as can be told apart, and one for the others.
    fn fold(&mut self) {
        let named = self.series.iter().filter(|series| !series.is_rest).count();
        if named <= MOST_STACKED {
            return;
        }
        let folded: Vec<Series> = self.series.drain(MOST_STACKED..named).collect();
        self.notes.push(format!("{} more are among the others.", folded.len()));
        let at = self.series.iter().position(|series| series.name == OTHERS);
        let at = at.unwrap_or_else(|| {
            let values = vec![0.0; self.periods.len()];
            let others = Series { name: OTHERS.to_owned(), values, is_rest: true };
            self.series.insert(MOST_STACKED, others);
            MOST_STACKED
        });
        if let Some(others) = self.series.get_mut(at) {
            for series in &folded {
                for (sum, value) in others.values.iter_mut().zip(&series.values) {
                    *sum += value;
                }
            }
        }
    }

    /// The same in at most so many periods, made longer where they must be; weeks, which lie in no month, by
    /// twos, fours and so on. More than that only where nothing longer is left.
    pub(super) fn within(&self, most: usize) -> Self {
        let mut fitted = self.clone();
        for step in self.step.coarser() {
            if fitted.periods.len() <= most {
                return fitted;
            }
            fitted = self.joined(*step, self.span, |_, day| step.start(day));
        }
        while self.step == Step::Week && fitted.periods.len() > most.max(1) {
            let span = fitted.span * 2;
            let start = |at: usize, day: NaiveDate| {
                self.periods.get(at - at % span).copied().unwrap_or(day)
            };
            fitted = self.joined(Step::Week, span, start);
        }
        fitted
    }

    /// Periods put together: those with the same start.
    fn joined(
        &self,
        step: Step,
        span: usize,
        start: impl Fn(usize, NaiveDate) -> NaiveDate,
    ) -> Self {
        let mut joined = Self { step, span, periods: Vec::new(), ..self.clone() };
        let mut of = Vec::with_capacity(self.periods.len());
        for (at, period) in self.periods.iter().enumerate() {
            let start = start(at, *period);
            if joined.periods.last() != Some(&start) {
                joined.periods.push(start);
            }
            of.push(joined.periods.len() - 1);
        }
        for (series, finer) in joined.series.iter_mut().zip(&self.series) {
            series.values = vec![0.0; joined.periods.len()];
            for (at, value) in of.iter().zip(&finer.values) {
                series.values[*at] += value;
            }
        }
        joined
    }

    /// The sum of all series in each period.
    pub(super) fn sums(&self) -> Vec<f64> {
        (0..self.periods.len())
            .map(|at| self.series.iter().map(|series| series.values[at]).sum())
            .collect()
    }

    /// The greatest number of any series.
    pub(super) fn peak_of_all(&self) -> f64 {
        self.series.iter().map(|series| series.peak().1).fold(0.0, f64::max)
    }

    /// Whether all numbers are whole.
    pub(super) fn is_whole(&self) -> bool {
        self.series.iter().flat_map(|series| &series.values).all(|value| value.fract() == 0.0)
    }

    /// What is counted, and in which periods.
    pub(super) fn axis(&self) -> String {
        match self.span {
            1 => format!("{} per {}", self.value, self.step.as_str()),
            span => format!("{} per {span} {}s", self.value, self.step.as_str()),
        }
    }

    /// The number of one mark: `March 2024: 12 articles`.
    pub(super) fn mark(&self, at: usize, value: f64) -> String {
        let period = self.periods.get(at).map_or_else(String::new, |day| self.step.said(*day));
        format!("{period}: {} {}", number(value), self.value)
    }

    /// What each name has, where the same may be counted for several.
    pub(super) fn said_of_each(&self) -> String {
        let (Some(first), Some(last)) = (self.periods.first(), self.periods.last()) else {
            return format!("No {} to draw.", self.value);
        };
        let of_each: Vec<String> = self
            .series
            .iter()
            .map(|series| {
                let (at, most) = series.peak();
                let when =
                    self.periods.get(at).map_or_else(String::new, |day| self.step.said(*day));
                let (name, total) = (super::text::whole(&series.name), number(series.total()));
                format!("{name}: {total} in all, most {when} ({}).", number(most))
            })
            .collect();
        let (first, last) = (self.step.said(*first), self.step.said(*last));
        let said = format!("{}, from {first} to {last}.", capital(&self.axis()));
        [&[said][..], &of_each, &self.notes].concat().join(" ")
    }

    /// The whole in words: from when to when, most and fewest, and who.
    pub(super) fn said(&self) -> String {
        let (Some(first), Some(last)) = (self.periods.first(), self.periods.last()) else {
            return format!("No {} to draw.", self.value);
        };
        let sums = self.sums();
        let sum = Series { name: String::new(), values: sums.clone(), is_rest: false };
        let (most_at, most) = sum.peak();
        let least = sums.iter().copied().fold(f64::INFINITY, f64::min);
        let least_at = sums.iter().position(|value| *value == least).unwrap_or(0);
        let at =
            |at: usize| self.periods.get(at).map_or_else(String::new, |day| self.step.when(*day));
        let mut said = format!("{} in all", number(sum.total()));
        if self.periods.len() > 1 {
            said = format!(
                "{said}, from {} to {}; most {} ({}), fewest {} ({})",
                self.step.said(*first),
                self.step.said(*last),
                at(most_at),
                number(most),
                at(least_at),
                number(least)
            );
        } else {
            said = format!("{said}, {}", self.step.when(*first));
        }
        let mut said = format!("{}: {said}.", capital(&self.axis()));
        if self.series.len() > 1 {
            let names: Vec<String> = self
                .series
                .iter()
                .map(|series| {
                    format!("{} {}", super::text::whole(&series.name), number(series.total()))
                })
                .collect();
            said.push_str(&format!(" In all: {}.", names.join(", ")));
        }
        for note in &self.notes {
            said.push(' ');
            said.push_str(note);
        }
        said
    }
}

/// How long the periods of a column are: as the report was told, else as most of them are written; days
/// that are all Mondays are weeks.
fn step(per: Option<&str>, read: &[Option<(Step, NaiveDate)>]) -> Step {
    if let Some(step) = per.and_then(Step::by_name) {
        return step;
    }
    let count = |wanted: Step| read.iter().flatten().filter(|(step, _)| *step == wanted).count();
    let forms = [Step::Day, Step::Month, Step::Year];
    let form = forms.into_iter().rev().max_by_key(|form| count(*form)).unwrap_or(Step::Month);
    let days: BTreeSet<NaiveDate> =
        read.iter().flatten().filter(|(step, _)| *step == Step::Day).map(|(_, day)| *day).collect();
    let are_weeks = days.len() > 1 && days.iter().all(|day| day.weekday() == Weekday::Mon);
    if form == Step::Day && are_weeks { Step::Week } else { form }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Column, RowSink, Value};

    fn timed(kind: &str, per: Option<&str>, rows: &[(&str, &str, f64)]) -> Result<Timed, Error> {
        let kind = PlotKind::by_name(kind).unwrap();
        let by =
            ["period", "name"][..kind.columns()].iter().map(|name| (*name).to_owned()).collect();
        let plot = Plot { kind, value: "articles".to_owned(), by };
        let mut found = Rows::default();
        let columns = ["period", "name", "articles"].map(|name| Column { name: name.to_owned() });
        found.columns(&columns);
        for (period, name, number) in rows {
            let text = |text: &str| Value::Text(text.to_owned());
            found.row(&[text(period), text(name), Value::Real(*number)]);
        }
        Timed::new(&plot, per, &found)
    }

    fn plain(timed: &Timed) -> Vec<String> {
        timed.periods.iter().map(|day| timed.step.plain(*day)).collect()
    }

    #[test]
    fn gaps_are_zero_and_what_has_no_period_is_noted() {
        let rows =
            [("2024-03", "", 2.0), ("2023-12", "", 1.0), ("no month", "", 4.0), ("2023", "", 1.0)];
        let timed = timed("line", None, &rows).unwrap();
        assert_eq!(plain(&timed), ["2023-12", "2024-01", "2024-02", "2024-03"]);
        assert_eq!(timed.series[0].values, [1.0, 0.0, 0.0, 2.0]);
        assert_eq!(
            timed.notes,
            ["Not drawn: 2023, 1 articles.", "Not drawn: no month, 4 articles."]
        );
        assert_eq!(
            timed.said(),
            "Articles per month: 3 in all, from December 2023 to March 2024; most in March 2024 (2), fewest \
             in January 2024 (0). Not drawn: 2023, 1 articles. Not drawn: no month, 4 articles."
        );
    }

    #[test]
    fn periods_are_as_long_as_was_asked() {
        let mondays = [("2024-03-04", "", 1.0), ("2024-03-18", "", 1.0)];
        assert_eq!(timed("line", None, &mondays).unwrap().periods.len(), 3);
        assert_eq!(timed("line", Some("day"), &mondays).unwrap().periods.len(), 15);
        assert_eq!(timed("line", Some("month"), &mondays).unwrap().periods.len(), 1);
    }

    /// A week is in no one month: put together by weeks, and no sum changes.
    #[test]
    fn longer_periods_hold_what_the_shorter_held() {
        let rows: Vec<(String, f64)> = (0..40)
            .map(|week| {
                let day =
                    NaiveDate::from_ymd_opt(2024, 1, 1).unwrap() + chrono::Days::new(7 * week);
                (day.to_string(), week as f64)
            })
            .collect();
        let rows: Vec<(&str, &str, f64)> =
            rows.iter().map(|(day, n)| (day.as_str(), "", *n)).collect();
        let weeks = timed("line", None, &rows).unwrap().within(12);
        assert_eq!((weeks.step, weeks.span, weeks.periods.len()), (Step::Week, 4, 10));
        assert_eq!(weeks.axis(), "articles per 4 weeks");
        assert_eq!(weeks.series[0].values[1], 4.0 + 5.0 + 6.0 + 7.0);
        let days = timed("line", Some("day"), &rows).unwrap().within(12);
        assert_eq!((days.step, days.periods.len()), (Step::Month, 9));
        assert_eq!(days.series[0].total(), weeks.series[0].total());
    }

    #[test]
    fn more_than_can_be_told_apart_are_others() {
        let names: Vec<String> = (0..12).map(|at| format!("N{at:02}")).collect();
        let mut rows: Vec<(&str, &str, f64)> = names
            .iter()
            .enumerate()
            .map(|(at, name)| ("2024", name.as_str(), at as f64 + 1.0))
            .collect();
        rows.push(("2024", "no name", 50.0));
        let timed = timed("stacked", None, &rows).unwrap();
        let shown: Vec<(&str, f64)> =
            timed.series.iter().map(|series| (series.name.as_str(), series.total())).collect();
        assert_eq!(shown[0], ("N11", 12.0));
        assert_eq!(
            shown[7..],
            [("N04", 5.0), ("others", 1.0 + 2.0 + 3.0 + 4.0), ("no name", 50.0)]
        );
        assert_eq!(timed.notes, ["4 more are among the others."]);
    }
}
