//! Words that count back from a day: lengths of time, `yesterday`, `last`.
//!
//! As `vocabulary::fold` leaves them, in the languages of `vocabulary`.

/// A length of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Week,
    Month,
    Year,
}

impl Unit {
    /// The unit of that name or abbreviation.
    pub fn of(word: &str) -> Option<Self> {
        UNITS.iter().find(|(_, words)| words.contains(&word)).map(|&(unit, _)| unit)
    }
}

/// What stands before and after `3 hours`, the longer first.
#[rustfmt::skip]
pub const AGO: &[(&[&str], &[&str])] = &[
    (&[], &["ago"]),
    (&["vor"], &[]),
    (&["il", "y", "a"], &[]),
    (&["hace"], &[]),
    (&[], &["fa"]),
    (&["ha"], &[]),
    (&[], &["atras"]),
    (&[], &["geleden"]),
    (&["for"], &["sedan"]),
    (&[], &["sedan"]),
    (&["for"], &["siden"]),
    (&[], &["siden"]),
    (&[], &["sitten"]),
    (&[], &["temu"]),
    (&["pred"], &[]),
];

/// One, as it is said of a length of time.
#[rustfmt::skip]
pub const ONE: &[&str] = &[
    "a", "an", "one", "einer", "einem", "une", "un", "una", "um", "uma", "een", "en", "ett", "et",
    "uno", "eine",
];

/// Names and abbreviations.
#[rustfmt::skip]
const UNITS: &[(Unit, &[&str])] = &[
    (Unit::Second, &["second", "seconds", "sec", "secs", "s", "sekunde", "sekunden", "seconde",
        "secondes", "segundo", "segundos", "secondo", "secondi", "seconden", "sekunder", "sekuntia",
        "sekund", "sekundy", "sekundami"]),
    (Unit::Minute, &["minute", "minutes", "min", "mins", "m", "minuten", "minuto", "minutos",
        "minuti", "minuut", "minuter", "minutter", "minut", "minutt", "minuutti", "minuuttia",
        "minuty", "minutami"]),
    (Unit::Hour, &["hour", "hours", "hr", "hrs", "h", "stunde", "stunden", "std", "heure", "heures",
        "hora", "horas", "ora", "ore", "uur", "timme", "timmar", "time", "timer", "tunti", "tuntia",
        "godzine", "godziny", "godzin", "hodinou", "hodinami"]),
    (Unit::Day, &["day", "days", "d", "tag", "tagen", "tage", "jour", "jours", "dia", "dias",
        "giorno", "giorni", "dag", "dagen", "dagar", "dage", "dager", "paiva", "paivaa", "dzien",
        "dni", "dnem", "dny"]),
    (Unit::Week, &["week", "weeks", "w", "wk", "wks", "woche", "wochen", "semaine", "semaines",
        "semana", "semanas", "settimana", "settimane", "weken", "vecka", "veckor", "uge", "uger",
        "uke", "uker", "viikko", "viikkoa", "tydzien", "tygodnie", "tygodni", "tydnem", "tydny"]),
    (Unit::Month, &["month", "months", "monat", "monaten", "mois", "mes", "meses", "mese", "mesi",
        "maand", "maanden", "manad", "manader", "maned", "maneder", "kuukausi", "kuukautta",
        "miesiac", "miesiace", "miesiecy", "mesicem", "mesici"]),
    (Unit::Year, &["year", "years", "yr", "yrs", "jahr", "jahren", "an", "ans", "ano", "anos",
        "anno", "anni", "jaar", "ar", "vuosi", "vuotta", "rok", "lata", "lat", "rokem", "lety"]),
];

/// Within the last hour.
#[rustfmt::skip]
pub const NOW: &[&str] = &[
    "now", "just now", "moments ago", "a moment ago", "seconds ago", "gerade eben", "soeben",
    "jetzt", "a l'instant", "ahora", "ahora mismo", "adesso", "agora", "zojuist", "nu", "just nu",
];

/// Words for a day, and how many days back. Longer ones before those that they hold.
#[rustfmt::skip]
pub const DAY_WORDS: &[(&str, u64)] = &[
    ("day before yesterday", 2), ("vorgestern", 2), ("avant-hier", 2), ("anteayer", 2),
    ("antes de ayer", 2), ("l'altro ieri", 2), ("anteontem", 2), ("eergisteren", 2),
    ("i forrgar", 2), ("i forgars", 2), ("toissapaivana", 2), ("przedwczoraj", 2), ("predevcirem", 2),
    ("this morning", 0), ("this afternoon", 0), ("this evening", 0), ("heute morgen", 0),
    ("ce matin", 0), ("ce soir", 0), ("esta manana", 0), ("stamattina", 0),
    ("today", 0), ("tonight", 0), ("heute", 0), ("aujourd'hui", 0), ("hoy", 0), ("oggi", 0),
    ("hoje", 0), ("vandaag", 0), ("i dag", 0), ("idag", 0), ("tanaan", 0), ("dzisiaj", 0),
    ("dzis", 0), ("dnes", 0),
    ("yesterday", 1), ("gestern", 1), ("hier", 1), ("ayer", 1), ("ieri", 1), ("ontem", 1),
    ("gisteren", 1), ("i gar", 1), ("igar", 1), ("eilen", 1), ("wczoraj", 1), ("vcera", 1),
];

/// Months and years before this one.
#[rustfmt::skip]
pub const PERIODS: &[(&[&str], Unit)] = &[
    (&["last month", "letzten monat", "le mois dernier", "el mes pasado", "mes passado"],
        Unit::Month),
    (&["last year", "letztes jahr", "l'an dernier", "l'annee derniere", "el ano pasado",
        "ano passado", "l'anno scorso"], Unit::Year),
];

/// Beside a day of the week: that before this one.
#[rustfmt::skip]
pub const LAST: &[&str] = &[
    "last", "letzten", "letzter", "dernier", "pasado", "passado", "passada", "scorso", "scorsa",
    "vorigen", "afgelopen",
];

#[cfg(test)]
mod tests {
    use super::super::vocabulary::fold;
    use super::*;

    #[test]
    fn words_stand_here_as_they_are_looked_up() {
        let units = UNITS.iter().flat_map(|(_, words)| words.iter());
        let days = DAY_WORDS.iter().map(|(word, _)| word);
        for word in units.chain(days).chain(ONE).chain(NOW).chain(LAST) {
            assert_eq!(fold(word), *word);
        }
        for (place, (word, _)) in DAY_WORDS.iter().enumerate() {
            let hidden = DAY_WORDS.iter().take(place).any(|(longer, _)| {
                word.split(' ')
                    .collect::<Vec<_>>()
                    .windows(longer.split(' ').count())
                    .any(|window| window.join(" ") == *longer)
            });
            assert!(!hidden, "{word} is never reached");
        }
    }
}
