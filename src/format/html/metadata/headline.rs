//! The headline of a page, without the name of its site.
//!
//! Four places name it: JSON-LD, OpenGraph, the `h1` and the title. Each may be wrong in its own way
//! (a title for search engines, the site's logo as `h1`), so after what JSON-LD calls the headline a
//! printed heading is believed that another place agrees with.

use super::json_ld::text_at;
use super::page::{MarkedText, Page};
use super::signs::Sign;
use super::{Object, PageFacts, Rule, Said, words};
use crate::model::Precision;
use crate::text::{dates, publishers};

const TAGS: &[&str] = &[
    "og:title",
    "citation_title",
    "parsely-title",
    "sailthru.title",
    "cxenseparse:title",
    "dc.title",
    "dcterms.title",
    "twitter:title",
    "title",
    "headline",
];

/// How alike a heading and what the head of the page says must be.
const ALIKE: f64 = 0.3;
/// The same for a heading that is no `h1`.
const ALIKE_BELOW: f64 = 0.45;

/// Which heading is the headline, by its likeness with what the head of the page says. Where no `h1`
/// is like it, a lesser heading may be.
pub fn heading(page: &Page, stated: &[&str]) -> Option<usize> {
    let mut best: Option<(f64, usize)> = None;
    let mut only_first_level = None;
    for (place, mark) in page.headings.iter().enumerate() {
        let text = words::plain(&mark.text);
        if text.is_empty() {
            continue;
        }
        let is_first_level = mark.rule == "h1:text";
        if is_first_level {
            only_first_level =
                if only_first_level.is_none() { Some(place) } else { Some(usize::MAX) };
        }
        let likeness = stated.iter().map(|other| words::likeness(&text, other)).fold(0.0, f64::max);
        let least = if is_first_level { ALIKE } else { ALIKE_BELOW };
        // Of two that are alike the one of the first level, and rather the start of a title than its
        // end, where the site's name stands.
        let key = words::key(&text);
        let opens = stated.iter().any(|other| words::key(other).starts_with(&key));
        let fit = likeness + if is_first_level { 0.2 } else { 0.0 } + if opens { 0.3 } else { 0.0 };
        if likeness >= least && best.is_none_or(|(known, _)| fit > known) {
            best = Some((fit, place));
        }
    }
    best.map(|(_, place)| place).or(only_first_level)
}

/// The headline of the page's article.
pub fn headline(facts: &PageFacts<'_>) -> Option<Said> {
    let sites = facts.site_names();
    let hosts: Vec<&str> = facts.addresses().filter_map(publishers::host).collect();
    let strip = |text: &str| without_site(&words::plain(text), &sites, &hosts);
    let mut candidates: Vec<Said> = Vec::new();
    let mut add = |text: &str, rule: String| {
        let text = strip(text);
        if !text.is_empty() && text.len() <= 600 {
            candidates.push(Said::new(text, rule));
        }
    };
    if let Some((property, text)) = facts.article.and_then(|article| stated(article, facts.heading))
    {
        add(text, format!("json-ld:{property}"));
    }
    for tag in TAGS {
        if let Some(text) = facts.page.tags.get(tag) {
            add(text, format!("meta:{tag}"));
        }
    }
    for mark in facts.page.marked(Sign::Headline).take(1) {
        add(mark.value.as_deref().unwrap_or(&mark.text), mark.rule.clone());
    }
    if let Some(title) = &facts.page.title {
        add(without_tail(title), "title:text".to_owned());
    }
    let heading = facts.heading.map(|mark| strip(&mark.text)).filter(|text| !text.is_empty());
    let Some(heading) = heading else { return candidates.into_iter().next() };
    let printed = Said::new(heading, facts.heading_rule());
    let is_stated = candidates.first().is_some_and(|first| first.rule.starts_with("json-ld:"));
    match candidates.first() {
        Some(stated) if is_stated && !is_cut(&stated.text, &printed.text) => {
            return candidates.into_iter().next();
        }
        _ => {}
    }
    let kickerless =
        candidates.iter().find_map(|stated| without_kicker(&printed.text, stated, &candidates));
    if let Some(shorter) = kickerless {
        return Some(Said::new(shorter.to_owned(), printed.rule));
    }
    match candidates.first() {
        Some(first) if !agrees(&printed.text, &candidates) && !is_reworded(first, &printed) => {
            candidates.into_iter().next()
        }
        _ => Some(printed),
    }
}

