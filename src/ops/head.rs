//! What people say of an article's head, over what its reader found.
//!
//! From the least to the greatest rank: what the reader found, what the file's path says, what was said
//! when it was taken in, what somebody ruled since. Must stay true: which of them gave a field stands in
//! its origin, and a head is a function of the capture, what was said of it and the rulings, never of when
//! each came.

use crate::model::{
    ArticleKind, DecisionId, Draft, Field, Head, Hints, Origins, Precision, Published,
};
use crate::text::publishers::Publishers;
use crate::text::{bylines, dates, language, normalise, urls};

/// A draft's head as it is stored: publishers by their one name, and `ruled` on top of all. An empty ruled
/// text takes the field away. Says which rulings cannot be followed any more.
pub fn complete<'r>(
    draft: &mut Draft,
    hints: &Hints,
    ruled: impl Iterator<Item = (Field, DecisionId, &'r str)>,
    publishers: &Publishers,
) -> Vec<DecisionId> {
    let Draft { head, origins, .. } = draft;
    from_path(head, origins, hints);
    from_command(head, origins, hints);
    let mut unfit = Vec::new();
    let mut is_publisher_ruled = false;
    for (field, decision, value) in ruled {
        match rule(head, origins, field, value, decision) {
            true => is_publisher_ruled |= field == Field::Publisher,
            false => unfit.push(decision),
        }
    }
    head.publisher = match head.publisher.take() {
        Some(name) => publishers.canonical(&name),
        // Ruled that nobody knows it: then its address does not tell either.
        None if is_publisher_ruled => None,
        None => {
            let found = head.url.as_deref().and_then(|url| publishers.of_url(url));
            if found.is_some() {
                origins.set(Field::Publisher, "catalogue:domain");
            }
            found.map(str::to_owned)
        }
    };
    if head.publisher.is_none() && !is_publisher_ruled {
        origins.remove(Field::Publisher);
    }
    unfit
}

/// Says the language of a draft that goes before what its reader found.
pub fn say_language(draft: &mut Draft, language: &str) {
    draft.head.language = Some(language.to_owned());
    draft.origins.set(Field::Language, "hint:language");
}

fn from_path(head: &mut Head, origins: &mut Origins, hints: &Hints) {
    let path = &hints.path;
    for (field, slot, said) in [
        (Field::Publisher, &mut head.publisher, &path.publisher),
        (Field::Section, &mut head.section, &path.section),
    ] {
        if said.is_some() {
            slot.clone_from(said);
            origins.set(field, Hints::FROM_PATH);
        }
    }
    if let Some(day) = path.published.as_deref().and_then(dates::published) {
        // A folder's day says less than a text that goes on from it to the minute.
        let agrees = |found: &Published| {
            found.precision >= day.precision && found.value.starts_with(&day.value)
        };
        if !head.published.as_ref().is_some_and(agrees) {
            head.published = Some(day);
            origins.set(Field::Published, Hints::FROM_PATH);
        }
    }
}

fn from_command(head: &mut Head, origins: &mut Origins, hints: &Hints) {
    if let Some(url) = &hints.url {
        head.url = Some(url.clone());
        origins.set(Field::Url, "hint:url");
    }
    if let Some(published) = hints.published.as_deref().and_then(dates::published) {
        head.published = Some(published);
        origins.set(Field::Published, "hint:published");
    }
    if let Some(order) = hints.date_order {
        dates::settle_order(head, origins, order, &format!("hint:{}", order.as_str()));
    }
    if let Some(publisher) = &hints.publisher {
        head.publisher = Some(publisher.clone());
        origins.set(Field::Publisher, "hint:publisher");
    }
}

