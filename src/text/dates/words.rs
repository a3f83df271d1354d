//! Dates in words and numbers, in any order, every token of them understood.
//!
//! `Monday, March 18th, 2024 | 9:15 a.m. EST`, `Mo, 18.03.2024 09:15 Uhr`, `lundi 18 mars 2024 à
//! 9h15`. What must stay true: one token that has no place in a date, or a second value for one part
//! of it, and the text is no date.

use super::moment::{Clock, Moment, clock, number};
use super::numeric::{from_iso, year_first};
use super::tokens::{Around, spaced, without_stops};
use super::vocabulary::{
    BEFORE_CLOCK, HOUR_WORDS, LINKING, LINKING_ELSEWHERE, ORDINAL_ENDINGS, TUESDAY_OR_MARCH,
    is_plain, month, weekday,
};
use super::zones::offset;
use crate::model::DayOrder;

/// Years of two figures below this are of this century, as RFC 5322 has it.
const PIVOT: u32 = 50;

/// What has been understood of a date so far.
#[derive(Clone, Debug, Default)]
pub struct Words {
    pub year: Option<u32>,
    pub month: Option<u32>,
    pub day: Option<u32>,
    pub weekday: Option<u32>,
    pub time: Option<Clock>,
    pub zone: Option<Option<i16>>,
    has_half: bool,
    is_ambiguous: bool,
    /// Whether a word was taken that no language has in which the month may stand first.
    is_day_first: bool,
    /// Whether a word was taken that only counts beside a day of the month.
    is_loose: bool,
    /// How often the word stands there that is a Tuesday or a month.
    tuesdays_or_marches: u32,
    order: Option<DayOrder>,
}

/// A date of which the year at least is there.
pub fn from_words(text: &str, order: Option<DayOrder>) -> Option<Moment> {
    parts(text, order)
        .or_else(|| {
            // JavaScript adds the zone's name after its offset, mail programs whatever they like.
            let (before, _) = text.strip_suffix(')')?.rsplit_once('(')?;
            parts(before, order).filter(|words| words.zone.is_some())
        })?
        .moment()
}

/// The parts of a date, of which any may be missing. `None` if a token has no place in one.
pub fn parts(text: &str, order: Option<DayOrder>) -> Option<Words> {
    let spaced = spaced(text);
    let tokens: Vec<&str> = spaced.split_whitespace().collect();
    let mut found = Words { order, ..Words::default() };
    for (place, token) in tokens.iter().enumerate() {
        let before = place.checked_sub(1).and_then(|before| tokens.get(before));
        let around = Around {
            before: before.map(|token| without_stops(token)).unwrap_or_default(),
            after: tokens.get(place + 1).map(|token| without_stops(token)).unwrap_or_default(),
        };
        found.take(token, &around)?;
    }
    found.settle_march()?;
    Some(found)
}

impl Words {
    /// Takes one token; `None` if it has no place in a date.
    fn take(&mut self, token: &str, around: &Around) -> Option<()> {
        if token.starts_with(|c: char| c.is_ascii_digit()) {
            // `2024- 4:01 PM`
            return self.figures(token.trim_end_matches(['-', '–', '—']), around);
        }
        let word = without_stops(token);
        let word = word.as_str();
        if self.time.is_some()
            && let Some(zone) = offset(word)
        {
            return self.zone(word, zone);
        }
        if LINKING.contains(&word) || HOUR_WORDS.contains(&word) && self.time.is_some() {
            return Some(());
        }
        if word == TUESDAY_OR_MARCH {
            self.tuesdays_or_marches += 1;
            return Some(());
        }
        if let Some(month) = month(word) {
            self.is_loose |= !is_plain(word);
            return set(&mut self.month, month);
        }
        if let Some(day) = weekday(word) {
            self.is_loose |= !is_plain(word);
            // Where two stand, a range or a misprint, neither matters.
            self.weekday = Some(day);
            return Some(());
        }
        if matches!(word, "am" | "pm") && self.time.is_some() {
            return self.half(word);
        }
        if matches!(word, "noon" | "midday" | "midnight") {
            return set(&mut self.time, (if word == "midnight" { 0 } else { 12 }, 0, None));
        }
        if LINKING_ELSEWHERE.contains(&word) || BEFORE_CLOCK.contains(&word) {
            self.is_loose = true;
            // `am` may be English; the other words are not, and only English puts months first.
            self.is_day_first |= !matches!(word, "am" | "at");
            return Some(());
        }
        if let Some(year) = word.strip_prefix('\'').filter(|year| year.len() == 2) {
            return set(&mut self.year, full_year(number(year)?));
        }
        if let Some((name, rest)) = word.split_once('-')
            && let Some(month) = month(name)
            && let Some((day, year)) = rest.split_once('-')
        {
            // `Mar-18-2024`
            set(&mut self.month, month)?;
            set(&mut self.day, number(day)?)?;
            return set(&mut self.year, number(year).filter(|_| year.len() == 4)?);
        }
        let zone = offset(word)?;
        self.zone(word, zone)
    }

