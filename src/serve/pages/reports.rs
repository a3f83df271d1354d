//! Every report there is, canned and people's own, each with a link to its form.

use askama::Template;

use super::Frame;
use crate::answer::reports::reports;
use crate::report::{Broken, Origin, Report};
use crate::serve::answer::{Answer, NoPage};
use crate::serve::asked::PageAsked;

#[derive(Template)]
#[template(path = "reports.html")]
struct Reports<'p> {
    page: Frame<'p>,
    canned: Vec<Report>,
    own: Vec<Report>,
    broken: Vec<Broken>,
}

/// Fails where the config file cannot be read.
pub fn page(asked: &PageAsked) -> Result<Answer, NoPage> {
    let (reports, broken) = reports()?;
    let (canned, own) = reports.into_iter().partition(|report| report.origin == Origin::Canned);
    let page = Frame::of(&asked.site, "Reports");
    Ok(Answer::Page(Reports { page, canned, own, broken }.render()?))
}
