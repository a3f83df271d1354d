//! The canned reports as queries that a web page runs, where a parameter that nobody fills in is an empty text.
//!
//! What must stay true: with every field empty a query answers what the report answers without parameters, as far as a web
//! page can: it knows no folding of names but small letters, and no days but whole ones, months and years.

use super::whom;
use crate::db::sql_text;
use crate::model::{CannedQuery, Value};
use crate::report::{self, Parameter, ParameterKind, Report};

/// Every canned report, those of the user's own folder left out: their SQL is not ours to publish.
pub fn queries() -> Vec<CannedQuery> {
    let (reports, _) = report::all(None);
    reports.iter().map(query).collect()
}

fn query(report: &Report) -> CannedQuery {
    let mut expressions = Vec::new();
    for parameter in &report.parameters {
        let name = &parameter.name;
        let given = format!("nullif(:{name}, '')");
        expressions.push((name.clone(), expression(report, parameter, &given)));
        expressions.push((format!("{name}_folded"), format!("lower({given})")));
        // Words that must be given and are not are a phrase of nothing; elsewhere NULL asks for none.
        let words =
            if parameter.is_required { format!("coalesce({given}, '')") } else { given.clone() };
        let phrase = format!("'\"' || replace({words}, '\"', '\"\"') || '\"'");
        expressions.push((format!("{name}_query"), phrase));
    }
    let takes: Vec<String> = report
        .parameters
        .iter()
        .map(|parameter| format!("{}: {}", parameter.name, parameter.description))
        .collect();
    let about = if report.description.is_empty() { &report.title } else { &report.description };
    CannedQuery {
        name: report.name.clone(),
        title: report.title.clone(),
        description: match takes.is_empty() {
            true => about.clone(),
            false => format!(
                "{about} Each field may be left empty unless it must be given. {}.",
                takes.join("; ")
            ),
        },
        sql: sql_text::with_expressions(report.sql.trim_end().trim_end_matches(';'), &expressions),
        parameters: report.parameters.iter().map(|parameter| parameter.name.clone()).collect(),
    }
}

/// The value of a parameter, from what was filled in.
fn expression(report: &Report, parameter: &Parameter, given: &str) -> String {
    let default = default(report, parameter);
    let value = match parameter.kind {
        // Of a year or a month its first or last day.
        ParameterKind::FirstDay => format!(
            "CASE length({given}) WHEN 4 THEN {given} || '-01-01' WHEN 7 THEN {given} || '-01' ELSE {given} END"
        ),
        ParameterKind::LastDay => format!(
            "CASE length({given}) WHEN 4 THEN {given} || '-12-31' WHEN 7 THEN date({given} || '-01', '+1 month', '-1 day') ELSE {given} END"
        ),
        // Text would be unequal to every count.
        ParameterKind::Number => format!("CAST({given} AS INTEGER)"),
        _ => given.to_owned(),
    };
    match default {
        Some(default) => format!("coalesce({value}, {default})"),
        // In brackets, whatever stands beside it.
        None => format!("({value})"),
    }
}

/// What it is when it is not given, in SQL.
fn default(report: &Report, parameter: &Parameter) -> Option<String> {
    match parameter.default.as_deref()? {
        "today" => Some("date('now')".to_owned()),
        "yesterday" => Some("date('now', '-1 day')".to_owned()),
        text => {
            let typed = [(parameter.name.clone(), text.to_owned())];
            // What must be given besides has no bearing on it.
            let known: Vec<(String, String)> = report
                .parameters
                .iter()
                .filter(|other| other.is_required && other.name != parameter.name)
                .map(|other| (other.name.clone(), String::new()))
                .chain(typed)
                .collect();
            let values = report.values(&known, &whom::given()).ok()?;
            let (_, value) = values.into_iter().find(|(name, _)| *name == parameter.name)?;
            (value != Value::Null)
                .then(|| sql_text::with_literals(":value", &[("value".to_owned(), value)]))
        }
    }
}
