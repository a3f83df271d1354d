//! The words of lines that say when a story was published and changed, and of what papers print beside a date.
//!
//! In English, German, French, Spanish, Italian, Portuguese, Dutch, the Nordic languages, Polish and Czech; lower
//! case, with their accents.

/// What a label says of the date behind it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Label {
    /// It is the day of the first publication.
    pub is_first: bool,
    /// It is that of a change.
    pub is_of_change: bool,
    /// It says as of when: the day of publication where no other is said.
    pub is_state: bool,
    pub is_english: bool,
    /// It is such a label in the middle of a line too.
    pub may_stand_within: bool,
}

const fn label(is_english: bool) -> Label {
    Label {
        is_first: false,
        is_of_change: false,
        is_state: false,
        is_english,
        may_stand_within: true,
    }
}

const PUBLISHED: Label = label(true);
const FIRST: Label = Label { is_first: true, ..PUBLISHED };
const CHANGED: Label = Label { is_of_change: true, ..PUBLISHED };
const PUBLISHED_ELSEWHERE: Label = label(false);
const FIRST_ELSEWHERE: Label = Label { is_first: true, ..PUBLISHED_ELSEWHERE };
const CHANGED_ELSEWHERE: Label = Label { is_of_change: true, ..PUBLISHED_ELSEWHERE };
const STATE: Label = Label { is_state: true, ..PUBLISHED_ELSEWHERE };
/// Words that are also others within a line.
const OPENING: Label = Label { may_stand_within: false, ..PUBLISHED };

