//! Whom a typed name means, told to people: taken, one of several, or the nearest spellings.
//!
//! The rule itself is `db::whom`'s; here are its words, the same for reports and for commands that rule.

use super::wording::counted;
use super::{ExitCode, Failure, terminal};
pub use crate::answer::whom::{asked, given, topic_in_use, with_topics_in_use};
use crate::db::{Archive, Called, Fit, Meaning, Near, Reader, distance, folded_topic};
use crate::model::{EntityKind, Value};
use crate::report::{ParameterKind, Report};
use crate::text::normalise::name_key;

/// The one entity of a kind that a name means, for a command that cannot do without. Fails where it means
/// nobody, or several.
pub fn one(archive: &Archive, kind: EntityKind, name: &str) -> Result<Meaning, Failure> {
    let asked = asked(name);
    let Some(Called { fit, meanings }) = archive.whom(Some(kind), &asked)? else {
        let nearest = archive.nearest_names(Some(kind), &asked)?;
        let failure =
            Failure::new(ExitCode::NoInput, nobody(&format!("{} ", kind.as_str()), name, &nearest));
        return Err(match nearest.is_empty() {
            true => failure.hint(format!("look for it with `cuttings {} list`", kind.as_str())),
            false => failure,
        });
    };
    match <[Meaning; 1]>::try_from(meanings) {
        Ok([one]) => {
            tell_taken(name, fit, &one);
            Ok(one)
        }
        Err(several) => Err(ambiguous(name, &several).hint(format!(
            "name one by its number: '#{}'",
            several.first().map_or(1, |first| first.id)
        ))),
    }
}

/// The one that a name means, of a kind or of any. Of whom no article tells gives way to those of whom one
/// does. Fails where it means several.
pub fn any(
    reader: &Reader,
    kind: Option<EntityKind>,
    name: &str,
    is_quiet: bool,
) -> Result<Meaning, Failure> {
    let what = kind.map_or(String::new(), |kind| format!("{} ", kind.as_str()));
    let Some(Called { fit, meanings }) = reader.whom(kind, &asked(name))? else {
        let nearest = reader.nearest_names(kind, &asked(name))?;
        let failure = Failure::new(ExitCode::NoInput, nobody(&what, name, &nearest));
        return Err(match nearest.is_empty() {
            true => failure
                .hint("see who is there with `cuttings query people`, organisations or places"),
            false => failure,
        });
    };
    let told: Vec<Meaning> = meanings.iter().filter(|one| one.articles > 0).cloned().collect();
    match if told.is_empty() { &meanings[..] } else { &told[..] } {
        [one] => {
            if let Some(said) = taken(name, fit, one).filter(|_| !is_quiet) {
                terminal::say(&said);
            }
            Ok(one.clone())
        }
        several => {
            let same_kind = several.iter().all(|one| one.kind == several[0].kind);
            let which = match same_kind {
                true => format!("'#{}' kind={}", several[0].id, several[0].kind.as_str()),
                false => format!("kind={}", several[0].kind.as_str()),
            };
            Err(ambiguous(name, several).hint(format!("say which, as in {which}")))
        }
    }
}

/// Whom a name means that may be a new one: nobody, or whoever has it whole. `None`: it is new. Fails where
/// several have it.
pub fn whole(archive: &Archive, kind: EntityKind, name: &str) -> Result<Option<Meaning>, Failure> {
    match archive.whom(Some(kind), &asked(name))? {
        Some(Called { fit: Fit::Whole, .. }) => one(archive, kind, name).map(Some),
        _ => Ok(None),
    }
}

/// Says of every name among a report's parameters whom it is taken to mean, or what is spelt most like
/// it. The error: it means several, and nothing is guessed.
pub fn tell(
    reader: &Reader,
    report: &Report,
    values: &[(String, Value)],
    is_quiet: bool,
) -> Result<(), Failure> {
    let text = |name: &str| match values.iter().find(|(known, _)| known == name) {
        Some((_, Value::Text(text))) => Some(text.as_str()),
        _ => None,
    };
    let kind = text("kind").and_then(EntityKind::by_name);
    for parameter in &report.parameters {
        let Some(typed) = text(&parameter.name) else { continue };
        let said = match parameter.kind {
            ParameterKind::Name => name_said(reader, report, &parameter.name, kind, typed)?,
            // Who is asked about may be of any kind, and nobody at all.
            ParameterKind::NameOrWords if reader.whom(None, &asked(typed))?.is_some() => {
                name_said(reader, report, &parameter.name, None, typed)?
            }
            ParameterKind::Publisher => publisher_said(reader, typed)?,
            ParameterKind::Topic => topic_said(reader, typed)?,
            _ => None,
        };
        if let Some(said) = said.filter(|_| !is_quiet) {
            terminal::say(&said);
        }
    }
    Ok(())
}