/// Sets a field as ruled; whether it could be.
fn rule(
    head: &mut Head,
    origins: &mut Origins,
    field: Field,
    value: &str,
    decision: DecisionId,
) -> bool {
    let origin = format!("decision:{}", decision.0);
    let text = (!value.is_empty()).then(|| value.to_owned());
    match field {
        Field::Headline => head.headline = text,
        Field::Standfirst => head.standfirst = text,
        Field::Byline => {
            // Its people follow from the line, unless they are ruled on themselves, which comes later.
            head.authors = bylines::authors(value);
            origins.set(Field::Authors, origin.clone());
            head.byline = text;
        }
        Field::Authors => head.authors = names(value),
        Field::Dateline => head.dateline = text,
        Field::Publisher => head.publisher = text,
        Field::Url => head.url = text,
        Field::Section => head.section = text,
        Field::Language => head.language = text,
        Field::Published => match (text, dates::published(value)) {
            (None, _) => head.published = None,
            (Some(_), Some(published)) => head.published = Some(published),
            (Some(_), None) => return false,
        },
        Field::Kind => match ArticleKind::from_name(value) {
            Some(kind) => head.kind = kind,
            None => return false,
        },
        Field::Modified | Field::Identifier | Field::Body | Field::Captions | Field::Topics => {
            return false;
        }
    }
    origins.set(field, origin);
    true
}

/// `Ana Roa; Tom Ng`.
fn names(value: &str) -> Vec<String> {
    let names = value.split(';').map(normalise::comparable).filter(|name| !name.is_empty());
    names.collect()
}

/// A value for a field as a ruling keeps it: in one line, in the form in which the field is stored. The error
/// says why it is none, and what would be.
pub fn checked(field: Field, value: &str, publishers: &Publishers) -> Result<String, String> {
    if !Field::SETTABLE.contains(&field) {
        let fields = Field::SETTABLE.map(Field::as_str).join(", ");
        return Err(format!("`{}` cannot be set; fields are {fields}", field.as_str()));
    }
    let value = normalise::comparable(value);
    if value.contains('\0') {
        return Err(format!("a NUL character in {}", field.as_str()));
    }
    match field {
        Field::Kind => match ArticleKind::from_name(&value) {
            Some(_) => Ok(value),
            None => Err(format!("`{value}` is no kind; write article, digest or summary")),
        },
        _ if value.is_empty() => Ok(value),
        Field::Published => day(&value, None).map(|_| value),
        Field::Url => address(&value).map(|()| value),
        Field::Language => language::declared(&value).ok_or_else(|| {
            format!("`{value}` is no language; write its code of two letters, such as en")
        }),
        Field::Publisher => publishers
            .canonical(&value)
            .ok_or_else(|| format!("`{value}` is no name of a publisher")),
        Field::Authors if names(&value).is_empty() => Err(format!("`{value}` names nobody")),
        Field::Authors => Ok(names(&value).join("; ")),
        _ => Ok(value),
    }
}

/// A day that somebody said, as exactly as it was said. The error says why it is none, and how to write it.
pub fn day(text: &str, order: Option<crate::model::DayOrder>) -> Result<Published, String> {
    match dates::published_as(text, order) {
        None => Err(format!(
            "`{text}` is not a date; write it as 2024-03-18, or with time and offset as \
             2024-03-18T09:15+13:00"
        )),
        Some(day) if day.precision == Precision::Ambiguous => {
            Err(format!("`{text}` may be read in two ways; write it as 2024-03-18"))
        }
        Some(day) => Ok(day),
    }
}

