//! A report as a form, and its rows as a table, with a picture where it has one and as files of CSV and JSON.
//!
//! What must stay true: the form sends what `cuttings query` takes, under the same names; a name that means several is
//! never guessed; the files have the rows that the page speaks of.

use std::io;

use askama::Template;

use super::{Frame, meant};
use crate::answer::reports::{answer, reports, said_beside};
use crate::answer::whom;
use crate::db::Reader;
use crate::model::{Column, Flow, RowSink, Value};
use crate::output::plot::{Drawing, figure};
use crate::output::{self, Listed, Options, Printer};
use crate::report::{Parameter, ParameterKind, Report};
use crate::serve::answer::{Answer, NoPage};
use crate::serve::asked::PageAsked;
use crate::serve::collected::{Collected, of_report};
use crate::serve::site::encoded;
use crate::serve::table::Table;

/// Rows of a page.
const MOST_ROWS: usize = 1_000;
/// Bytes of a file.
const MOST_BYTES: usize = 16_000_000;

#[derive(Template)]
#[template(path = "report.html")]
struct Page<'p> {
    page: Frame<'p>,
    report: &'p Report,
    fields: Vec<Field>,
    notes: Vec<String>,
    /// What is missing before it can be asked.
    missing: Option<String>,
    table: Option<Table>,
    /// As markup of ours; empty where nothing is drawn.
    figure: String,
    /// Why nothing is drawn that might be.
    not_drawn: Option<String>,
    /// The same rows as files: how the format is called, and where.
    files: Vec<(&'static str, String)>,
}

/// A parameter in the form.
struct Field {
    name: String,
    label: String,
    value: String,
    /// What it is where it is not given.
    usual: String,
    is_required: bool,
    /// What it may be, where that is a list.
    choices: Vec<String>,
}

/// Fails where there is no such report, it does not take what was given, or SQLite stops.
pub fn page(asked: &PageAsked) -> Result<Answer, NoPage> {
    shown(asked, asked.text("report"))
}

/// The publishers. Fails as `page` does.
pub fn publishers(asked: &PageAsked) -> Result<Answer, NoPage> {
    shown(asked, "publishers")
}

fn shown(asked: &PageAsked, name: &str) -> Result<Answer, NoPage> {
    let report = named(name)?;
    let given = given(asked, &report);
    let mut page = Page {
        page: Frame::of(&asked.site, &report.title),
        report: &report,
        fields: report.parameters.iter().map(|parameter| field(asked, parameter)).collect(),
        notes: Vec::new(),
        missing: missing(&report, &given),
        table: None,
        figure: String::new(),
        not_drawn: None,
        files: Vec::new(),
    };
    if page.missing.is_none() {
        let reader = asked.reader()?;
        match meant::understood(asked, &reader, &report, &given)? {
            meant::Understood::So(notes) => page.notes = notes,
            meant::Understood::Several(which) => return Ok(which),
        }
        let found = of_report(asked, &reader, &report, &given, MOST_ROWS)?;
        drawn(&mut page, &report, &given, &found)?;
        page.table = Some(Table::of(&asked.site, &report.title, &report.name, &found));
        page.files = ["csv", "json"]
            .map(|format| {
                let pairs: Vec<(&str, &str)> =
                    given.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
                let path = format!("report/{}/{format}", encoded(&report.name));
                (format, asked.site.href(&path, &pairs))
            })
            .to_vec();
    }
    Ok(Answer::Page(page.render()?))
}

/// A report by its name. Fails where there is none.
fn named(name: &str) -> Result<Report, NoPage> {
    let (reports, _) = reports()?;
    let report = reports.into_iter().find(|report| report.name == name);
    report.ok_or_else(|| NoPage::NotThere(format!("there is no report `{name}`")))
}

/// What was given for its parameters; what else stands in the address is none of its business.
fn given(asked: &PageAsked, report: &Report) -> Vec<(String, String)> {
    let value = |parameter: &Parameter| {
        let text = asked.given(&parameter.name)?;
        Some((parameter.name.clone(), text.to_owned()))
    };
    report.parameters.iter().filter_map(value).collect()
}

