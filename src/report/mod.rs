//! Canned reports: one `.sql` file each, with a header that says what it answers and what it takes.
//!
//! A report is SQL of SQLite 3.40 and nothing else, so that it runs in the stock shell as it stands
//! (`cuttings query NAME --show-sql`), and, written a little otherwise (`duckdb`), over exported tables. The
//! user's own folder holds reports of the same form; one that is broken, or has the name of a canned one, is
//! named and left out. This module knows the files and their headers; only `db::query` runs SQL.
//!
//! A new report is one file here and one line in `REPORTS`. Names are given as people type them; whom one
//! means, which articles are asked for and which publisher is meant are texts that reports share
//! (`shared`), so that they mean the same everywhere.

mod days;
pub mod duckdb;
mod header;
mod plot;
pub mod shared;

use std::fs;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;

pub use self::days::{WANTED as WANTED_DAY, days};
use crate::model::{Plot, Value};

/// Every canned report: its name and its file.
pub const REPORTS: &[(&str, &str)] = &[
    ("articles", include_str!("articles.sql")),
    ("people", include_str!("people.sql")),
    ("organisations", include_str!("organisations.sql")),
    ("places", include_str!("places.sql")),
    ("arrivals", include_str!("arrivals.sql")),
    ("mentions", include_str!("mentions.sql")),
    ("co-mentions", include_str!("co-mentions.sql")),
    ("trends", include_str!("trends.sql")),
    ("seen", include_str!("seen.sql")),
    ("near", include_str!("near.sql")),
    ("words-near", include_str!("words-near.sql")),
    ("quotes", include_str!("quotes.sql")),
    ("quotes-across", include_str!("quotes-across.sql")),
    ("sources", include_str!("sources.sql")),
    ("roles", include_str!("roles.sql")),
    ("timeline", include_str!("timeline.sql")),
    ("timeline-publishers", include_str!("timeline-publishers.sql")),
    ("timeline-people", include_str!("timeline-people.sql")),
    ("network", include_str!("network.sql")),
    ("coverage", include_str!("coverage.sql")),
    ("stories", include_str!("stories.sql")),
    ("gaps", include_str!("gaps.sql")),
    ("publishers", include_str!("publishers.sql")),
    ("new-names", include_str!("new-names.sql")),
    ("unresolved", include_str!("unresolved.sql")),
    ("possible-duplicates", include_str!("possible-duplicates.sql")),
    ("decisions", include_str!("decisions.sql")),
    ("notes", include_str!("notes.sql")),
    ("duplicates", include_str!("duplicates.sql")),
    ("near-duplicates", include_str!("near-duplicates.sql")),
    ("revisions", include_str!("revisions.sql")),
    ("origins", include_str!("origins.sql")),
    ("feeds", include_str!("feeds.sql")),
    ("runs", include_str!("runs.sql")),
    ("problems", include_str!("problems.sql")),
];

/// A report, ready to be given its parameters.
#[derive(Clone, Debug)]
pub struct Report {
    pub name: String,
    pub title: String,
    pub description: String,
    pub parameters: Vec<Parameter>,
    /// What its rows draw, for those that draw something.
    pub plot: Option<Plot>,
    pub sql: String,
    pub origin: Origin,
}

/// Where a report is from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    Canned,
    /// A file in the user's own folder.
    Own(PathBuf),
}

/// What a report is asked with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameter {
    pub name: String,
    pub description: String,
    pub kind: ParameterKind,
    /// What it is when it is not given; NULL if there is none.
    pub default: Option<String>,
    pub is_required: bool,
}

/// What a parameter takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ParameterKind {
    Text,
    /// A whole number that is not negative.
    Number,
    /// A day as `days` takes it; of a month or year the first.
    FirstDay,
    /// The same; of a month or year the last.
    LastDay,
    /// The name of a person, organisation or place. Bound as it was typed, and folded as `:…_folded`.
    Name,
    /// The same, or words that are nobody's name; bound as both are.
    NameOrWords,
    /// Words that stand in a text. Bound as they were typed, and as a phrase of FTS5 as `:…_query`, NULL where
    /// nothing in them is indexed.
    Words,
    /// What names are searched for; bound in the same two ways.
    PartOfName,
    /// The name of a publisher; bound in the same two ways.
    Publisher,
    Topic,
    OneOf(Vec<String>),
}