/// Whether a title for social networks and search engines only tells the headline in other words.
fn is_reworded(stated: &Said, printed: &Said) -> bool {
    stated.rule.starts_with("meta:")
        && printed.rule == "h1:text"
        && printed.text.split_whitespace().count() >= 3
        && !words::key(&printed.text).contains(&words::key(&stated.text))
}

/// The headline that JSON-LD states, and what it is called there. An encyclopedia puts a description
/// where the headline belongs, and the title into the name.
fn stated<'p>(
    article: &'p Object,
    heading: Option<&MarkedText>,
) -> Option<(&'static str, &'p str)> {
    let (headline, name) = (text_at(article, "headline"), text_at(article, "name"));
    if let (Some(headline), Some(name), Some(heading)) = (headline, name, heading)
        && words::key(name) == words::key(&heading.text)
        && words::likeness(headline, name) == 0.0
    {
        return Some(("name", name));
    }
    headline.map(|text| ("headline", text)).or_else(|| name.map(|text| ("name", text)))
}

/// The end of a printed heading that is what the page says elsewhere, whole or behind a kicker of its
/// own: `Island trade Harbour shut after the storm` where the title is `Harbour shut after the storm`.
/// A kicker with a colon is part of the headline, and so is what every title has.
fn without_kicker<'h>(heading: &'h str, stated: &Said, all: &[Said]) -> Option<&'h str> {
    let is_long = |text: &&str| text.split_whitespace().count() >= FEWEST_WORDS;
    let heading_key = words::key(heading);
    // What a social network is told is another hand's work than the other titles.
    let is_social = stated.rule == "meta:og:title";
    let is_said = if is_social {
        words::key(&stated.text).contains(&heading_key)
    } else {
        all.iter().any(|other| words::key(&other.text).contains(&heading_key))
    };
    if is_said {
        return None;
    }
    let bare =
        KICKER_ENDS.iter().filter_map(|end| Some(stated.text.split_once(end)?.1)).find(is_long);
    let whole = Some(stated.text.as_str()).filter(is_long);
    let key = whole.into_iter().chain(bare).map(words::key).find(|key| {
        let kicker = heading_key.len().saturating_sub(key.len());
        KICKER.contains(&kicker) && heading_key.ends_with(key.as_str())
    })?;
    let starts = heading.char_indices().filter(|&(place, letter)| {
        let before = heading.get(..place).unwrap_or_default();
        before.ends_with(char::is_whitespace) && !letter.is_whitespace()
    });
    let mut ends =
        starts.filter_map(|(place, _)| Some((heading.get(..place)?, heading.get(place..)?)));
    let (kicker, rest) = ends.find(|(_, rest)| {
        rest.starts_with(|c: char| !matches!(c, '-' | '–' | '—' | '|' | '•'))
            && words::key(rest) == key
    })?;
    (!kicker.trim_end().ends_with(':') && !rest.starts_with(':')).then_some(rest)
}

const KICKER_ENDS: &[&str] = &[": ", " - ", " – "];
/// How many words a headline has at least that is told from its kicker.
const FEWEST_WORDS: usize = 4;
/// How long a kicker is, in bytes of letters and figures.
const KICKER: std::ops::RangeInclusive<usize> = 4..=45;

/// Whether the stated headline is the printed one, cut short as search engines ask for or in plainer
/// type. One that has more spaces is not plainer: elements side by side ran together in print.
fn is_cut(stated: &str, printed: &str) -> bool {
    let (whole, key) = (words::key(printed), words::key(stated));
    let spaces = |text: &str| text.matches(' ').count();
    if whole == key {
        return spaces(printed) >= spaces(stated);
    }
    whole.starts_with(&key) && (stated.len() >= SEARCH_LENGTH || stated.ends_with(['…', '.']))
}

/// From what length on a headline may be cut short, in bytes.
const SEARCH_LENGTH: usize = 90;

