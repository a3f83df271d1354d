//! The headline of a page, without the name of its site.
//!
//! Four places name it: JSON-LD, OpenGraph, the `h1` and the title. Each may be wrong in its own way
//! (a title for search engines, the site's logo as `h1`), so a printed heading that another place
//! agrees with is believed first.

use super::json_ld::text_at;
use super::page::Page;
use super::signs::Sign;
use super::{Facts, Said, words};

/// How alike two texts must be to be two printings of one headline.
const ALIKE: f64 = 0.6;

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

/// Which heading is the headline, by its likeness with what the head of the page says.
pub fn heading(page: &Page, stated: &[&str]) -> Option<usize> {
    let mut best: Option<(f64, usize)> = None;
    for (place, mark) in page.headings.iter().enumerate() {
        let text = words::plain(&mark.text);
        if text.is_empty() {
            continue;
        }
        let fit = stated.iter().map(|other| words::likeness(&text, other)).fold(0.0, f64::max);
        if best.is_none_or(|(known, _)| fit > known) {
            best = Some((fit, place));
        }
    }
    best.filter(|(fit, _)| *fit >= 0.3 || page.headings.len() == 1).map(|(_, place)| place)
}

/// The headline of the page's article.
pub fn headline(facts: &Facts<'_>) -> Option<Said> {
    let sites = facts.site_names();
    let hosts: Vec<&str> = facts.addresses().filter_map(crate::text::publishers::host).collect();
    let strip = |text: &str| without_site(&words::plain(text), &sites, &hosts);
    let mut candidates: Vec<Said> = Vec::new();
    let mut add = |text: &str, rule: String| {
        let text = strip(text);
        if !text.is_empty() && text.len() <= 600 {
            candidates.push(Said::new(text, rule));
        }
    };
    if let Some(text) = facts.article.and_then(|article| text_at(article, "headline").or_else(|| text_at(article, "name"))) {
        add(text, "json-ld:headline".to_owned());
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
        add(title, "title:text".to_owned());
    }
    let heading = facts.heading.map(|mark| strip(&mark.text)).filter(|text| !text.is_empty());
    if let Some(heading) = &heading
        && agrees(heading, &candidates)
    {
        return Some(Said::new(heading.clone(), "h1:text"));
    }
    let first = candidates.into_iter().next();
    match (first, heading) {
        (Some(first), _) => Some(first),
        (None, heading) => heading.map(|heading| Said::new(heading, "h1:text")),
    }
}

/// Whether the printed heading is what the page says elsewhere, letter for letter.
fn agrees(heading: &str, candidates: &[Said]) -> bool {
    let key = words::key(heading);
    !key.is_empty() && candidates.iter().any(|candidate| words::key(&candidate.text) == key)
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

const SEPARATORS: &[&str] =
    &[" | ", " - ", " – ", " — ", " • ", " · ", " » ", " « ", " :: ", " / ", " > ", "|", ": ", " ~ "];

/// Whether a part of a title is the name of the site: one that it gives itself, or its host.
fn is_site(part: &str, sites: &[String], hosts: &[&str]) -> bool {
    let key = words::key(part);
    if key.is_empty() {
        return false;
    }
    let is_named = sites.iter().any(|site| {
        let site = words::key(site);
        site == key || (site.len() >= 4 && (key.strip_prefix("the") == Some(&site) || site.strip_prefix("the") == Some(&key)))
    });
    is_named
        || hosts.iter().any(|host| {
            let host = host.strip_prefix("www.").unwrap_or(host);
            let name = host.rsplit('.').nth(1).unwrap_or(host);
            words::key(host) == key || (key.len() >= 3 && words::key(name) == key.strip_prefix("the").unwrap_or(&key))
        })
}