    /// `+1300 (NZDT)`: the number is the clearer of the two, wherever it stands.
    fn zone(&mut self, word: &str, zone: Option<i16>) -> Option<()> {
        let is_number = word.starts_with(['+', '-', '\u{2212}']);
        self.zone = Some(match self.zone {
            Some(Some(_)) if is_number => zone,
            Some(Some(known)) => Some(known),
            _ => zone,
        });
        Some(())
    }

    fn figures(&mut self, token: &str, around: &Around) -> Option<()> {
        if let Some(value) = number(token) {
            return self.number(token, value, around);
        }
        if let Some(moment) = from_iso(token).filter(|moment| moment.time.is_some()) {
            set(&mut self.year, moment.year as u32)?;
            set(&mut self.month, moment.month?)?;
            set(&mut self.day, moment.day?)?;
            self.zone = moment.offset_minutes.map(Some).or(self.zone);
            return set(&mut self.time, moment.time?);
        }
        // `18. 3.` as in northern Europe, `2024. 03. 18.` as in Hungary.
        if let Some(digits) = token.strip_suffix('.')
            && let Some(value) = number(digits)
        {
            let is_month = self.month.is_none() && (self.year.is_some() || self.day.is_some());
            return match digits.len() {
                4 => set(&mut self.year, value),
                1 | 2 if is_month => set(&mut self.month, value),
                1 | 2 => set(&mut self.day, value),
                _ => None,
            };
        }
        // `9.15am`, `9:15a.m.`, `9am`.
        let plain = token.replace("a.m.", "am").replace("p.m.", "pm");
        let plain = plain.replace("a.m", "am").replace("p.m", "pm");
        if let Some(time) = plain.strip_suffix("am").or_else(|| plain.strip_suffix("pm")) {
            let half = plain.get(time.len()..)?;
            self.time_of_day(&time.replace('.', ":"))?;
            return self.half(half);
        }
        if let Some(ending) = plain.find(|c: char| !c.is_ascii_digit())
            && ending <= 2
            && ORDINAL_ENDINGS.contains(&plain.get(ending..)?)
        {
            return set(&mut self.day, number(plain.get(..ending)?)?);
        }
        if let Some(digits) = plain.strip_suffix('z').filter(|digits| digits.contains(':')) {
            self.zone = Some(Some(0));
            return self.time_of_day(digits);
        }
        // `09:15h`
        let token = match token.strip_suffix(['h', 'H']) {
            Some(clock) if clock.contains(':') => clock,
            _ => token,
        };
        if token.contains(':') {
            return match token.find(['+', '-', '\u{2212}']) {
                Some(place) => {
                    self.zone = Some(offset(token.get(place..)?)?);
                    self.time_of_day(token.get(..place)?)
                }
                None => self.time_of_day(token),
            };
        }
        if let Some((hour, minute)) = plain.split_once('h') {
            // `9h`, `09h15`, `9h15min`.
            let minute = minute.strip_suffix("min").unwrap_or(minute);
            let minute = if minute.is_empty() { "00" } else { minute };
            self.is_day_first = true;
            return self.time_of_day(&format!("{hour}:{minute}"));
        }
        let has_one_stop = token.matches('.').count() == 1 && token.len() <= 5;
        let is_clock = around.is_before_half()
            || around.is_before_hour_word()
            || around.is_before_zone()
            || around.is_after_clock_word()
            || self.year.is_some();
        if has_one_stop && is_clock && !token.ends_with('.') {
            return self.time_of_day(&token.replace('.', ":"));
        }
        self.numeric_date(token)
    }

    /// Figures and nothing else.
    fn number(&mut self, token: &str, value: u32, around: &Around) -> Option<()> {
        if around.is_before_half() {
            return self.time_of_day(token);
        }
        if token.len() <= 2 && self.time.is_none() {
            let is_hour = around.is_before_hour_word()
                || around.is_after_clock_word()
                    && self.day.is_some()
                    && month(&around.after).is_none();
            if is_hour {
                return self.time_of_day(token);
            }
        }
        match (token.len(), self.time) {
            // `18 h 30`
            (2, Some((hour, 0, None)))
                if HOUR_WORDS.contains(&around.before.as_str())
                    && month(&around.after).is_none() =>
            {
                self.time = Some((hour, value, None));
                Some(())
            }
            (4, None) if around.is_before_hour_word() || around.is_before_zone() => {
                set(&mut self.time, clock(token)?)
            }
            (4, _) => set(&mut self.year, value),
            // `18 Mar 24`
            (2, _)
                if self.day.is_some()
                    && self.year.is_none()
                    && month(&around.before).is_some()
                    && around.before != "may" =>
            {
                set(&mut self.year, full_year(value))
            }
            (1 | 2, _) => set(&mut self.day, value),
            _ => None,
        }
    }

