//! Every report there is, and one answered with what was typed for it.

use std::time::Duration;

use super::{Failed, whom};
use crate::config::{self, Config};
use crate::db::{Reader, sql_text};
use crate::model::{RowSink, Value};
use crate::report::{self, Broken, Origin, Report};

/// Seconds that a report may work where nobody says otherwise.
pub const TIMEOUT: u64 = 10;

/// The canned and the user's own reports. Of the latter, those whose header does not fit their SQL
/// are broken too. Fails where the config file cannot be read.
pub fn reports() -> Result<(Vec<Report>, Vec<Broken>), config::Error> {
    let folder = Config::load()?.reports_folder();
    let (mut reports, mut broken) = report::all(folder.as_deref());
    reports.retain(|report| {
        let Origin::Own(path) = &report.origin else { return true };
        let described = report.bound_names();
        let mut described: Vec<&str> = described.iter().map(String::as_str).collect();
        let taken = sql_text::parameter_names(&report.sql);
        let mut taken: Vec<&str> = taken.iter().map(String::as_str).collect();
        described.sort_unstable();
        taken.sort_unstable();
        let fits = described == taken;
        if !fits {
            let reason = format!(
                "its header describes the parameters {}, its SQL takes {}",
                list_of(&described),
                list_of(&taken)
            );
            broken.push(Broken { path: path.clone(), reason });
        }
        fits
    });
    Ok((reports, broken))
}

/// Hands each row of a report to `sink`; how many there were. Fails where it does not take these values, or SQLite stops,
/// at the latest after `time`.
pub fn answer(
    reader: &Reader,
    report: &Report,
    given: &[(String, String)],
    time: Duration,
    sink: &mut dyn RowSink,
) -> Result<u64, Failed> {
    let mut values = report.values(given, &whom::given()).map_err(Failed::Usage)?;
    whom::with_topics_in_use(reader, report, &mut values)?;
    Ok(reader.run(&report.sql, &values, time, sink)?)
}

/// The same for a canned report, by its name. Fails where no report has that name, and as `answer` does.
pub fn answer_canned(
    reader: &Reader,
    name: &str,
    given: &[(String, String)],
    sink: &mut dyn RowSink,
) -> Result<u64, Failed> {
    let report = report::canned(name)
        .ok_or_else(|| Failed::Usage(format!("there is no report `{name}`")))?;
    answer(reader, &report, given, Duration::from_secs(TIMEOUT), sink)
}

/// The parameters as they are said beside a picture: what narrows or shapes it, not where it ends.
pub fn said_beside(report: &Report, values: &[(String, Value)]) -> Vec<(String, String)> {
    values
        .iter()
        .filter(|(name, _)| report.parameters.iter().any(|known| known.name == *name))
        .filter_map(|(name, value)| match value {
            Value::Text(text) => Some((name.clone(), text.clone())),
            Value::Integer(number) => Some((name.clone(), number.to_string())),
            _ => None,
        })
        .filter(|(name, value)| name != "limit" && value != "no")
        .collect()
}

fn list_of(names: &[&str]) -> String {
    if names.is_empty() { "(none)".to_owned() } else { names.join(", ") }
}