/// Another form in which a parameter is bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Also {
    /// As names are compared: `:name_folded`.
    Folded,
    /// As a phrase of FTS5: `:words_query`.
    Phrase,
}

impl Also {
    fn name(self, parameter: &Parameter) -> String {
        match self {
            Self::Folded => format!("{}_folded", parameter.name),
            Self::Phrase => format!("{}_query", parameter.name),
        }
    }
}

/// What values depend on besides what was typed.
#[derive(Clone, Copy, Debug)]
pub struct Given {
    /// In UTC.
    pub today: NaiveDate,
    /// How names are compared.
    pub fold: fn(&str) -> String,
}

/// A file that is no report, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    pub path: PathBuf,
    pub reason: String,
}

/// The canned reports and those of the user's folder, and what could not be taken from there.
pub fn all(own_folder: Option<&Path>) -> (Vec<Report>, Vec<Broken>) {
    let mut reports = Vec::new();
    let mut broken = Vec::new();
    for (name, sql) in REPORTS {
        match Report::parse(name, sql, Origin::Canned) {
            Ok(report) => reports.push(report),
            // Cannot happen: a test parses them all.
            Err(reason) => {
                broken.push(Broken { path: PathBuf::from(format!("{name}.sql")), reason })
            }
        }
    }
    for path in own_folder.map(sql_files).unwrap_or_default() {
        match own_report(&path, &reports) {
            Ok(report) => reports.push(report),
            Err(reason) => broken.push(Broken { path, reason }),
        }
    }
    (reports, broken)
}

/// One canned report, by its name; `None`: there is none.
pub fn canned(name: &str) -> Option<Report> {
    let (name, sql) = REPORTS.iter().find(|(known, _)| *known == name)?;
    Report::parse(name, sql, Origin::Canned).ok()
}

impl Report {
    /// Reads a report. Fails where its header is missing or wrong, or its SQL does not fit it.
    pub fn parse(name: &str, sql: &str, origin: Origin) -> Result<Self, String> {
        let header = header::parse(sql)?;
        let sql = shared::expanded(sql)?;
        Ok(Self {
            name: name.to_owned(),
            title: header.title,
            description: header.description,
            parameters: header.parameters,
            plot: header.plot,
            sql,
            origin,
        })
    }

    /// The value of everything that its SQL binds, from what was typed and the defaults. A name may be typed
    /// with `-` where it has `_`. The error says which parameter is unknown, missing or not what it takes.
    pub fn values(
        &self,
        typed: &[(String, String)],
        given: &Given,
    ) -> Result<Vec<(String, Value)>, String> {
        let names: Vec<String> = typed.iter().map(|(name, _)| name.replace('-', "_")).collect();
        for (position, name) in names.iter().enumerate() {
            if !self.parameters.iter().any(|parameter| parameter.name == *name) {
                return Err(format!(
                    "report `{}` has no parameter `{}`",
                    self.name, typed[position].0
                ));
            }
            if names.iter().take(position).any(|earlier| earlier == name) {
                return Err(format!("parameter `{name}` is given twice"));
            }
        }
        let mut values = Vec::with_capacity(self.parameters.len());
        for parameter in &self.parameters {
            let place = names.iter().position(|name| *name == parameter.name);
            let text = place.map(|place| &typed[place].1).or(parameter.default.as_ref());
            if text.is_none() && parameter.is_required {
                return Err(format!("report `{}` needs `{}`", self.name, parameter.name));
            }
            let value = text.map_or(Ok(Value::Null), |text| parameter.value(text, given.today))?;
            values.push((parameter.name.clone(), value));
            for also in parameter.also() {
                let value = text.and_then(|text| match also {
                    Also::Folded => Some((given.fold)(text)),
                    Also::Phrase => phrase(text),
                });
                values.push((also.name(parameter), value.map_or(Value::Null, Value::Text)));
            }
        }
        Ok(values)
    }

