//! The words before a printed date that say what day it is: of publication, of a change, of something
//! else. In the languages of the press of Europe.

/// What the words before a date say of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateLabel {
    Published,
    Modified,
    /// Another day: of a birth, an event, a deadline.
    Other,
    None,
}

/// The label that stands nearest before a date, within a few words.
pub fn label_of(before: &str) -> DateLabel {
    let start = before.floor_char_boundary(before.len().saturating_sub(40));
    let near = before.get(start..).unwrap_or_default().to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| near.contains(word));
    if has(OTHER_LABELS) {
        DateLabel::Other
    } else if has(MODIFIED_LABELS) {
        DateLabel::Modified
    } else if has(PUBLISHED_LABELS) {
        DateLabel::Published
    } else {
        DateLabel::None
    }
}

/// The label that stands right behind a date: `am 18. März 2024 veröffentlicht`.
pub fn label_behind(after: &str) -> DateLabel {
    let near = after.get(..after.floor_char_boundary(40)).unwrap_or(after).to_lowercase();
    let says_so = LABELS_BEHIND.iter().any(|word| near.contains(word));
    if says_so { DateLabel::Published } else { DateLabel::None }
}

/// Verbs that languages put behind the day.
const LABELS_BEHIND: &[&str] = &[
    "veröffentlicht",
    "gepostet",
    "erstellt",
    "eingestellt",
    "gepubliceerd",
    "geplaatst",
    "julkaistu",
];

#[rustfmt::skip]
const PUBLISHED_LABELS: &[&str] = &[
    "publish", "posted", "created", "veröffentlicht", "erstellt", "publié", "mis en ligne", "mise en ligne", "parution", "paru le", "publication",
    "date de", "pubblicazione", "publicación", "publicação", "inserito il", "notizia del",
    "publicado", "pubblicato", "geplaatst", "gepubliceerd", "opublikowano", "publicerad",
    "publisert", "offentliggjort", "julkaistu", "first issued", "date:", "datum:", "verfasst",
    "eingestellt", "stand:", "written", "submitted", "written on", "geschrieben", "entry from",
    "on air", "aired", "uploaded", "filed", "added",
];
#[rustfmt::skip]
const MODIFIED_LABELS: &[&str] = &[
    "update", "modif", "aktualisiert", "geändert", "mis à jour", "actualizado", "aggiornat",
    "bijgewerkt", "zaktualizowano", "uppdaterad", "oppdatert", "opdateret", "edited", "revised",
    "letzte änderung", "last change", "review",
];
#[rustfmt::skip]
const OTHER_LABELS: &[&str] = &[
    "copyright", "©", "born", "geboren", "deadline", "expires", "joined", "registered",
    "registriert", "member since", "mitglied seit", "valid until", "gültig",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_before_a_date_say_what_it_is() {
        for (before, label) in [
            ("Published on ", DateLabel::Published),
            ("Veröffentlicht am ", DateLabel::Published),
            ("Publié le ", DateLabel::Published),
            ("Last updated: ", DateLabel::Modified),
            ("Published and updated ", DateLabel::Modified),
            ("Aktualisiert: ", DateLabel::Modified),
            ("© The Lagoon Times, ", DateLabel::Other),
            ("Member since ", DateLabel::Other),
            ("", DateLabel::None),
            ("Wellington, ", DateLabel::None),
        ] {
            assert_eq!(label_of(before), label, "{before:?}");
        }
    }
}
