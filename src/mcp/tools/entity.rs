//! `person`, `organisation` and `place`: a dossier, its claims with the permalinks of the words they rest on.
//!
//! The dossier is that of `cuttings dossier`; here is only what of it goes to an assistant. The curator's own remarks do not.

use serde_json::{Value, json};

use super::{Asking, object};
use crate::answer::dossier::{Notes, dossier};
use crate::answer::whom::days;
use crate::mcp::answer::{Answer, Outcome, short};
use crate::mcp::arguments::Arguments;
use crate::mcp::{names, shape, source};
use crate::model::{
    Companions, DatedWords, Dossier, DossierAsked, EntityKind, Quotations, WordsShown,
};
use crate::report;

const LIMIT: usize = 5;
const MOST: usize = 20;

/// Most titles, companions of each kind, and other names.
const MOST_ROLES: usize = 12;
const MOST_COMPANIONS: usize = 8;
const MOST_NAMES: usize = 30;

/// Most characters of a quotation.
const MOST_QUOTE: usize = 1_000;

/// What each takes.
pub fn takes() -> Value {
    let day = |what: &str| json!({ "type": "string", "description": format!("{what}: {}", report::WANTED_DAY) });
    object(
        json!({
            "name": { "type": "string", "minLength": 1,
                "description": "the name, an alias, a surname that only one has, or a number: #12" },
            "since": day("published on this day or later"), "until": day("published on this day or earlier"),
            "once": { "type": "boolean", "description": "a story once, however many near-duplicates there are" },
            "limit": { "type": "integer", "minimum": 1, "maximum": MOST, "default": LIMIT,
                "description": "at most so many quotations of each sort, and articles" },
        }),
        &["name"],
    )
}

/// What each answers.
pub fn gives() -> Value {
    let number = shape::number;
    let rows = || shape::list(json!({ "type": "object" }));
    let quotations =
        || shape::with(json!({ "total": number(), "rows": rows() }), &["total", "rows"]);
    shape::of_archive(shape::with(
        json!({
            "name": shape::text(), "kind": shape::text(), "asked_as": shape::text(), "description": shape::maybe_text(),
            "wikidata_id": shape::maybe_text(), "basis": shape::text(), "other_names": rows(), "articles": number(),
            "publishers": number(), "first": { "type": ["object", "null"] }, "last": { "type": ["object", "null"] },
            "titles": rows(), "timeline": { "type": "object" }, "named_with": rows(), "said": quotations(),
            "said_about": quotations(), "newest_articles": rows(), "left_out": { "type": "object" },
        }),
        &[
            "name",
            "kind",
            "articles",
            "titles",
            "named_with",
            "said",
            "said_about",
            "newest_articles",
        ],
    ))
}

/// Answers `person`.
pub fn person(asking: &Asking<'_>, arguments: &Arguments) -> Outcome {
    call(asking, arguments, EntityKind::Person)
}

/// Answers `organisation`.
pub fn organisation(asking: &Asking<'_>, arguments: &Arguments) -> Outcome {
    call(asking, arguments, EntityKind::Organisation)
}

/// Answers `place`.
pub fn place(asking: &Asking<'_>, arguments: &Arguments) -> Outcome {
    call(asking, arguments, EntityKind::Place)
}

fn call(asking: &Asking<'_>, arguments: &Arguments, kind: EntityKind) -> Outcome {
    let reader = asking.reader_of_texts()?;
    let one = names::one(&reader, kind, arguments.required("name"))?;
    let days = |name: &str| arguments.text(name).map(|typed| days(name, typed)).transpose();
    let asked = DossierAsked {
        since: days("since")?.map(|(first, _)| first),
        until: days("until")?.map(|(_, last)| last),
        once: arguments.is_set("once"),
        limit: arguments.number("limit", LIMIT),
    };
    let dossier = dossier(&reader, &one, &asked, Notes::LeftOut)?;
    let cut = left_out(&dossier);
    Ok(Answer::OfArchive { value: told(&dossier), cut })
}