    /// The names that its SQL must bind.
    pub fn bound_names(&self) -> Vec<String> {
        let mut names = Vec::with_capacity(self.parameters.len());
        for parameter in &self.parameters {
            names.push(parameter.name.clone());
            names.extend(parameter.also().iter().map(|also| also.name(parameter)));
        }
        names
    }
}

impl Parameter {
    /// What it is bound as besides: a name folded, words as a phrase. A name and what that is of it.
    fn also(&self) -> &'static [Also] {
        match self.kind {
            ParameterKind::Name | ParameterKind::PartOfName | ParameterKind::Publisher => {
                &[Also::Folded]
            }
            ParameterKind::Words => &[Also::Phrase],
            ParameterKind::NameOrWords => &[Also::Folded, Also::Phrase],
            _ => &[],
        }
    }

    /// A default as a value; one that is a word for a day is checked on a day that was.
    fn default_value(&self, text: &str) -> Result<Value, String> {
        self.value(text, NaiveDate::default())
    }

    /// What was typed, as this parameter's value.
    fn value(&self, text: &str, today: NaiveDate) -> Result<Value, String> {
        let wants =
            |what: &str| format!("`{}` wants {what}, not `{text}`", self.name.replace('_', "-"));
        match &self.kind {
            ParameterKind::Text
            | ParameterKind::Name
            | ParameterKind::NameOrWords
            | ParameterKind::Words
            | ParameterKind::PartOfName
            | ParameterKind::Publisher
            | ParameterKind::Topic => Ok(Value::Text(text.to_owned())),
            ParameterKind::Number => match text.parse::<i64>() {
                Ok(number) if number >= 0 => Ok(Value::Integer(number)),
                _ => Err(wants("a whole number")),
            },
            ParameterKind::FirstDay => match days(text, today) {
                Some((first, _)) => Ok(Value::Text(first.to_string())),
                None => Err(wants(WANTED_DAY)),
            },
            ParameterKind::LastDay => match days(text, today) {
                Some((_, last)) => Ok(Value::Text(last.to_string())),
                None => Err(wants(WANTED_DAY)),
            },
            ParameterKind::OneOf(words) if words.iter().any(|word| word == text) => {
                Ok(Value::Text(text.to_owned()))
            }
            ParameterKind::OneOf(words) => Err(wants(&format!("one of {}", words.join(", ")))),
        }
    }

    /// How it is given: `name=TEXT`, `[limit=50]`; brackets where it may be left out.
    pub fn usage(&self) -> String {
        let what = match (&self.default, &self.kind) {
            (Some(default), _) => default.clone(),
            (None, ParameterKind::Text) => "TEXT".to_owned(),
            (None, ParameterKind::Number) => "NUMBER".to_owned(),
            (None, ParameterKind::Name) => "NAME".to_owned(),
            (None, ParameterKind::NameOrWords) => "NAME|WORDS".to_owned(),
            (None, ParameterKind::Words) => "WORDS".to_owned(),
            (None, ParameterKind::PartOfName) => "PART".to_owned(),
            (None, ParameterKind::Publisher) => "PUBLISHER".to_owned(),
            (None, ParameterKind::Topic) => "TOPIC".to_owned(),
            (None, ParameterKind::FirstDay | ParameterKind::LastDay) => "DAY".to_owned(),
            (None, ParameterKind::OneOf(words)) => words.join("|"),
        };
        let name = self.name.replace('_', "-");
        if self.is_required { format!("{name}={what}") } else { format!("[{name}={what}]") }
    }
}

/// Words as a phrase of FTS5, which it takes apart itself; `None` where nothing in them is indexed.
fn phrase(words: &str) -> Option<String> {
    words
        .contains(char::is_alphanumeric)
        .then(|| format!("\"{}\"", words.replace('\0', " ").replace('"', "\"\"")))
}

/// The `.sql` files of a folder in the order of their names; none if there is no folder.
fn sql_files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "sql"))
        .collect();
    paths.sort();
    paths
}