/// What stands before a date; of several the longest counts.
#[rustfmt::skip]
pub const LABELS: &[(&str, Label)] = &[
    ("this article was originally published on", FIRST), ("this article was first published on", FIRST),
    ("this story was originally published on", FIRST), ("this story was originally published", FIRST),
    ("article was updated", CHANGED), ("article was last updated", CHANGED), ("this article was last updated on", CHANGED), ("this article was updated on", CHANGED),
    ("originally published on", FIRST), ("originally published at", FIRST), ("originally published", FIRST),
    ("originally posted on", FIRST), ("originally posted", FIRST), ("original publication", FIRST),
    ("first published on", FIRST), ("first published at", FIRST), ("first published", FIRST),
    ("first posted on", FIRST), ("first posted", FIRST),
    ("published online on", PUBLISHED), ("published online", PUBLISHED), ("date published", PUBLISHED),
    ("publication date", PUBLISHED), ("published on", PUBLISHED), ("published at", PUBLISHED), ("published", PUBLISHED),
    ("posted on", PUBLISHED), ("posted at", PUBLISHED), ("posted", PUBLISHED), ("released on", PUBLISHED),
    ("issued on", PUBLISHED), ("created on", PUBLISHED), ("created", PUBLISHED), ("filed on", PUBLISHED),
    ("uploaded on", PUBLISHED), ("added on", PUBLISHED), ("date", OPENING), ("on", OPENING),
    ("last updated on", CHANGED), ("last updated at", CHANGED), ("last updated", CHANGED), ("last update", CHANGED),
    ("last modified on", CHANGED), ("last modified", CHANGED), ("last revised", CHANGED), ("last edited", CHANGED),
    ("date modified", CHANGED), ("date updated", CHANGED), ("updated on", CHANGED), ("updated at", CHANGED),
    ("updated", CHANGED), ("update", CHANGED), ("modified on", CHANGED), ("modified", CHANGED), ("amended on", CHANGED),
    ("amended", CHANGED), ("revised", CHANGED), ("corrected", CHANGED), ("edited", CHANGED),

    ("zuerst veröffentlicht am", FIRST_ELSEWHERE), ("zuerst veröffentlicht", FIRST_ELSEWHERE),
    ("erstveröffentlichung am", FIRST_ELSEWHERE), ("erstveröffentlichung", FIRST_ELSEWHERE),
    ("erstmals veröffentlicht am", FIRST_ELSEWHERE), ("erstmals veröffentlicht", FIRST_ELSEWHERE),
    ("ursprünglich veröffentlicht am", FIRST_ELSEWHERE), ("ursprünglich erschienen am", FIRST_ELSEWHERE),
    ("zuerst erschienen am", FIRST_ELSEWHERE),
    ("veröffentlicht am", PUBLISHED_ELSEWHERE), ("veröffentlicht", PUBLISHED_ELSEWHERE),
    ("publiziert am", PUBLISHED_ELSEWHERE), ("publiziert", PUBLISHED_ELSEWHERE), ("erschienen am", PUBLISHED_ELSEWHERE),
    ("erstellt am", PUBLISHED_ELSEWHERE), ("erstellt", PUBLISHED_ELSEWHERE), ("vom", OPENING),
    ("zuletzt aktualisiert am", CHANGED_ELSEWHERE), ("zuletzt aktualisiert", CHANGED_ELSEWHERE),
    ("zuletzt geändert am", CHANGED_ELSEWHERE), ("zuletzt bearbeitet am", CHANGED_ELSEWHERE),
    ("letzte aktualisierung", CHANGED_ELSEWHERE), ("letzte änderung", CHANGED_ELSEWHERE),
    ("letztes update", CHANGED_ELSEWHERE), ("aktualisiert am", CHANGED_ELSEWHERE), ("aktualisiert", CHANGED_ELSEWHERE),
    ("geändert am", CHANGED_ELSEWHERE), ("bearbeitet am", CHANGED_ELSEWHERE), ("stand", STATE),

    ("publié initialement le", FIRST_ELSEWHERE), ("initialement publié le", FIRST_ELSEWHERE),
    ("publié à l’origine le", FIRST_ELSEWHERE), ("première publication le", FIRST_ELSEWHERE),
    ("première publication", FIRST_ELSEWHERE), ("première parution le", FIRST_ELSEWHERE),
    ("date de publication", PUBLISHED_ELSEWHERE), ("publié le", PUBLISHED_ELSEWHERE), ("publiée le", PUBLISHED_ELSEWHERE),
    ("publié", PUBLISHED_ELSEWHERE), ("publication le", PUBLISHED_ELSEWHERE), ("publication", PUBLISHED_ELSEWHERE),
    ("posté le", PUBLISHED_ELSEWHERE), ("mis en ligne le", PUBLISHED_ELSEWHERE), ("paru le", PUBLISHED_ELSEWHERE),
    ("dernière mise à jour le", CHANGED_ELSEWHERE), ("dernière mise à jour", CHANGED_ELSEWHERE),
    ("dernière modification le", CHANGED_ELSEWHERE), ("dernière modification", CHANGED_ELSEWHERE),
    ("mis à jour le", CHANGED_ELSEWHERE), ("mis à jour à", CHANGED_ELSEWHERE), ("mis à jour", CHANGED_ELSEWHERE),
    ("mise à jour le", CHANGED_ELSEWHERE), ("mise à jour", CHANGED_ELSEWHERE), ("modifié le", CHANGED_ELSEWHERE),
    ("modifié", CHANGED_ELSEWHERE), ("actualisé le", CHANGED_ELSEWHERE),

    ("publicado originalmente el", FIRST_ELSEWHERE), ("publicado por primera vez el", FIRST_ELSEWHERE),
    ("primera publicación", FIRST_ELSEWHERE), ("publicado originalmente em", FIRST_ELSEWHERE),
    ("publicado originalmente a", FIRST_ELSEWHERE), ("publicado pela primeira vez em", FIRST_ELSEWHERE),
    ("primeira publicação", FIRST_ELSEWHERE),
    ("fecha de publicación", PUBLISHED_ELSEWHERE), ("data de publicação", PUBLISHED_ELSEWHERE),
    ("publicado el", PUBLISHED_ELSEWHERE), ("publicada el", PUBLISHED_ELSEWHERE), ("publicado em", PUBLISHED_ELSEWHERE),
    ("publicado a", PUBLISHED_ELSEWHERE), ("publicado", PUBLISHED_ELSEWHERE), ("creado el", PUBLISHED_ELSEWHERE),
    ("creado", PUBLISHED_ELSEWHERE), ("publicação", PUBLISHED_ELSEWHERE), ("criado em", PUBLISHED_ELSEWHERE),
    ("última actualización el", CHANGED_ELSEWHERE), ("última actualización", CHANGED_ELSEWHERE),
    ("última modificación", CHANGED_ELSEWHERE), ("actualizado el", CHANGED_ELSEWHERE),
    ("actualizado a las", CHANGED_ELSEWHERE), ("actualizado", CHANGED_ELSEWHERE), ("actualizada el", CHANGED_ELSEWHERE),
    ("modificado el", CHANGED_ELSEWHERE), ("última atualização em", CHANGED_ELSEWHERE),
    ("última atualização", CHANGED_ELSEWHERE), ("última modificação", CHANGED_ELSEWHERE),
    ("atualizado em", CHANGED_ELSEWHERE), ("atualizado às", CHANGED_ELSEWHERE), ("atualizado a", CHANGED_ELSEWHERE),
    ("actualizada às", CHANGED_ELSEWHERE), ("actualizada em", CHANGED_ELSEWHERE), ("actualizada", CHANGED_ELSEWHERE),
    ("atualizada às", CHANGED_ELSEWHERE), ("atualizada em", CHANGED_ELSEWHERE), ("atualizada", CHANGED_ELSEWHERE),
    ("atualizado", CHANGED_ELSEWHERE), ("atualização", CHANGED_ELSEWHERE), ("modificado em", CHANGED_ELSEWHERE),

    ("pubblicato originariamente il", FIRST_ELSEWHERE), ("pubblicato originalmente il", FIRST_ELSEWHERE),
    ("pubblicato per la prima volta il", FIRST_ELSEWHERE), ("prima pubblicazione", FIRST_ELSEWHERE),
    ("data di pubblicazione", PUBLISHED_ELSEWHERE), ("pubblicato il", PUBLISHED_ELSEWHERE),
    ("pubblicata il", PUBLISHED_ELSEWHERE), ("pubblicato", PUBLISHED_ELSEWHERE), ("pubblicazione", PUBLISHED_ELSEWHERE),
    ("creato il", PUBLISHED_ELSEWHERE), ("ultimo aggiornamento il", CHANGED_ELSEWHERE),
    ("ultimo aggiornamento", CHANGED_ELSEWHERE), ("ultima modifica il", CHANGED_ELSEWHERE),
    ("ultima modifica", CHANGED_ELSEWHERE), ("aggiornato il", CHANGED_ELSEWHERE), ("aggiornato alle", CHANGED_ELSEWHERE),
    ("aggiornata il", CHANGED_ELSEWHERE), ("modificata il", CHANGED_ELSEWHERE), ("aggiornato", CHANGED_ELSEWHERE), ("aggiornamento", CHANGED_ELSEWHERE), ("modificato il", CHANGED_ELSEWHERE),

    ("oorspronkelijk gepubliceerd op", FIRST_ELSEWHERE), ("oorspronkelijk gepubliceerd", FIRST_ELSEWHERE),
    ("eerst gepubliceerd op", FIRST_ELSEWHERE), ("voor het eerst gepubliceerd op", FIRST_ELSEWHERE),
    ("gepubliceerd op", PUBLISHED_ELSEWHERE), ("gepubliceerd", PUBLISHED_ELSEWHERE), ("geplaatst op", PUBLISHED_ELSEWHERE),
    ("geplaatst", PUBLISHED_ELSEWHERE), ("laatst bijgewerkt op", CHANGED_ELSEWHERE),
    ("laatst bijgewerkt", CHANGED_ELSEWHERE), ("laatste update", CHANGED_ELSEWHERE),
    ("laatst gewijzigd op", CHANGED_ELSEWHERE), ("laatst gewijzigd", CHANGED_ELSEWHERE),
    ("laatste wijziging", CHANGED_ELSEWHERE), ("bijgewerkt op", CHANGED_ELSEWHERE), ("bijgewerkt om", CHANGED_ELSEWHERE),
    ("bijgewerkt", CHANGED_ELSEWHERE), ("gewijzigd op", CHANGED_ELSEWHERE), ("gewijzigd", CHANGED_ELSEWHERE),

    ("publicerad", PUBLISHED_ELSEWHERE), ("publicerat", PUBLISHED_ELSEWHERE), ("uppdaterad", CHANGED_ELSEWHERE),
    ("uppdaterat", CHANGED_ELSEWHERE), ("publisert", PUBLISHED_ELSEWHERE), ("oppdatert", CHANGED_ELSEWHERE),
    ("offentliggjort", PUBLISHED_ELSEWHERE), ("opdateret", CHANGED_ELSEWHERE), ("julkaistu", PUBLISHED_ELSEWHERE),
    ("päivitetty", CHANGED_ELSEWHERE), ("opublikowano", PUBLISHED_ELSEWHERE), ("publikacja", PUBLISHED_ELSEWHERE),
    ("aktualizacja", CHANGED_ELSEWHERE), ("zaktualizowano", CHANGED_ELSEWHERE), ("publikováno", PUBLISHED_ELSEWHERE),
    ("aktualizováno", CHANGED_ELSEWHERE),
];

