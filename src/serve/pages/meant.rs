//! Whom a typed name means, on a page: taken, one of several to choose from, or the nearest spellings.
//!
//! The rule is that of `db`, as everywhere; here are its words and links. What must stay true: nothing is guessed where
//! a name means several.

use askama::Template;

use super::Frame;
use crate::answer::whom;
use crate::db::{Called, Fit, Meaning, Near, Reader};
use crate::model::EntityKind;
use crate::report::{ParameterKind, Report};
use crate::serve::answer::{Answer, NoPage};
use crate::serve::asked::PageAsked;
use crate::serve::site::Site;

/// What a name means.
pub enum Meant {
    /// One, and what is said of it where it was not called by a whole name.
    One(Meaning, Option<String>),
    Several(Vec<Meaning>),
    /// What is said of it.
    Nobody(String),
}

/// Whom a name means. Of whom no article tells gives way to those of whom one does. Fails where the archive cannot be
/// read.
pub fn meant(reader: &Reader, kind: Option<EntityKind>, typed: &str) -> Result<Meant, NoPage> {
    let asked = whom::asked(typed);
    let Some(Called { fit, meanings }) = reader.whom(kind, &asked)? else {
        return Ok(Meant::Nobody(nobody(typed, &reader.nearest_names(kind, &asked)?)));
    };
    let told: Vec<Meaning> = meanings.iter().filter(|one| one.articles > 0).cloned().collect();
    let mut meant = if told.is_empty() { meanings } else { told };
    Ok(match (meant.pop(), meant.is_empty()) {
        (Some(one), true) => {
            let said =
                (fit != Fit::Whole).then(|| format!("“{typed}” is taken to mean {}.", one.name));
            Meant::One(one, said)
        }
        (Some(last), false) => {
            meant.push(last);
            Meant::Several(meant)
        }
        (None, _) => Meant::Nobody(nobody(typed, &[])),
    })
}

fn nobody(typed: &str, nearest: &[Near]) -> String {
    let names: Vec<&str> = nearest.iter().map(|near| near.name.as_str()).collect();
    match names.is_empty() {
        true => format!("Nobody and nothing is called “{typed}”."),
        false => format!("Nobody and nothing is called “{typed}”; nearest: {}.", names.join(", ")),
    }
}

#[derive(Template)]
#[template(path = "which.html")]
struct Which<'p> {
    page: Frame<'p>,
    typed: &'p str,
    /// Each with its address.
    several: Vec<(&'p Meaning, String)>,
}

/// A page that asks which of several is meant. Fails where its template does, which is a bug.
pub fn which(
    site: &Site,
    typed: &str,
    several: &[Meaning],
    address: impl Fn(&Meaning) -> String,
) -> Result<Answer, NoPage> {
    let page = Frame::of(site, &format!("Which {typed}?"));
    let several = several.iter().map(|one| (one, address(one))).collect();
    Ok(Answer::Several(Which { page, typed, several }.render()?))
}

/// How a report understands the names that it is given.
pub enum Understood {
    /// What is said of them.
    So(Vec<String>),
    /// A page that asks which one is meant.
    Several(Answer),
}

/// Looks at every name among what a report is given. Fails where the archive cannot be read.
pub fn understood(
    asked: &PageAsked,
    reader: &Reader,
    report: &Report,
    given: &[(String, String)],
) -> Result<Understood, NoPage> {
    let text = |name: &str| given.iter().find(|(known, _)| known == name).map(|(_, text)| text);
    let kind = text("kind").and_then(|kind| EntityKind::by_name(kind));
    let mut notes = Vec::new();
    for parameter in &report.parameters {
        let Some(typed) = text(&parameter.name) else { continue };
        let kind = match parameter.kind {
            ParameterKind::Name => kind,
            // Who is asked about may be of any kind, and nobody at all.
            ParameterKind::NameOrWords if reader.whom(None, &whom::asked(typed))?.is_some() => None,
            _ => continue,
        };
        match meant(reader, kind, typed)? {
            Meant::One(_, said) => notes.extend(said),
            Meant::Nobody(said) => notes.push(said),
            Meant::Several(several) => {
                let address = |one: &Meaning| {
                    let exact = format!("{} #{}", one.kind.as_str(), one.id);
                    let pairs: Vec<(&str, &str)> = given
                        .iter()
                        .map(|(name, value)| match *name == parameter.name {
                            true => (name.as_str(), exact.as_str()),
                            false => (name.as_str(), value.as_str()),
                        })
                        .collect();
                    asked.site.href(&format!("report/{}", report.name), &pairs)
                };
                return Ok(Understood::Several(which(&asked.site, typed, &several, address)?));
            }
        }
    }
    Ok(Understood::So(notes))
}
