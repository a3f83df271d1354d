//! A person, an organisation or a place: who it is, roles in time, a time line, companions, quotations, articles.
//!
//! Each part is a report's answer, as a dossier's is, cut to what a page has room for; the report itself is a link away.

use askama::Template;

use super::{Frame, meant};
use crate::answer::reports::said_beside;
use crate::answer::whom;
use crate::db::{Meaning, Reader};
use crate::model::{EntityKind, Subject};
use crate::output::plot::{Drawing, figure};
use crate::report;
use crate::serve::answer::{Answer, NoPage};
use crate::serve::asked::PageAsked;
use crate::serve::collected::of_canned;
use crate::serve::table::Table;

#[derive(Template)]
#[template(path = "entity.html")]
struct Entity<'p> {
    page: Frame<'p>,
    asked: &'p PageAsked,
    one: &'p Meaning,
    /// `#12`.
    number: String,
    subject: Subject,
    note: Option<String>,
    sections: Vec<Section>,
    /// Articles over time, as markup of ours; empty where there is too little to draw.
    figure: String,
    /// The same as a dossier, for paper.
    dossier: String,
}

struct Section {
    id: &'static str,
    title: &'static str,
    table: Table,
    /// The whole report.
    more: String,
}

/// A report as a part of the page.
struct Part {
    id: &'static str,
    title: &'static str,
    report: &'static str,
    columns: &'static [&'static str],
    most: usize,
}

const ROLES: Part = Part {
    id: "roles",
    title: "Roles",
    report: "roles",
    columns: &["title", "held_in", "articles", "first_on", "last_on"],
    most: 20,
};
const OTHERS: [Part; 3] = [
    Part {
        id: "companions",
        title: "Named with",
        report: "co-mentions",
        columns: &["name", "kind", "articles", "first_on", "last_on"],
        most: 20,
    },
    Part {
        id: "said",
        title: "Said by them",
        report: "quotes",
        columns: &["quote", "published_on", "publisher", "headline"],
        most: 10,
    },
    Part {
        id: "articles",
        title: "Articles",
        report: "articles",
        columns: &["headline", "published_on", "publisher", "byline"],
        most: 25,
    },
];

/// Fewer periods are no line.
const FEWEST_PERIODS: usize = 3;

/// A person. Fails where nobody is called so, or the archive cannot be read.
pub fn person(asked: &PageAsked) -> Result<Answer, NoPage> {
    page(asked, EntityKind::Person)
}

/// An organisation. Fails as `person` does.
pub fn organisation(asked: &PageAsked) -> Result<Answer, NoPage> {
    page(asked, EntityKind::Organisation)
}

/// A place. Fails as `person` does.
pub fn place(asked: &PageAsked) -> Result<Answer, NoPage> {
    page(asked, EntityKind::Place)
}

fn page(asked: &PageAsked, kind: EntityKind) -> Result<Answer, NoPage> {
    let typed = asked
        .given("name")
        .ok_or_else(|| NoPage::Usage("no name is given: `?name=…`".to_owned()))?;
    let reader = asked.reader()?;
    let (one, note) = match meant::meant(&reader, Some(kind), typed)? {
        meant::Meant::One(one, note) => (one, note),
        meant::Meant::Several(several) => {
            let address = |one: &Meaning| {
                asked.site.href(kind.as_str(), &[("name", &format!("#{}", one.id))])
            };
            return meant::which(&asked.site, typed, &several, address);
        }
        meant::Meant::Nobody(said) => return Err(NoPage::NotThere(said)),
    };
    let subject = reader
        .subject(kind, one.id)?
        .ok_or_else(|| NoPage::NotThere("the archive changed while it was read".to_owned()))?;
    let number = format!("#{}", one.id);
    let roles = (kind == EntityKind::Person).then_some(&ROLES);
    let sections = roles
        .into_iter()
        .chain(&OTHERS)
        .map(|part| section(asked, &reader, &one, part))
        .collect::<Result<Vec<_>, NoPage>>()?;
    let figure = drawn(asked, &reader, &one)?;
    let page = Frame::of(&asked.site, &one.name);
    let dossier = asked.site.href("dossier", &given(asked, &one, &number));
    let entity =
        Entity { page, asked, one: &one, number, subject, note, sections, figure, dossier };
    Ok(Answer::Page(entity.render()?))
}

/// What is asked of every report.
fn given<'g>(asked: &'g PageAsked, one: &Meaning, number: &'g str) -> Vec<(&'g str, &'g str)> {
    let mut given = vec![("name", number), ("kind", one.kind.as_str())];
    given.extend(["since", "until", "once"].map(|name| (name, asked.text(name))));
    given
}

fn section(
    asked: &PageAsked,
    reader: &Reader,
    one: &Meaning,
    part: &Part,
) -> Result<Section, NoPage> {
    let number = match part.report {
        // Its `kind` is that of articles.
        "articles" => format!("{} #{}", one.kind.as_str(), one.id),
        _ => format!("#{}", one.id),
    };
    let mut given = given(asked, one, &number);
    if part.report == "articles" {
        given.retain(|(name, _)| *name != "kind");
    }
    let found = of_canned(asked, reader, part.report, &given, part.most)?;
    let caption = format!("{}: {}", part.title, one.name);
    let more = asked.site.href(&format!("report/{}", part.report), &given);
    let table = Table::with(&asked.site, &caption, part.report, &found, part.columns);
    Ok(Section { id: part.id, title: part.title, table, more })
}

/// Articles over time; nothing where there is no line to draw.
fn drawn(asked: &PageAsked, reader: &Reader, one: &Meaning) -> Result<String, NoPage> {
    let Some(report) = report::canned("timeline") else { return Ok(String::new()) };
    let Some(plot) = &report.plot else { return Ok(String::new()) };
    let number = format!("#{}", one.id);
    let given = given(asked, one, &number);
    let found = of_canned(asked, reader, "timeline", &given, 1_000)?;
    if found.rows.len() < FEWEST_PERIODS {
        return Ok(String::new());
    }
    let pairs: Vec<(String, String)> = given
        .iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    let values = report.values(&pairs, &whom::given()).map_err(NoPage::Usage)?;
    let said = said_beside(&report, &values);
    let title = format!("Articles that name {}", one.name);
    let drawing = Drawing { title: &title, about: &report.description, asked: &said, plot };
    // What cannot be drawn still stands in the report.
    Ok(figure(&drawing, &found.drawn()).unwrap_or_default())
}