fn own_report(path: &Path, known: &[Report]) -> Result<Report, String> {
    let name = path.file_stem().and_then(|stem| stem.to_str()).ok_or("its name is not UTF-8")?;
    if name.is_empty() || name.contains('=') || name.contains(char::is_whitespace) {
        return Err("a report's name has no spaces and no `=`".to_owned());
    }
    if known.iter().any(|report| report.name == name && report.origin == Origin::Canned) {
        return Err(format!("there is a canned report `{name}`; give it another name"));
    }
    // A pipe would wait for ever, and no report is so long.
    let found = fs::metadata(path).map_err(|error| error.to_string())?;
    if !found.is_file() || found.len() > 100_000 {
        return Err("it is not a file of at most 100 kB".to_owned());
    }
    let sql = fs::read_to_string(path).map_err(|error| error.to_string())?;
    Report::parse(name, &sql, Origin::Own(path.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_is_registered_under_its_name() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/report");
        let mut files: Vec<String> = sql_files(&folder)
            .iter()
            .map(|path| path.file_stem().unwrap().to_string_lossy().into_owned())
            .collect();
        let mut registered: Vec<String> =
            REPORTS.iter().map(|(name, _)| (*name).to_owned()).collect();
        files.sort();
        registered.sort();
        assert_eq!(files, registered);
    }

    #[test]
    fn values_are_checked() {
        let sql = "/* title: t\nparameter: name — n (name, required)\nparameter: since — s (first day)\n\
                   parameter: until — u (last day)\nparameter: per — p (day or month, default day)\n\
                   parameter: limit — l (number, default 5) */";
        let report = Report::parse("r", sql, Origin::Canned).unwrap();
        let day = NaiveDate::from_ymd_opt(2024, 3, 31).unwrap();
        let asked = Given { today: day, fold: |name| name.to_lowercase() };
        let check = |given: &[(&str, &str)], expected: &str| {
            let given: Vec<(String, String)> =
                given.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
            let found = match report.values(&given, &asked) {
                Ok(values) => values
                    .iter()
                    .map(|(_, value)| format!("{value:?}"))
                    .collect::<Vec<_>>()
                    .join(" "),
                Err(reason) => reason,
            };
            assert_eq!(found, expected);
        };
        check(&[("name", "2024")], r#"Text("2024") Text("2024") Null Null Text("day") Integer(5)"#);
        check(
            &[
                ("name", "X"),
                ("since", "2024"),
                ("until", "2024-02"),
                ("per", "month"),
                ("limit", "0"),
            ],
            r#"Text("X") Text("x") Text("2024-01-01") Text("2024-02-29") Text("month") Integer(0)"#,
        );
        check(&[], "report `r` needs `name`");
        check(&[("nam", "x")], "report `r` has no parameter `nam`");
        check(&[("name", "x"), ("name", "y")], "parameter `name` is given twice");
        check(&[("name", "x"), ("limit", "many")], "`limit` wants a whole number, not `many`");
        check(&[("name", "x"), ("limit", "-1")], "`limit` wants a whole number, not `-1`");
        check(&[("name", "x"), ("per", "year")], "`per` wants one of day, month, not `year`");
        check(
            &[("name", "x"), ("since", "soon")],
            "`since` wants a day such as 2024-03-31, a month or a year, or yesterday, -7d, last monday, \
             this month, not `soon`",
        );
    }

    #[test]
    fn own_reports_join_and_broken_ones_are_named() {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in [
            ("mine.sql", "/* title: Mine */ SELECT 1"),
            ("people.sql", "/* title: Other people */ SELECT 1"),
            ("broken.sql", "SELECT 1"),
            ("not a report.sql", "/* title: x */"),
            ("notes.txt", ""),
        ] {
            fs::write(folder.path().join(name), text).unwrap();
        }
        fs::create_dir(folder.path().join("folder.sql")).unwrap();
        let (reports, broken) = all(Some(folder.path()));
        assert_eq!(reports.len(), REPORTS.len() + 1);
        let names: Vec<_> =
            broken.iter().map(|b| b.path.file_name().unwrap().to_string_lossy()).collect();
        assert_eq!(names, ["broken.sql", "folder.sql", "not a report.sql", "people.sql"]);
    }
}