/// What is spelt most like the part of a name that no name has, for a report that found none. Fails where the
/// archive cannot be read.
pub fn nearest_to_part(
    reader: &Reader,
    report: &Report,
    values: &[(String, Value)],
) -> Result<Option<String>, Failure> {
    let kind = match report.name.as_str() {
        "people" => Some(EntityKind::Person),
        "organisations" => Some(EntityKind::Organisation),
        "places" => Some(EntityKind::Place),
        _ => None,
    };
    for parameter in
        report.parameters.iter().filter(|known| known.kind == ParameterKind::PartOfName)
    {
        let value = values.iter().find(|(name, _)| *name == parameter.name);
        let Some((_, Value::Text(typed))) = value else { continue };
        let nearest = match kind {
            Some(kind) => named(&reader.nearest_names(Some(kind), &asked(typed))?),
            None => reader.nearest_publishers(&asked(typed))?,
        };
        if !nearest.is_empty() {
            return Ok(Some(format!("nearest to `{typed}`: {}", nearest.join(", "))));
        }
    }
    Ok(None)
}

fn name_said(
    reader: &Reader,
    report: &Report,
    parameter: &str,
    kind: Option<EntityKind>,
    typed: &str,
) -> Result<Option<String>, Failure> {
    let Some(Called { fit, meanings }) = reader.whom(kind, &asked(typed))? else {
        return Ok(Some(nobody("", typed, &reader.nearest_names(kind, &asked(typed))?)));
    };
    // Of whom no article tells, no report does.
    let told: Vec<Meaning> = meanings.iter().filter(|one| one.articles > 0).cloned().collect();
    match told.as_slice() {
        [] => Ok(Some(format!("`{typed}` is known, and named in no article"))),
        [one] if fit == Fit::Whole => alone(reader, typed, one),
        [one] => Ok(taken(typed, fit, one)),
        several => {
            let (kind, id) = (several[0].kind.as_str(), several[0].id);
            let is_same_kind = several.iter().all(|one| one.kind == several[0].kind);
            // `kind` is that of the name, of who is asked about, or of articles.
            let has_kind = parameter == "name"
                && report.parameters.iter().any(|known| {
                    let is_of_names = |words: &Vec<String>| words.iter().any(|word| word == kind);
                    known.name == "kind"
                        && matches!(&known.kind, ParameterKind::OneOf(words) if is_of_names(words))
                });
            let which = match (has_kind, is_same_kind) {
                (true, true) => format!("name='#{id}' kind={kind}"),
                (true, false) => format!("kind={kind}"),
                (false, _) => format!("{parameter}='{kind} #{id}'"),
            };
            Err(ambiguous(typed, several).hint(format!("say which, as in {which}")))
        }
    }
}

/// Whom a name means that narrows a search; `None`, said so: nobody whom an article names. The error: it
/// means several, and nothing is guessed.
pub fn narrowing(
    reader: &Reader,
    kind: EntityKind,
    typed: &str,
    is_quiet: bool,
) -> Result<Option<i64>, Failure> {
    let option = kind.as_str();
    let said = |said: Option<String>| {
        if let Some(said) = said.filter(|_| !is_quiet) {
            terminal::say(&said);
        }
    };
    let Some(Called { fit, meanings }) = reader.whom(Some(kind), &asked(typed))? else {
        let nearest = reader.nearest_names(Some(kind), &asked(typed))?;
        said(Some(nobody(&format!("{option} "), typed, &nearest)));
        return Ok(None);
    };
    let told: Vec<Meaning> = meanings.into_iter().filter(|one| one.articles > 0).collect();
    match told.as_slice() {
        [] => {
            said(Some(format!("`{typed}` is known, and named in no article")));
            Ok(None)
        }
        [one] => {
            said(match fit {
                Fit::Whole => alone(reader, typed, one)?,
                _ => taken(typed, fit, one),
            });
            Ok(Some(one.id))
        }
        several => Err(ambiguous(typed, several)
            .hint(format!("say which by its number: `--{option} '#{}'`", several[0].id))),
    }
}

