//! `report`, and the three reports that are tools of their own: `quotes`, `co_mentions` and `timeline`.
//!
//! A report's parameters are its schema, so a report that is added needs nothing here.

use std::time::Duration;

use serde_json::{Map, Value, json};

use super::{Asking, object};
use crate::answer::reports::TIMEOUT;
use crate::answer::{Failed, reports};
use crate::mcp::answer::{Answer, Outcome, Trouble};
use crate::mcp::arguments::Arguments;
use crate::mcp::names;
use crate::mcp::rows::Rows;
use crate::mcp::shape;
use crate::report::{self, Broken, Origin, Parameter, ParameterKind, Report};

/// Most rows. Of a report that shows periods the latest are kept, and one row says what has no period.
const MOST_ROWS: usize = 200;

impl From<Failed> for Trouble {
    fn from(failed: Failed) -> Self {
        match failed {
            Failed::Archive(error) => error.into(),
            Failed::Configuration(error) => Self::new(error.to_string()),
            Failed::Usage(message) => Self::new(message),
            Failed::Changed => Self::new("the archive changed while it was read").hint("ask again"),
        }
    }
}

/// What `report` takes.
pub fn takes() -> Value {
    object(
        json!({
            "name": { "type": "string", "description": "the report; without it, all reports are listed" },
            "describe": { "type": "boolean", "description": "show the JSON schema of the report's parameters, and do not run it" },
            "parameters": { "type": "object", "description": "what the report takes, as `describe` shows it",
                "additionalProperties": { "type": ["string", "integer", "boolean", "null"] } },
        }),
        &[],
    )
}

/// What it answers: the rows, the list of reports, or what one takes.
pub fn gives() -> Value {
    let listed = || shape::list(json!({ "type": "object" }));
    let about = json!({ "reports": listed(), "left_out": listed(), "name": shape::text(), "title": shape::text(),
        "parameters": { "type": "object" } });
    shape::of_either(found(), shape::with(about, &[]))
}

/// What a report that is a tool of its own answers.
pub fn rows() -> Value {
    shape::of_archive(found())
}

fn found() -> Value {
    let understood = shape::list(json!({ "type": "object" }));
    shape::rows(json!({ "report": shape::text(), "understood": understood }))
}

/// What `quotes` takes.
pub fn quotes() -> Value {
    canned("quotes").map_or_else(|_| object(json!({}), &[]), |report| schema(&report))
}

/// What `co_mentions` takes.
pub fn co_mentions() -> Value {
    canned("co-mentions").map_or_else(|_| object(json!({}), &[]), |report| schema(&report))
}

/// What `timeline` takes.
pub fn timeline() -> Value {
    canned("timeline").map_or_else(|_| object(json!({}), &[]), |report| schema(&report))
}

/// Answers `quotes`.
pub fn call_quotes(asking: &Asking<'_>, arguments: &Arguments) -> Outcome {
    answer(asking, &canned("quotes")?, arguments.pairs())
}

/// Answers `co_mentions`.
pub fn call_co_mentions(asking: &Asking<'_>, arguments: &Arguments) -> Outcome {
    answer(asking, &canned("co-mentions")?, arguments.pairs())
}

/// Answers `timeline`.
pub fn call_timeline(asking: &Asking<'_>, arguments: &Arguments) -> Outcome {
    answer(asking, &canned("timeline")?, arguments.pairs())
}

/// Answers `report`.
pub fn call(asking: &Asking<'_>, arguments: &Arguments) -> Outcome {
    let (reports, broken) = reports::reports().map_err(Failed::from)?;
    let given = arguments.object("parameters").cloned().unwrap_or_default();
    let Some(name) = arguments.text("name") else { return Ok(list(&reports, &broken)) };
    let report = reports.iter().find(|report| report.name == name);
    let report = report.ok_or_else(|| {
        Trouble::new("there is no such report").hint("call `report` without a name to list them")
    })?;
    if arguments.is_set("describe") {
        let title = &report.title;
        return Ok(Answer::OfProgram(
            json!({ "name": name, "title": title, "parameters": schema(report) }),
        ));
    }
    let given = given.into_iter().map(|(name, value)| (name.replace('-', "_"), value)).collect();
    let checked = Arguments::checked(given, &schema(report))?;
    answer(asking, report, checked.pairs())
}