    /// `18.03.2024`, `18.3.`, `18/03/2024`, `03/18/24`, `18-Mar-2024`, `2024-03-18`.
    fn numeric_date(&mut self, token: &str) -> Option<()> {
        if let Some(moment) = year_first(token.trim_end_matches('.')) {
            set(&mut self.year, moment.year as u32)?;
            set(&mut self.month, moment.month?)?;
            return set(&mut self.day, moment.day?);
        }
        let separator = token.chars().find(|c| !c.is_ascii_digit())?;
        if !matches!(separator, '-' | '/' | '.') {
            return None;
        }
        let mut parts = token.split(separator);
        let (first, second, year) = (parts.next()?, parts.next()?, parts.next()?);
        if parts.next().is_some_and(|rest| !rest.is_empty()) || first.len() > 2 {
            return None;
        }
        let first = number(first)?;
        let name = month(second);
        match year.len() {
            // `18.3.`: the year follows.
            0 if separator == '.' => {}
            4 => set(&mut self.year, number(year)?)?,
            // `24-03-18` may start with its year; the others are not written so.
            2 if separator != '-' || name.is_some() => {
                set(&mut self.year, full_year(number(year)?))?;
            }
            _ => return None,
        }
        if let Some(month) = name {
            set(&mut self.month, month)?;
            return set(&mut self.day, first);
        }
        let second = number(second).filter(|_| second.len() <= 2)?;
        if first == 0 || second == 0 {
            return None;
        }
        // Full stops are written day first wherever they are written; slashes and hyphens are
        // written both ways, so an impossible reading decides, or somebody who knows.
        let is_open = separator != '.' && first <= 12 && second <= 12 && first != second;
        self.is_ambiguous = is_open && self.order.is_none();
        let is_month_first = second > 12 || is_open && self.order == Some(DayOrder::MonthFirst);
        let (day, month) = if is_month_first { (second, first) } else { (first, second) };
        set(&mut self.month, month)?;
        set(&mut self.day, day)
    }

    fn time_of_day(&mut self, text: &str) -> Option<()> {
        let time = match number(text) {
            Some(hour) if text.len() <= 2 => (hour, 0, None),
            _ => clock(text.trim_end_matches('.'))?,
        };
        set(&mut self.time, time)
    }

    fn half(&mut self, half: &str) -> Option<()> {
        let (hour, minute, second) = self.time?;
        if std::mem::replace(&mut self.has_half, true) || hour == 0 {
            return None;
        }
        let hour = match (half, hour) {
            ("am", 12) => 0,
            ("am", 1..=11) | ("pm", 12..=23) => hour,
            ("pm", 1..=11) => hour + 12,
            _ => return None,
        };
        self.time = Some((hour, minute, second));
        Some(())
    }

    /// `mar. 19 mars`: a Tuesday beside a month, else the month, or one of each.
    fn settle_march(&mut self) -> Option<()> {
        match (self.tuesdays_or_marches, self.month) {
            (0, _) => {}
            (1, Some(_)) => self.weekday = Some(1),
            (1, None) => self.month = Some(3),
            (2, None) => (self.month, self.weekday) = (Some(3), Some(1)),
            _ => return None,
        }
        Some(())
    }

    /// Whether words that are dates' words beside a day only stand without one.
    pub fn is_too_loose(&self) -> bool {
        self.is_loose && self.day.is_none()
    }

    fn moment(self) -> Option<Moment> {
        if self.zone.is_some() && self.time.is_none() || self.is_too_loose() {
            return None;
        }
        Some(Moment {
            year: self.year? as i32,
            month: self.month,
            day: self.day,
            time: self.time,
            offset_minutes: self.zone.flatten(),
            is_ambiguous: self.is_ambiguous && !self.is_day_first,
        })
    }
}

fn full_year(two_figures: u32) -> u32 {
    if two_figures < PIVOT { 2000 + two_figures } else { 1900 + two_figures }
}

/// Fills an empty slot; a second value for the same slot means that the text is no date.
fn set<T>(slot: &mut Option<T>, value: T) -> Option<()> {
    slot.replace(value).is_none().then_some(())
}