/// What is said of a person who is known by one word only: others may be meant by it in other articles.
fn alone(reader: &Reader, typed: &str, one: &Meaning) -> Result<Option<String>, Failure> {
    if one.kind != EntityKind::Person || one.name.contains(' ') {
        return Ok(None);
    }
    let fuller: Vec<String> = reader.fuller_names(&asked(typed))?.iter().map(described).collect();
    Ok((!fuller.is_empty()).then(|| {
        format!(
            "`{}` stands alone in {}; it may also be {}",
            one.name,
            counted(one.articles, "article"),
            fuller.join(", ")
        )
    }))
}

/// What is said of a publisher: which one it is taken to be, which ones match, or that none does. Fails if
/// the archive cannot be read.
pub fn publisher_said(reader: &Reader, typed: &str) -> Result<Option<String>, Failure> {
    let found = reader.publishers_called(&asked(typed))?;
    match found.as_slice() {
        [] => {
            let nearest = reader.nearest_publishers(&asked(typed))?;
            Ok(Some(none_of("publisher", typed, &nearest)))
        }
        [one] if name_key(one) == name_key(typed) => Ok(None),
        [one] => Ok(Some(format!("`{typed}` is taken to mean {one}"))),
        several if several.iter().all(|one| name_key(one) == name_key(typed)) => Ok(None),
        several => Err(Failure::new(
            ExitCode::BadData,
            format!("`{typed}` means several publishers: {}", several.join(", ")),
        )
        .hint("name one of them whole")),
    }
}

/// What is said of a topic that no article has. Fails where the archive cannot be read.
pub fn topic_said(reader: &Reader, typed: &str) -> Result<Option<String>, Failure> {
    let topics = reader.topics()?;
    if topics.iter().any(|topic| folded_topic(topic) == folded_topic(typed)) {
        return Ok(None);
    }
    let typed_small = typed.to_lowercase();
    let mut nearest: Vec<(usize, String)> = topics
        .into_iter()
        .filter_map(|topic| Some((distance(&typed_small, &topic.to_lowercase())?, topic)))
        .collect();
    nearest.sort();
    let nearest: Vec<String> = nearest.into_iter().map(|(_, topic)| topic).take(3).collect();
    Ok(Some(none_of("topic", typed, &nearest)))
}

fn none_of(what: &str, typed: &str, nearest: &[String]) -> String {
    match nearest.is_empty() {
        true => format!("no {what} `{typed}`"),
        false => format!("no {what} `{typed}`; nearest: {}", nearest.join(", ")),
    }
}

fn tell_taken(typed: &str, fit: Fit, one: &Meaning) {
    if let Some(said) = taken(typed, fit, one) {
        terminal::say(&said);
    }
}

/// `` `Marles` is taken to mean Richard Marles (person, 12 articles)``; `None` where it is the name itself.
fn taken(typed: &str, fit: Fit, one: &Meaning) -> Option<String> {
    (fit != Fit::Whole).then(|| format!("`{typed}` is taken to mean {}", described(one)))
}

fn described(one: &Meaning) -> String {
    format!("{} ({}, {})", one.name, one.kind.as_str(), counted(one.articles, "article"))
}

fn ambiguous(typed: &str, several: &[Meaning]) -> Failure {
    let which: Vec<String> = several
        .iter()
        .map(|one| {
            format!(
                "{} ({} #{}, {})",
                one.name,
                one.kind.as_str(),
                one.id,
                counted(one.articles, "article")
            )
        })
        .collect();
    Failure::new(ExitCode::BadData, format!("`{typed}` means several: {}", which.join(", ")))
}

fn nobody(kind: &str, typed: &str, nearest: &[Near]) -> String {
    let nearest = named(nearest);
    match nearest.is_empty() {
        true => format!("no {kind}`{typed}`"),
        false => format!("no {kind}`{typed}`; nearest: {}", nearest.join(", ")),
    }
}

fn named(nearest: &[Near]) -> Vec<String> {
    let one = |near: &Near| {
        format!("{} ({}, {})", near.name, near.kind.as_str(), counted(near.articles, "article"))
    };
    nearest.iter().map(one).collect()
}