fn told(dossier: &Dossier) -> Value {
    let subject = &dossier.subject;
    let other_names: Vec<Value> = subject
        .other_names
        .iter()
        .take(MOST_NAMES)
        .map(|other| json!({ "name": short(&other.name), "basis": other.basis.as_str() }))
        .collect();
    json!({
        "name": short(&subject.name), "kind": subject.kind.as_str(), "asked_as": format!("{} #{}", subject.kind.as_str(), subject.id),
        "description": subject.description.as_deref().map(short), "wikidata_id": subject.wikidata_id, "basis": subject.basis.as_str(),
        "other_names": other_names,
        "articles": dossier.articles, "publishers": dossier.publishers,
        "first": dossier.first.as_ref().map(|end| dated(dossier, end)),
        "last": dossier.last.as_ref().map(|end| dated(dossier, end)),
        "titles": titles(dossier),
        "timeline": { "per": dossier.timeline.per, "periods": periods(dossier),
            "articles_without": dossier.timeline.without },
        "named_with": dossier.companions.iter().map(|of_kind| companions(dossier, of_kind)).collect::<Vec<_>>(),
        "said": quotations(dossier, &dossier.said), "said_about": quotations(dossier, &dossier.about),
        "newest_articles": articles(dossier),
        "left_out": { "hidden_articles": dossier.left_out.hidden, "repeats": dossier.left_out.repeats,
            "articles": dossier.left_out.articles },
    })
}

/// The words of a number.
fn words(dossier: &Dossier, number: usize) -> Option<&WordsShown> {
    dossier.words.iter().find(|words| words.number == number)
}

fn permalink(dossier: &Dossier, number: usize) -> Option<String> {
    words(dossier, number).map(|words| source::bounded(&words.permalink))
}

fn dated(dossier: &Dossier, end: &DatedWords) -> Value {
    json!({ "day": end.day, "permalink": permalink(dossier, end.words) })
}

fn titles(dossier: &Dossier) -> Vec<Value> {
    let roles = dossier.roles.iter().take(MOST_ROLES);
    roles
        .map(|role| {
            json!({ "title": short(&role.title), "held_in": role.held_in.as_deref().map(short), "articles": role.articles,
                "first": dated(dossier, &role.first), "last": dated(dossier, &role.last) })
        })
        .collect()
}

fn periods(dossier: &Dossier) -> Vec<Value> {
    let periods = dossier.timeline.periods.iter();
    periods.map(|period| json!({ "period": period.period, "articles": period.articles })).collect()
}

fn companions(dossier: &Dossier, of_kind: &Companions) -> Value {
    let rows: Vec<Value> = of_kind
        .rows
        .iter()
        .take(MOST_COMPANIONS)
        .map(|one| {
            json!({ "name": short(&one.name), "articles": one.articles, "first_on": one.first_on, "last_on": one.last_on,
                "permalink": permalink(dossier, one.words) })
        })
        .collect();
    json!({ "kind": of_kind.kind.as_str(), "rows": rows })
}

fn quotations(dossier: &Dossier, quotations: &Quotations) -> Value {
    let rows: Vec<Value> = quotations
        .rows
        .iter()
        .filter_map(|quotation| {
            let words = words(dossier, quotation.words)?;
            let quote: String = words.exact.chars().take(MOST_QUOTE).collect();
            let is_cut = words.exact.chars().count() > MOST_QUOTE;
            Some(json!({ "speaker": quotation.speaker.as_deref().map(short), "quote": quote, "is_cut": is_cut, "article_id": words.article,
                "day": words.day, "publisher": words.publisher.as_deref().map(short), "rule": words.rule,
                "confidence": words.confidence, "permalink": source::bounded(&words.permalink) }))
        })
        .collect();
    json!({ "total": quotations.total, "rows": rows })
}

fn articles(dossier: &Dossier) -> Vec<Value> {
    let cited = dossier.bibliography.iter();
    cited
        .map(|cited| {
            json!({ "article_id": cited.article, "citation": short(&cited.citation.join(", ")), "url": cited.url.as_deref().map(short),
                "permalink": permalink(dossier, cited.words) })
        })
        .collect()
}

/// What of the dossier is not told, in words of ours.
fn left_out(dossier: &Dossier) -> Option<String> {
    let roles = dossier.roles_left_out + dossier.roles.len().saturating_sub(MOST_ROLES) as u64;
    let companions: u64 = dossier
        .companions
        .iter()
        .map(|of_kind| of_kind.left_out + of_kind.rows.len().saturating_sub(MOST_COMPANIONS) as u64)
        .sum();
    let names = dossier.subject.other_names.len().saturating_sub(MOST_NAMES) as u64;
    let quotations = [&dossier.said, &dossier.about]
        .map(|sort| sort.total.saturating_sub(sort.rows.len() as u64))
        .iter()
        .sum::<u64>();
    let parts = [
        (dossier.left_out.articles, "articles: `search` with the name finds them"),
        (quotations, "quotations: `quotes` has them"),
        (companions, "companions: `co_mentions` has them"),
        (roles, "titles: the report roles has them"),
        (names, "other names"),
    ];
    let said: Vec<String> = parts
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| format!("{count} {what}"))
        .collect();
    (!said.is_empty()).then(|| format!("left out: {}", said.join("; ")))
}
