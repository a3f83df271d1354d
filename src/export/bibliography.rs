//! What the formats of bibliographies have in common: names in two parts, days in three.

use crate::model::{ExportedArticle, ExportedTime};

/// A name as bibliographies part it; one word alone has no given part.
#[derive(Debug, PartialEq, Eq)]
pub struct Author<'a> {
    pub family: &'a str,
    pub given: Option<&'a str>,
}

/// Words in small letters before a family name belong to it: `Ursula von der Leyen`.
pub fn author(name: &str) -> Author<'_> {
    let name = name.trim();
    if let Some((family, given)) = name.split_once(", ") {
        return Author { family, given: Some(given) };
    }
    let Some(mut at) = name.rfind(' ') else { return Author { family: name, given: None } };
    while let Some(before) = name.get(..at).and_then(|given| given.rfind(' '))
        && name.get(before + 1..at).is_some_and(|word| word.starts_with(char::is_lowercase))
    {
        at = before;
    }
    match (name.get(at + 1..), name.get(..at)) {
        (Some(family), Some(given)) => Author { family, given: Some(given) },
        _ => Author { family: name, given: None },
    }
}

/// The words in small letters before a family name, and the name: `van der` and `Wal`.
pub fn particle(family: &str) -> (Option<&str>, &str) {
    // Only before a space: `d'Estaing` and `al-Assad` are one word.
    let is_small = |word: &&str| word.starts_with(char::is_lowercase);
    let small: usize = family.split_inclusive(' ').take_while(is_small).map(str::len).sum();
    match family.split_at_checked(small) {
        Some((particle, name)) if small > 0 && !name.is_empty() => {
            (Some(particle.trim_end()), name)
        }
        _ => (None, family),
    }
}

/// Year, month and day, as many as are known; none where it can be read in two ways.
pub fn date_parts(time: &ExportedTime) -> Vec<i32> {
    if time.precision.as_deref() == Some("ambiguous") {
        return time
            .value
            .as_deref()
            .and_then(|value| value.get(..4)?.parse().ok())
            .into_iter()
            .collect();
    }
    parts(time.value.as_deref().unwrap_or_default())
}

/// The same of a day or an instant.
pub fn parts(text: &str) -> Vec<i32> {
    let day = text.split('T').next().unwrap_or_default();
    day.split('-').map_while(|part| part.parse().ok()).take(3).collect()
}

/// When somebody fetched or received it.
pub fn accessed(article: &ExportedArticle) -> Vec<i32> {
    parts(article.captured_at.as_deref().unwrap_or(&article.ingested_at))
}

/// What it is called where it has no headline: how it begins.
pub fn title(article: &ExportedArticle) -> String {
    match &article.headline {
        Some(headline) => super::written::one_line(headline),
        None => {
            let beginning: String = article.body.chars().take(80).collect();
            let is_cut = article.body.chars().nth(80).is_some();
            format!("{}{}", super::written::one_line(&beginning), if is_cut { "…" } else { "" })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_have_two_parts() {
        for (name, family, given) in [
            ("Jane Roe", "Roe", Some("Jane")),
            ("Ursula von der Leyen", "von der Leyen", Some("Ursula")),
            ("Roe, Jane", "Roe", Some("Jane")),
            ("Reuters", "Reuters", None),
            ("", "", None),
        ] {
            assert_eq!(author(name), Author { family, given });
        }
    }

    #[test]
    fn small_words_stand_before_a_family_name() {
        for (family, particle_of, name) in [
            ("van der Wal", Some("van der"), "Wal"),
            ("Roe", None, "Roe"),
            ("d'Estaing", None, "d'Estaing"),
            ("de la", None, "de la"),
            ("", None, ""),
        ] {
            assert_eq!(particle(family), (particle_of, name));
        }
    }

    #[test]
    fn days_are_as_long_as_they_are_known() {
        let time = |value: &str, precision: &str| ExportedTime {
            value: Some(value.to_owned()),
            precision: Some(precision.to_owned()),
            ..ExportedTime::default()
        };
        assert_eq!(date_parts(&time("2024-03-18T09:30", "minute")), [2024, 3, 18]);
        assert_eq!(date_parts(&time("2024-03", "month")), [2024, 3]);
        assert_eq!(date_parts(&time("2024", "ambiguous")), [2024]);
        assert!(date_parts(&ExportedTime::default()).is_empty());
    }
}
