//! Where an article appeared: the publication, its section, and the language.

use super::json_ld::{text_at, types};
use super::signs::Sign;
use super::{PageFacts, Rule, Said, words};
use crate::text::language;

const PUBLISHER_TAGS: &[&str] = &[
    "og:site_name",
    "citation_journal_title",
    "dc.publisher",
    "dcterms.publisher",
    "publisher",
    "application-name",
    "twitter:app:name:iphone",
    "article:publisher",
    "cxenseparse:publisher",
    "copyright",
];

const SECTION_TAGS: &[&str] = &[
    "article:section",
    "og:article:section",
    "parsely-section",
    "sailthru.section",
    "cxenseparse:section",
    "section",
    "articlesection",
    "article.section",
    "category",
    "dc.subject.section",
];

/// The name of the publication as the page gives it.
pub fn publisher(facts: &PageFacts<'_>) -> Option<Said> {
    let json = [facts.article, facts.work].into_iter().flatten().find_map(|object| {
        let (name, _) = facts.graph.names(object, "publisher").into_iter().next()?;
        words::name(&name)
    });
    if let Some(name) = json {
        return Some(Said::new(name, "json-ld:publisher"));
    }
    let tags = PUBLISHER_TAGS.iter().find_map(|tag| {
        let name = words::name(facts.page.tags.get(tag)?)?;
        // Some give an address or a line of copyright where the name should stand.
        let is_name = !name.contains("://") && !name.contains('©') && name.len() <= 80;
        is_name.then(|| Said::new(name, format!("meta:{tag}")))
    });
    tags.or_else(|| {
        facts.page.marked(Sign::Publisher).find_map(|mark| {
            let name = words::name(mark.value.as_deref().unwrap_or(&mark.text))?;
            (name.len() <= 80).then(|| Said::new(name, mark.rule.clone()))
        })
    })
    .or_else(|| {
        let site = facts.graph.of_type("WebSite")?;
        Some(Said::new(words::name(text_at(site, "name")?)?, "json-ld:WebSite.name"))
    })
}

/// The part of the publication that the article stood in.
pub fn section(facts: &PageFacts<'_>) -> Option<Said> {
    let json = facts
        .article
        .and_then(|article| text_at(article, "articleSection"))
        .map(|name| (name, Rule::from("json-ld:articleSection")));
    json.or_else(|| {
        let (tag, name) = facts.page.tags.first(SECTION_TAGS)?;
        Some((name, Rule::from(format!("meta:{tag}"))))
    })
    .or_else(|| {
        let mark = facts.page.marked(Sign::Section).next()?;
        Some((mark.value.as_deref().unwrap_or(&mark.text), Rule::from(mark.rule.clone())))
    })
    .and_then(|(name, rule)| {
        let name = words::plain(name);
        (!name.is_empty() && name.len() <= 80 && !name.contains("://"))
            .then(|| Said::new(name, rule))
    })
}

/// The language: what the page declares, unless that is a template's English over a text that is
/// plainly in another one; else what its text is plainly in.
pub fn language(facts: &PageFacts<'_>, body: &str) -> Option<Said> {
    match (language::language(body), declared(facts)) {
        // Templates come with `lang="en"`, and stay so under texts in other languages.
        (Some(code), Some((declared, _))) if declared == "en" && code != "en" => {
            Some(Said::new(code.to_owned(), "text:detector"))
        }
        (_, Some((declared, rule))) => Some(Said::new(declared, rule)),
        (Some(code), None) => Some(Said::new(code.to_owned(), "text:detector")),
        (None, None) => None,
    }
}

fn declared(facts: &PageFacts<'_>) -> Option<(String, Rule)> {
    let tags = &facts.page.tags;
    let json = [facts.article, facts.work]
        .into_iter()
        .flatten()
        .find_map(|object| text_at(object, "inLanguage"));
    let sources = [
        ("html:lang", tags.language.as_deref()),
        ("json-ld:inLanguage", json),
        ("meta:og:locale", tags.get("og:locale")),
        ("meta:content-language", tags.get("content-language")),
        ("meta:language", tags.get("language")),
        ("meta:dc.language", tags.get("dc.language")),
    ];
    sources.into_iter().find_map(|(rule, tag)| Some((language::declared(tag?)?, Rule::from(rule))))
}

impl PageFacts<'_> {
    /// The language tag that the page declares, as it stands, with its country if it has one.
    pub fn declared_language(&self) -> Option<&str> {
        self.page
            .tags
            .language
            .as_deref()
            .or_else(|| self.page.tags.get("og:locale"))
            .or_else(|| self.page.tags.get("content-language"))
    }

    /// The names by which the page calls its site.
    pub fn site_names(&self) -> Vec<String> {
        let tags = [
            "og:site_name",
            "application-name",
            "publisher",
            "twitter:site",
            "apple-mobile-web-app-title",
        ];
        let mut names: Vec<String> =
            tags.iter().filter_map(|tag| words::name(self.page.tags.get(tag)?)).collect();
        for object in [self.article, self.work].into_iter().flatten() {
            names.extend(
                self.graph
                    .names(object, "publisher")
                    .into_iter()
                    .filter_map(|(name, _)| words::name(&name)),
            );
        }
        for kind in ["WebSite", "NewsMediaOrganization", "Organization"] {
            let named = self.graph.of_type(kind).filter(|object| types(object).count() > 0);
            names.extend(named.and_then(|object| words::name(text_at(object, "name")?)));
        }
        names.retain(|name| name.len() <= 80);
        names
    }
}