/// Whether the printed heading is what the page says elsewhere, letter for letter or as one of the
/// parts of a title.
fn agrees(heading: &str, candidates: &[Said]) -> bool {
    let key = words::key(heading);
    let word_count = heading.split_whitespace().count();
    let is_long = word_count >= 2 || key.len() >= 12;
    !key.is_empty()
        && candidates.iter().any(|candidate| {
            let other = words::key(&candidate.text);
            other == key
                || (is_long && other.starts_with(&key))
                || (word_count >= 3 && other.contains(&key))
        })
}

/// A title without the name of the site before or after it.
fn without_site(title: &str, sites: &[String], hosts: &[&str]) -> String {
    let mut title = title;
    // `Headline - Section | Paper` has two parts too many.
    for _ in 0..3 {
        let Some(shorter) = without_end(title, sites, hosts) else { break };
        title = shorter;
    }
    title.to_owned()
}

fn without_end<'t>(title: &'t str, sites: &[String], hosts: &[&str]) -> Option<&'t str> {
    for separator in SEPARATORS {
        if let Some((front, end)) = title.rsplit_once(separator)
            && is_site(end, sites, hosts)
            && !front.trim().is_empty()
        {
            return Some(front.trim());
        }
        if let Some((start, rest)) = title.split_once(separator)
            && is_site(start, sites, hosts)
            && !rest.trim().is_empty()
        {
            return Some(rest.trim());
        }
    }
    None
}

const SEPARATORS: &[&str] = &[
    " | ", " - ", " – ", " — ", " • ", " · ", " » ", " « ", " :: ", " / ", " > ", "|", ": ", " ~ ",
    " › ", " ｜ ", "｜", "_",
];

/// A title without a short last part that nothing else on the page explains: the name of a site that
/// does not name itself.
fn without_tail(title: &str) -> &str {
    let tail = TAILS
        .iter()
        .filter_map(|separator| title.rsplit_once(separator))
        .min_by_key(|(_, tail)| tail.len());
    let Some((front, tail)) = tail else { return title };
    let count = |text: &str| text.split_whitespace().count();
    if count(front) >= 3 && count(tail) <= 6 && count(front) >= count(tail) {
        front.trim()
    } else {
        title
    }
}

const TAILS: &[&str] = &[" | ", " - ", " – ", " — ", " » ", " :: ", " • "];

/// Whether a part of a title is the name of the site: one that it gives itself, or its host.
fn is_site(part: &str, sites: &[String], hosts: &[&str]) -> bool {
    let part = part.trim();
    let key = words::key(part.strip_prefix("www.").unwrap_or(part));
    if key.is_empty() {
        return false;
    }
    // `Headline | Paper | 23.05.2011`
    if dates::published(part).is_some_and(|date| date.precision >= Precision::Day) {
        return true;
    }
    let is_named = sites.iter().any(|site| {
        let site = words::key(site);
        site == key
            || (site.len() >= 4
                && (key.strip_prefix("the") == Some(&site)
                    || site.strip_prefix("the") == Some(&key)))
    });
    is_named
        || hosts.iter().any(|host| {
            let host = host.strip_prefix("www.").unwrap_or(host);
            let name = host.rsplit('.').nth(1).unwrap_or(host);
            words::key(host) == key
                || (key.len() >= 3 && words::key(name) == key.strip_prefix("the").unwrap_or(&key))
        })
}

impl PageFacts<'_> {
    fn heading_rule(&self) -> Rule {
        self.heading.map(|mark| Rule::from(mark.rule.clone())).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kickers_are_told_from_headlines() {
        for (heading, stated, shorter) in [
            ("Island trade Harbour shut after the storm", "Harbour shut after the storm", true),
            ("Island trade - Harbour shut after the storm", "Harbour shut after the storm", true),
            (
                "Island trade - Harbour shut after the storm",
                "Ships wait: Harbour shut after the storm",
                true,
            ),
            ("Island trade: Harbour shut after the storm", "Harbour shut after the storm", false),
            ("Why is the harbour shut", "Harbour shut", false),
            ("Harbour shut after the storm", "Harbour shut after the storm", false),
        ] {
            let expected = shorter.then_some("Harbour shut after the storm");
            let stated = Said::new(stated.to_owned(), "meta:og:title");
            let all = [stated.clone()];
            assert_eq!(without_kicker(heading, &stated, &all), expected, "{heading}");
        }
    }
}