/// Words for minutes.
#[rustfmt::skip]
pub const MINUTES: &[&str] = &[
    "min", "mins", "minute", "minutes", "minuten", "minuto", "minutos", "minuti", "minuut", "minuter", "minutter",
];

/// Words of lines that say how long a text takes to read, and whether they say so by themselves.
#[rustfmt::skip]
pub const TIMES_OF_READING: &[(&[&str], bool)] = &[
    (&["read", "reading", "lesezeit", "lesedauer", "lecture", "lectura", "lettura", "leitura", "leestijd", "lees",
        "lästid", "lesetid", "læsetid", "listen"], true),
    (MINUTES, false),
    (&["to", "time", "temps", "tiempo", "tempo", "tijd", "de", "di", "ca", "about", "circa", "estimated", "approx", "m", "s", "sec"], false),
];

/// Words for a page of a paper.
#[rustfmt::skip]
pub const PAGES: &[&str] = &[
    "page", "pages", "p", "pg", "pp", "section", "seite", "s", "página", "pagina", "pág", "pag", "blz", "sida", "side",
];

/// Labels of who a story is from.
pub const SOURCES: &[&str] = &["source", "quelle", "fuente", "fonte", "bron", "via"];

/// Nouns behind the number of what readers wrote.
#[rustfmt::skip]
pub const COMMENTS: &[&str] = &[
    "comments", "comment", "shares", "share", "views", "likes", "kommentare", "commentaires", "comentarios", "comentários", "commenti",
    "reacties",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_label_stands_once_and_in_lower_case() {
        for (place, (words, _)) in LABELS.iter().enumerate() {
            assert_eq!(words.to_lowercase(), *words);
            assert!(!LABELS.iter().take(place).any(|(before, _)| before == words), "{words}");
        }
    }
}