fn missing(report: &Report, given: &[(String, String)]) -> Option<String> {
    let is_given = |name: &str| given.iter().any(|(known, _)| known == name);
    let missing =
        report.parameters.iter().filter(|known| known.is_required && !is_given(&known.name));
    let names: Vec<&str> = missing.map(|parameter| parameter.name.as_str()).collect();
    (!names.is_empty()).then(|| names.join(", "))
}

fn field(asked: &PageAsked, parameter: &Parameter) -> Field {
    Field {
        name: parameter.name.clone(),
        label: format!("{}: {}", parameter.name.replace('_', " "), parameter.description),
        value: asked.text(&parameter.name).to_owned(),
        usual: parameter.default.clone().unwrap_or_default(),
        is_required: parameter.is_required,
        choices: match &parameter.kind {
            ParameterKind::OneOf(words) => words.clone(),
            _ => Vec::new(),
        },
    }
}

/// The picture of its rows, where it has one.
fn drawn(
    page: &mut Page<'_>,
    report: &Report,
    given: &[(String, String)],
    found: &Collected,
) -> Result<(), NoPage> {
    let Some(plot) = report.plot.as_ref().filter(|_| !found.rows.is_empty()) else { return Ok(()) };
    let values = report.values(given, &whom::given()).map_err(NoPage::Usage)?;
    let asked = said_beside(report, &values);
    let drawing = Drawing { title: &report.title, about: &report.description, asked: &asked, plot };
    match figure(&drawing, &found.drawn()) {
        Ok(figure) => page.figure = figure,
        Err(error) => page.not_drawn = Some(error.to_string()),
    }
    Ok(())
}

/// Its rows as a file. Fails as `page` does, and where the file would be too large.
pub fn file(asked: &PageAsked) -> Result<Answer, NoPage> {
    let report = named(asked.text("report"))?;
    let (format, media_type) = match asked.text("format") {
        "csv" => ("csv", "text/csv; charset=utf-8"),
        "json" => ("json", "application/json"),
        _ => return Err(NoPage::NotThere("rows are had as csv and json".to_owned())),
    };
    let given = given(asked, &report);
    let reader = asked.reader()?;
    if let meant::Understood::Several(which) = meant::understood(asked, &reader, &report, &given)? {
        return Ok(which);
    }
    let bytes = written(asked, &reader, &report, &given, format)?;
    let is_plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    let name: String = report.name.chars().map(|c| if is_plain(c) { c } else { '-' }).collect();
    Ok(Answer::File { media_type, name: format!("{name}.{format}"), bytes })
}

fn written(
    asked: &PageAsked,
    reader: &Reader,
    report: &Report,
    given: &[(String, String)],
    format: &str,
) -> Result<Vec<u8>, NoPage> {
    let format = output::Format::by_name(format)
        .ok_or_else(|| NoPage::Bug(format!("there is no format `{format}`")))?;
    let mut file = Bounded(Vec::new());
    // As for all who may open rows of a report in a spreadsheet.
    let options = Options { width: None, safe: false, csv_safe: true };
    let mut sink = Printing { printer: format.printer(&mut file, options), error: None };
    answer(reader, report, given, asked.time(), &mut sink)?;
    let error = match sink.error.take() {
        Some(error) => Some(error),
        None => sink.printer.end().err(),
    };
    drop(sink);
    match error {
        None => Ok(file.0),
        Some(error) => Err(NoPage::TooMuch(error.to_string())),
    }
}

/// Bytes, up to a limit.
struct Bounded(Vec<u8>);

impl io::Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0.len() + bytes.len() > MOST_BYTES {
            let words = format!("the rows have more than {} MB", MOST_BYTES / 1_000_000);
            return Err(io::Error::other(words));
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The sink that prints; what goes wrong ends it and is looked at afterwards.
struct Printing<'w> {
    printer: Box<dyn Printer + 'w>,
    error: Option<io::Error>,
}

impl Printing<'_> {
    fn go_on(&mut self, written: io::Result<()>) -> Flow {
        self.error = written.err();
        if self.error.is_some() { Flow::Stop } else { Flow::Continue }
    }
}

impl RowSink for Printing<'_> {
    fn columns(&mut self, columns: &[Column]) -> Flow {
        let written = self.printer.begin(columns);
        self.go_on(written)
    }

    fn row(&mut self, values: &[Value]) -> Flow {
        let written = self.printer.row(values);
        self.go_on(written)
    }
}
