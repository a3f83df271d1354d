//! The first page: what came in, who rises, and what is watched.

use askama::Template;

use super::Frame;
use crate::db::Reader;
use crate::model::Watch;
use crate::serve::answer::{Answer, NoPage};
use crate::serve::asked::PageAsked;
use crate::serve::collected::of_canned;
use crate::serve::table::Table;

const SHOWN: usize = 15;

#[derive(Template)]
#[template(path = "start.html")]
struct Start<'p> {
    page: Frame<'p>,
    /// The last run, in words.
    last_run: Option<String>,
    arrivals: Table,
    trends: Table,
    watches: Vec<Watch>,
}

/// Fails where the archive cannot be read.
pub fn page(asked: &PageAsked) -> Result<Answer, NoPage> {
    let archive = asked.archive()?;
    let last_run = archive.last_run(None)?.map(|run| match run.exit_code {
        Some(_) => format!("{} of {}", run.command, run.started_at),
        None => format!("{} since {}, which has not ended", run.command, run.started_at),
    });
    let watches = archive.watches()?;
    let (site, reader) = (&asked.site, Reader::of(archive)?);
    let came_in = of_canned(asked, &reader, "arrivals", &[], SHOWN)?;
    let columns = ["headline", "publisher", "published_on", "people"];
    let arrivals = match came_in.rows.is_empty() {
        false => Table::with(site, "Stored since yesterday", "arrivals", &came_in, &columns),
        true => {
            let newest = of_canned(asked, &reader, "articles", &[], SHOWN)?;
            let columns = ["headline", "publisher", "published_on"];
            Table::with(
                site,
                "Nothing since yesterday; the newest articles",
                "articles",
                &newest,
                &columns,
            )
        }
    };
    let trends = of_canned(asked, &reader, "trends", &[], SHOWN)?;
    let columns = ["name", "kind", "articles", "articles_before"];
    let trends = Table::with(
        site,
        "Named more or less often than in the month before",
        "trends",
        &trends,
        &columns,
    );
    let page = Frame::of(site, "What came in");
    Ok(Answer::Page(Start { page, last_run, arrivals, trends, watches }.render()?))
}
