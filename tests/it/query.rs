//! Reports, as the program runs them and as the stock shell does.

use std::io::Write;
use std::process::{Command, Stdio};

use cuttings::db::{self, sql_text};
use cuttings::output::FORMATS;
use cuttings::report;

use crate::fixture::Fixture;

/// Every report with something for the parameters it cannot do without.
fn reports() -> Vec<(String, Vec<String>)> {
    let (reports, broken) = report::all(None);
    assert_eq!(broken, []);
    reports
        .into_iter()
        .map(|report| {
            let required = report.parameters.iter().filter(|parameter| parameter.is_required);
            let given =
                required.map(|parameter| format!("{}=Winston Peters", parameter.name)).collect();
            (report.name, given)
        })
        .collect()
}

fn arguments<'a>(name: &'a str, given: &'a [String], more: &[&'a str]) -> Vec<&'a str> {
    let mut arguments = vec!["query", name];
    arguments.extend(given.iter().map(String::as_str));
    arguments.extend(more);
    arguments
}

#[test]
fn every_header_describes_the_parameters_its_sql_takes() {
    for report in report::all(None).0 {
        let mut described: Vec<String> =
            report.parameters.iter().map(|parameter| parameter.name.clone()).collect();
        let mut taken = sql_text::parameter_names(&report.sql);
        described.sort();
        taken.sort();
        assert_eq!(described, taken, "{}", report.name);
        assert!(!report.description.is_empty(), "{}", report.name);
    }
}

#[test]
fn every_report_runs_in_every_format() {
    for fixture in [Fixture::empty(), Fixture::filled()] {
        for (name, given) in reports() {
            for format in FORMATS {
                let shown = fixture.printed(&arguments(&name, &given, &["--format", format.name]));
                if format.name == "json" {
                    serde_json::from_str::<Vec<serde_json::Value>>(&shown).unwrap();
                }
            }
        }
    }
}
