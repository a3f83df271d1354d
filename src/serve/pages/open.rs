//! A permalink, opened: leads to its article, at its words.

use askama::Template;

use super::Frame;
use crate::db::Reader;
use crate::model::{ArticleId, Permalink};
use crate::ops::permalink::{self, Found, Words};
use crate::serve::answer::{Answer, NoPage};
use crate::serve::asked::PageAsked;
use crate::serve::site::Site;

/// Places that are listed.
const LISTED: usize = 20;

#[derive(Template)]
#[template(path = "open.html")]
struct Several<'p> {
    page: Frame<'p>,
    /// How many places there are.
    count: usize,
    /// Those that are listed, each with its address.
    places: Vec<(String, String)>,
}

/// Fails where the text is no permalink, or neither its article nor its words are there.
pub fn page(asked: &PageAsked) -> Result<Answer, NoPage> {
    let typed = asked.text("permalink");
    let permalink = Permalink::parse(typed)
        .map_err(|reason| NoPage::Usage(format!("`{typed}` is no permalink: {reason}")))?;
    let reader: Reader = asked.reader()?;
    let exact = permalink.place.as_ref().and_then(|place| place.quoted.as_ref());
    let exact = exact.map_or("", |quoted| quoted.exact.as_str());
    let site = &asked.site;
    Ok(match permalink::open(&reader, &permalink)? {
        Found::There { article, words } => Answer::Elsewhere(address(site, article, words, "")),
        Found::Moved { article, words } => {
            Answer::Elsewhere(address(site, article, Some(words), "moved"))
        }
        Found::Elsewhere { article, words } => {
            Answer::Elsewhere(address(site, article, Some(words), "elsewhere"))
        }
        Found::Several(found) => {
            let places = found.iter().take(LISTED).map(|(article, words)| {
                let said = format!("article {}, at {}", article.0, words.start_char);
                (said, address(site, *article, Some(*words), ""))
            });
            let page = Frame::of(site, "Several places");
            let several = Several { page, count: found.len(), places: places.collect() };
            Answer::Several(several.render()?)
        }
        Found::WordsGone { article } => Answer::Elsewhere(address(site, article, None, "gone")),
        Found::Missing if exact.is_empty() => {
            return Err(NoPage::NotThere("the archive has no such article".to_owned()));
        }
        Found::Missing => {
            let words = format!("the archive has neither the article nor the words: “{exact}”");
            return Err(NoPage::NotThere(words));
        }
        Found::Erased { erased_at } => {
            let day = erased_at.get(..10).unwrap_or(&erased_at);
            return Err(NoPage::NotThere(format!("the article was erased on {day}")));
        }
    })
}

/// The page of an article at its words, and what is to be said of them.
fn address(site: &Site, article: ArticleId, words: Option<Words>, note: &str) -> String {
    let Some(Words { field, start_char, end_char }) = words else {
        return site.href(&format!("article/{}", article.0), &[("note", note)]);
    };
    let (at, field) = (format!("{start_char},{end_char}"), field.to_string());
    let field = if field == "body" { "" } else { &field };
    let pairs = [("at", at.as_str()), ("field", field), ("note", note)];
    format!("{}#words", site.href(&format!("article/{}", article.0), &pairs))
}
