//! The words between headline and story that sum it up.
//!
//! A description for search engines is no standfirst: it is often cut off, or the first words of the
//! story. What must stay true: the standfirst is complete, and not part of the body.

use super::json_ld::text_at;
use super::signs::Sign;
use super::{PageFacts, Said, words};

/// The shortest and longest standfirst, in bytes.
const LENGTHS: std::ops::RangeInclusive<usize> = 20..=390;

/// The standfirst, where there is one.
pub fn standfirst(facts: &PageFacts<'_>, headline: Option<&str>, body: &str) -> Option<Said> {
    let opening = words::key(body.get(..body.floor_char_boundary(2000)).unwrap_or(body));
    let fits = |text: &str| {
        let key = words::key(text);
        LENGTHS.contains(&text.len())
            && !text.ends_with("...")
            && !text.ends_with('…')
            && !text.ends_with("[…]")
            && headline.is_none_or(|headline| words::key(headline) != key)
            && !opening.contains(&key)
    };
    let marked = facts
        .page
        .marked(Sign::Standfirst)
        .filter(|mark| facts.page.distance(mark.place) <= 40)
        .map(|mark| {
            Said::new(words::plain(mark.value.as_deref().unwrap_or(&mark.text)), mark.rule.clone())
        })
        .find(|said| fits(&said.text));
    marked.or_else(|| {
        let article = facts.article;
        let sources = [
            (
                "json-ld:alternativeHeadline",
                article.and_then(|article| text_at(article, "alternativeHeadline")),
            ),
            ("json-ld:description", article.and_then(|article| text_at(article, "description"))),
            ("meta:og:description", facts.page.tags.get("og:description")),
        ];
        sources
            .into_iter()
            .filter_map(|(rule, text)| Some(Said::new(words::plain(text?), rule)))
            .find(|said| fits(&said.text))
    })
}