fn answer(asking: &Asking<'_>, report: &Report, mut given: Vec<(String, String)>) -> Outcome {
    let reader = asking.reader()?;
    let understood = names::understood(&reader, report, &given)?;
    let limited = report.parameters.iter().find(|parameter| parameter.name == "limit");
    let asked_for = given.iter().find(|(name, _)| name == "limit");
    let full_at = match (limited, asked_for) {
        (Some(_), Some((_, asked))) => asked.parse().unwrap_or(MOST_ROWS),
        (Some(parameter), None) => limit(parameter),
        (None, _) => MOST_ROWS,
    };
    if limited.is_some() && asked_for.is_none() {
        given.push(("limit".to_owned(), full_at.to_string()));
    }
    let mut rows = Rows::new(MOST_ROWS + 1).full_at(full_at);
    reports::answer(&reader, report, &given, Duration::from_secs(TIMEOUT), &mut rows)?;
    let mut said = Map::new();
    said.insert("report".to_owned(), json!(report.name));
    if !understood.is_empty() {
        said.insert("understood".to_owned(), json!(understood));
    }
    rows.answer(&reader, said)
}

/// Every report, and people's own that are none, with the reason.
fn list(reports: &[Report], broken: &[Broken]) -> Answer {
    let listed: Vec<Value> = reports
        .iter()
        .map(|report| {
            let about =
                if report.description.is_empty() { &report.title } else { &report.description };
            let is_own = matches!(report.origin, Origin::Own(_));
            json!({ "name": report.name, "about": about, "is_own": is_own })
        })
        .collect();
    let broken: Vec<Value> = broken
        .iter()
        .map(|broken| {
            let name = broken.path.file_name().map(|name| name.to_string_lossy().into_owned());
            json!({ "file": name, "why": broken.reason })
        })
        .collect();
    Answer::OfProgram(json!({ "reports": listed, "left_out": broken }))
}

/// A report that comes with the program. Fails where there is none.
fn canned(name: &str) -> Result<Report, Trouble> {
    report::canned(name).ok_or_else(|| Trouble::new("there is no such report"))
}

/// A report's parameters as JSON schema.
fn schema(report: &Report) -> Value {
    let mut properties = Map::new();
    for parameter in &report.parameters {
        properties.insert(parameter.name.clone(), property(parameter));
    }
    let required: Vec<&str> = report
        .parameters
        .iter()
        .filter(|parameter| parameter.is_required)
        .map(|parameter| parameter.name.as_str())
        .collect();
    object(Value::Object(properties), &required)
}

/// How many rows a report shows where nobody says.
fn limit(parameter: &Parameter) -> usize {
    let default = parameter.default.as_deref().and_then(|text| text.parse().ok());
    default.unwrap_or(MOST_ROWS).min(MOST_ROWS)
}

fn property(parameter: &Parameter) -> Value {
    let mut property = match &parameter.kind {
        ParameterKind::Number => json!({ "type": "integer", "minimum": 0 }),
        ParameterKind::OneOf(words) => json!({ "type": "string", "enum": words }),
        _ => json!({ "type": "string" }),
    };
    let day = match parameter.kind {
        ParameterKind::FirstDay | ParameterKind::LastDay => {
            format!(": {}", report::WANTED_DAY)
        }
        _ => String::new(),
    };
    let Some(fields) = property.as_object_mut() else { return property };
    fields.insert("description".to_owned(), json!(format!("{}{day}", parameter.description)));
    if let Some(default) = &parameter.default {
        let default = match default.parse::<i64>() {
            Ok(number) if parameter.kind == ParameterKind::Number => json!(number),
            _ => json!(default),
        };
        fields.insert("default".to_owned(), default);
    }
    if parameter.name == "limit" {
        fields.insert("maximum".to_owned(), json!(MOST_ROWS));
        fields.insert("default".to_owned(), json!(limit(parameter)));
    }
    property
}
