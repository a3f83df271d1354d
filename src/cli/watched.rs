//! What `watch` and `news` share: a watch by its name, and what is asked of the archive for it.

use super::query;
use super::wording::nearest;
use super::{ExitCode, Failure};
use crate::db::{Archive, Reader};
use crate::model::{Sought, Watch};
use crate::ops::news::{AskedWatch, ReportAsked};

/// A report without a limit of its own has more rows than these only by mistake.
const MOST_ROWS: &str = "10000";

/// The watch in force with a name. Fails where no watch has it.
pub fn find(archive: &Archive, name: &str) -> Result<Watch, Failure> {
    if let Some(watch) = archive.watch(name)? {
        return Ok(watch);
    }
    let watches = archive.watches()?;
    let names = || watches.iter().map(|watch| watch.name.as_str());
    // Capitals do not tell two watches apart in anybody's head.
    let mut alike = watches.iter().filter(|watch| watch.name.to_lowercase() == name.to_lowercase());
    if let (Some(one), None) = (alike.next(), alike.next()) {
        return Ok(one.clone());
    }
    let failure = Failure::new(ExitCode::NoInput, format!("there is no watch `{name}`"));
    Err(match nearest(name, names()) {
        Some(nearest) => {
            failure.hint(format!("did you mean `{nearest}`? `cuttings watch list` shows them all"))
        }
        None => failure.hint("see them all with `cuttings watch list`"),
    })
}

/// A watch with its report, ready to be asked. Fails where the report is not there any more, or does not take its
/// parameters.
pub fn asked(reader: &Reader, watch: Watch) -> Result<AskedWatch, Failure> {
    let report = match &watch.sought {
        Sought::Report { report, parameters } => {
            let given = parameters.iter().map(|(name, value)| (name.clone(), value.clone()));
            Some(report_of(reader, report, given.collect())?)
        }
        _ => None,
    };
    Ok(AskedWatch { watch, report })
}

/// A report with its parameters. Where it says how many rows it has at most, all are wanted: one that is new may be
/// the last.
fn report_of(
    reader: &Reader,
    name: &str,
    mut given: Vec<(String, String)>,
) -> Result<ReportAsked, Failure> {
    let takes_limit = query::known_reports().iter().any(|report| {
        report.name == name && report.parameters.iter().any(|known| known.name == "limit")
    });
    if takes_limit && !given.iter().any(|(name, _)| name == "limit") {
        given.push(("limit".to_owned(), MOST_ROWS.to_owned()));
    }
    let (report, values) = query::report_asked(reader, name, given)?;
    Ok(ReportAsked { sql: report.sql, values })
}
