//! A dossier as `cuttings dossier` makes it: one page for paper, with the words that each claim rests on.

use super::meant;
use crate::answer::dossier::{Notes, dossier};
use crate::answer::whom;
use crate::db::{Meaning, Reader};
use crate::model::{DossierAsked, EntityKind};
use crate::output::document::HTML;
use crate::serve::answer::{Answer, NoPage};
use crate::serve::asked::PageAsked;

/// Quotations of each sort, and articles: at first, and at most.
const SHOWN: u32 = 20;
const MOST: u32 = 500;

/// Fails where nobody is called so, a day is none, or the archive cannot be read.
pub fn page(asked: &PageAsked) -> Result<Answer, NoPage> {
    let archive = asked.archive()?;
    if archive.has_no_texts()? {
        let words = "this is an edition without texts: there are no words to show";
        return Err(NoPage::NotThere(words.to_owned()));
    }
    let reader = Reader::of(archive)?;
    let typed = asked
        .given("name")
        .ok_or_else(|| NoPage::Usage("no name is given: `?name=…`".to_owned()))?;
    let kind = asked.given("kind").and_then(EntityKind::by_name);
    let one = match meant::meant(&reader, kind, typed)? {
        meant::Meant::One(one, _) => one,
        meant::Meant::Nobody(said) => return Err(NoPage::NotThere(said)),
        meant::Meant::Several(several) => {
            let address = |one: &Meaning| {
                let number = format!("#{}", one.id);
                asked.site.href("dossier", &[("kind", one.kind.as_str()), ("name", &number)])
            };
            return meant::which(&asked.site, typed, &several, address);
        }
    };
    let days = |name: &str| asked.given(name).map(|typed| whom::days(name, typed)).transpose();
    let wanted = DossierAsked {
        since: days("since")?.map(|(first, _)| first),
        until: days("until")?.map(|(_, last)| last),
        once: asked.given("once").is_some(),
        limit: asked.number("limit", SHOWN, MOST)? as usize,
    };
    let dossier = dossier(&reader, &one, &wanted, Notes::LeftOut)?;
    let text = HTML.dossier(&dossier).map_err(|error| NoPage::Bug(error.to_string()))?;
    Ok(Answer::Page(text))
}