/// Fails where a text is not an absolute web address, with what to write instead.
pub fn address(text: &str) -> Result<(), String> {
    match urls::canonical(text) {
        Some(_) => Ok(()),
        None => {
            Err(format!("`{text}` is no web address; write it whole, as https://example.org/a"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::PathFacts;
    use crate::ops::seed;

    fn publishers() -> Publishers {
        Publishers::new(&seed::embedded().publishers)
    }

    fn completed(found: Head, hints: &Hints, ruled: &[(Field, &str)]) -> (Head, Vec<String>) {
        let mut draft = Draft { head: found, ..Draft::default() };
        let ruled = ruled.iter().map(|(field, value)| (*field, DecisionId(7), *value));
        assert_eq!(complete(&mut draft, hints, ruled, &publishers()), []);
        let origins =
            draft.origins.iter().map(|(field, rule)| format!("{} {rule}", field.as_str()));
        (draft.head.clone(), origins.collect())
    }

    #[test]
    fn rulings_outrank_what_was_said_and_that_the_path_and_that_the_reader() {
        let found = Head { publisher: Some("Stuff".to_owned()), ..Head::default() };
        let path = PathFacts { publisher: Some("RNZ".to_owned()), ..PathFacts::default() };
        let path = Hints { path, ..Hints::default() };
        let said = Hints { publisher: Some("Bloomberg L.P.".to_owned()), ..path.clone() };
        let publisher = |hints: &Hints, ruled: &[(Field, &str)]| {
            completed(found.clone(), hints, ruled).0.publisher.unwrap()
        };
        assert_eq!(publisher(&Hints::default(), &[]), "Stuff");
        assert_eq!(publisher(&path, &[]), "RNZ");
        assert_eq!(publisher(&said, &[]), "Bloomberg");
        assert_eq!(publisher(&said, &[(Field::Publisher, "Reuters")]), "Reuters");
        let (head, origins) = completed(found, &said, &[(Field::Publisher, "")]);
        assert_eq!((head.publisher, origins), (None, vec!["publisher decision:7".to_owned()]));
    }

    #[test]
    fn a_publisher_follows_from_a_ruled_address_and_authors_from_a_ruled_byline() {
        let ruled =
            [(Field::Byline, "By Ana Roa and Tom Ng"), (Field::Url, "https://www.rnz.co.nz/a")];
        let (head, origins) = completed(Head::default(), &Hints::default(), &ruled);
        assert_eq!(head.authors, ["Ana Roa", "Tom Ng"]);
        assert_eq!(head.publisher.as_deref(), Some("RNZ"));
        assert!(origins.contains(&"authors decision:7".to_owned()), "{origins:?}");
        assert!(origins.contains(&"publisher catalogue:domain".to_owned()), "{origins:?}");
    }

    #[test]
    fn the_day_of_a_folder_gives_way_to_the_minute_of_that_day() {
        let path = PathFacts { published: Some("2024-03-18".to_owned()), ..PathFacts::default() };
        let hints = Hints { path, ..Hints::default() };
        for (found, expected) in [
            ("2024-03-18T09:15+13:00", "2024-03-18T09:15"),
            ("2024-03-17T09:15+13:00", "2024-03-18"),
            ("2024", "2024-03-18"),
        ] {
            let found = Head { published: dates::published(found), ..Head::default() };
            assert_eq!(completed(found, &hints, &[]).0.published.unwrap().value, expected);
        }
    }

    #[test]
    fn values_are_checked() {
        let publishers = publishers();
        for (field, value, expected) in [
            (Field::Headline, " Tolls  rise ", Ok("Tolls rise")),
            (Field::Headline, "", Ok("")),
            (Field::Published, "18 March 2024", Ok("18 March 2024")),
            (Field::Published, "05/04/2024", Err("two ways")),
            (Field::Published, "soon", Err("not a date")),
            (Field::Kind, "digest", Ok("digest")),
            (Field::Kind, "", Err("article, digest or summary")),
            (Field::Url, "https://rnz.co.nz/a", Ok("https://rnz.co.nz/a")),
            (Field::Url, "rnz.co.nz/a", Err("write it whole")),
            (Field::Publisher, "radio new zealand", Ok("RNZ")),
            (Field::Authors, "Ana Roa ;Tom Ng", Ok("Ana Roa; Tom Ng")),
            (Field::Authors, " ; ", Err("names nobody")),
            (Field::Language, "en-NZ", Ok("en")),
            (Field::Language, "English", Err("two letters")),
            (Field::Body, "No.", Err("cannot be set")),
        ] {
            match (checked(field, value, &publishers), expected) {
                (Ok(found), Ok(expected)) => assert_eq!(found, expected),
                (Err(reason), Err(part)) => assert!(reason.contains(part), "{reason}"),
                (found, expected) => panic!("{value}: {found:?}, not {expected:?}"),
            }
        }
    }
}
