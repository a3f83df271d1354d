//! What is to be decided: names that nobody could place, names that may be one, inputs that gave no article. The page
//! decides nothing: beside each stands the command to type.

use askama::Template;

use super::Frame;
use crate::model::{EntityKind, Value};
use crate::serve::answer::{Answer, NoPage};
use crate::serve::asked::PageAsked;
use crate::serve::collected::{Collected, of_canned};
use crate::serve::site::Site;
use crate::serve::{command, link};

const SHOWN: u32 = 20;
const MOST: u32 = 200;

#[derive(Template)]
#[template(path = "decide.html")]
struct Decide<'p> {
    page: Frame<'p>,
    unplaced: Vec<Case>,
    alike: Vec<Case>,
    problems: Vec<Problem>,
    /// The same page with more of each.
    more: Option<String>,
}

/// A name, or two.
struct Case {
    /// Each with its page.
    names: Vec<(String, String)>,
    said: String,
    /// What can be decided, and how. Empty where a name cannot be typed as it is.
    commands: Vec<(&'static str, String)>,
}

/// An input that gave no article.
struct Problem {
    uri: String,
    outcome: String,
    reason: String,
    command: Option<String>,
}

/// Fails where the archive cannot be read.
pub fn page(asked: &PageAsked) -> Result<Answer, NoPage> {
    let (site, reader) = (&asked.site, asked.reader()?);
    let most = asked.number("show", SHOWN, MOST)?;
    let ask = |report: &str| of_canned(asked, &reader, report, &[], most as usize);
    let (unplaced, alike, problems) =
        (ask("unresolved")?, ask("possible-duplicates")?, ask("problems")?);
    let next = (most * 2).min(MOST);
    let is_cut = unplaced.is_cut || alike.is_cut || problems.is_cut;
    let more = (is_cut && next > most).then(|| site.href("decide", &[("show", &next.to_string())]));
    let decide = Decide {
        page: Frame::of(site, "To decide"),
        unplaced: unplaced.rows.iter().filter_map(|row| single(site, &unplaced, row)).collect(),
        alike: alike.rows.iter().filter_map(|row| pair(site, &alike, row)).collect(),
        problems: problems.rows.iter().map(|row| problem(site, &problems, row)).collect(),
        more,
    };
    Ok(Answer::Page(decide.render()?))
}

/// Someone who is known by one word only.
fn single(site: &Site, found: &Collected, row: &[Value]) -> Option<Case> {
    let name = found.text(row, "name")?;
    let page = |name: &str| (name.to_owned(), link::entity(site, EntityKind::Person, name));
    let mut names = vec![page(name)];
    let mut commands = Vec::new();
    if let Some(likeliest) = found.text(row, "likeliest") {
        names.push(page(likeliest));
        commands.push(("It is the same person", vec!["person", "merge", name, likeliest]));
    }
    commands.push(("It is no name", vec!["person", "ignore", name]));
    let articles = found.number(row, "articles").unwrap_or_default();
    let fuller = found.number(row, "fuller_names").unwrap_or_default();
    let said = match fuller {
        0 => format!("in {articles} articles; no fuller name is known"),
        _ => format!(
            "in {articles} articles; {fuller} fuller names are known, and this is the likeliest"
        ),
    };
    Some(Case { names, said, commands: lines(site, commands) })
}

/// Two names that may be one.
fn pair(site: &Site, found: &Collected, row: &[Value]) -> Option<Case> {
    let kind = found.text(row, "kind").and_then(EntityKind::by_name)?;
    let (name, other) = (found.text(row, "name")?, found.text(row, "other_name")?);
    let page = |name: &str| (name.to_owned(), link::entity(site, kind, name));
    let number = |name: &str| found.number(row, name).unwrap_or_default();
    Some(Case {
        names: vec![page(name), page(other)],
        said: format!(
            "in {} and {} articles; {} in the company of both",
            number("articles"),
            number("other_articles"),
            number("shared_company")
        ),
        commands: lines(
            site,
            vec![
                ("They are the same", vec![kind.as_str(), "merge", name, other]),
                ("They are not", vec![kind.as_str(), "distinct", name, other]),
            ],
        ),
    })
}

fn lines(site: &Site, commands: Vec<(&'static str, Vec<&str>)>) -> Vec<(&'static str, String)> {
    let line =
        |(what, words): (&'static str, Vec<&str>)| Some((what, command::line(site, &words)?));
    commands.into_iter().filter_map(line).collect()
}

fn problem(site: &Site, found: &Collected, row: &[Value]) -> Problem {
    let text = |name: &str| found.text(row, name).unwrap_or_default().to_owned();
    let uri = text("uri");
    // A file on this machine can be looked at; an address, or a part of a file, cannot.
    let path = uri.strip_prefix("file://").unwrap_or(&uri);
    let is_file = path.starts_with('/') && !path.contains('#');
    Problem {
        command: is_file.then(|| command::line(site, &["read", path])).flatten(),
        outcome: text("outcome"),
        reason: text("reason"),
        uri,
    }
}
