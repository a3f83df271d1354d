//! The words of dates in the languages of the press of Europe and its daughters.
//!
//! English, German, French, Spanish, Italian, Portuguese, Dutch, Swedish, Danish, Norwegian, Finnish,
//! Polish, Czech, Romanian, Russian and Ukrainian; the months of Hungarian, Greek and Turkish. Words stand here as `fold` leaves them: lower case, without accents and full
//! stops. What must stay true: no word stands for two months.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Lower case, accents off, compatibility forms resolved (`1º` is `1o`, `1ᵉʳ` is `1er`).
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for letter in text.nfkd().filter(|&letter| !is_combining_mark(letter)) {
        match letter {
            'ł' | 'Ł' => folded.push('l'),
            'ø' | 'Ø' => folded.push('o'),
            'ı' => folded.push('i'),
            'ß' => folded.push_str("ss"),
            '’' | 'ʼ' => folded.push('\''),
            other => folded.extend(other.to_lowercase()),
        }
    }
    folded
}

/// The number of a month from its folded name or abbreviation.
pub fn month(word: &str) -> Option<u32> {
    let stem = word.strip_suffix("kuuta").or_else(|| word.strip_suffix("kuussa"));
    let word = stem.unwrap_or(word);
    MONTHS.iter().position(|names| names.contains(&word)).map(|place| place as u32 + 1)
}

/// The day of the week, 0 for Monday, from its folded name or abbreviation.
pub fn weekday(word: &str) -> Option<u32> {
    // Finnish says on which day by an ending, Portuguese adds that it is a day.
    let word = word.strip_suffix("-feira").unwrap_or(word);
    WEEKDAYS.iter().position(|names| names.contains(&word)).map(|place| place as u32)
}

/// Whether a word, as printed, is the name of a month or a day of the week.
pub fn is_month_or_weekday(word: &str) -> bool {
    let word = fold(word).replace('.', "");
    word.len() >= 3 && (month(&word).is_some() || weekday(&word).is_some())
}

/// Whether a month or day of the week in this form is a date's word in English; others are short
/// words of other languages too (`out`, `set`, `do`), and count beside a day of the month only.
pub fn is_plain(word: &str) -> bool {
    word.len() > 3
        || ENGLISH_MONTHS.contains(&word)
        || matches!(word, "mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun")
}

/// Tuesday in French, Spanish and Italian, unless it is March.
pub const TUESDAY_OR_MARCH: &str = "mar";

#[rustfmt::skip]
const ENGLISH_MONTHS: &[&str] = &[
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

#[rustfmt::skip]
const MONTHS: [&[&str]; 12] = [
    &["january", "jan", "januar", "janner", "janvier", "janv", "enero", "ene", "gennaio", "gen",
      "genn", "janeiro", "januari", "tammi", "tammikuu", "tam", "янв", "січ", "ian", "oca", "stycznia", "styczen", "sty", "ledna",
      "leden", "ianuarie", "ocak", "января", "январь", "січня", "січень", "ιανουαριου"],
    &["february", "feb", "februar", "feber", "fevrier", "fevr", "fev", "febrero", "febbraio",
      "febbr", "fevereiro", "februari", "helmi", "helmikuu", "hel", "фев", "лют", "sub", "lutego", "luty", "lut", "unora",
      "unor", "februarie", "subat", "февраля", "февраль", "лютого", "лютии", "φεβρουαριου"],
    &["march", "mar", "marz", "maerz", "mrz", "mars", "marzo", "marco", "maart", "mrt", "marts",
      "maalis", "maaliskuu", "maa", "мар", "бер", "marc", "marca", "marzec", "brezna", "brezen", "martie", "mart", "марта",
      "март", "березня", "березень", "μαρτιου", "marcius"],
    &["april", "apr", "avril", "avr", "abril", "abr", "aprile", "huhti", "huhtikuu", "huh", "апр", "кві", "nis", "kwietnia",
      "kwiecien", "kwi", "dubna", "duben", "aprilie", "nisan", "апреля", "апрель", "квітня",
      "квітень", "απριλιου", "aprilis"],
    &["may", "mai", "mayo", "maggio", "mag", "magg", "maio", "mei", "maj", "touko", "toukokuu", "tou", "тра",
      "maja", "kvetna", "kveten", "mayis", "мая", "маи", "травня", "травень", "μαιου", "majus"],
    &["june", "jun", "juni", "juin", "junio", "giugno", "giu", "junho", "kesa", "kesakuu", "kes", "июн", "чер", "iun", "haz",
      "czerwca", "czerwiec", "cze", "cervna", "cerven", "iunie", "haziran", "июня", "июнь",
      "червня", "червень", "ιουνιου", "junius"],
    &["july", "jul", "juli", "juillet", "juil", "julio", "luglio", "lug", "julho", "heina", "hei", "июл", "лип", "iul", "tem",
      "heinakuu", "lipca", "lipiec", "lip", "cervence", "cervenec", "iulie", "temmuz", "июля",
      "июль", "липня", "липень", "ιουλιου", "julius"],
    &["august", "aug", "aout", "agosto", "ago", "augustus", "augusti", "elo", "elokuu", "авг", "сер", "agu",
      "sierpnia", "sierpien", "sie", "srpna", "srpen", "agustos", "августа", "август", "серпня",
      "серпень", "αυγουστου", "augusztus"],
    &["september", "sep", "sept", "septembre", "septiembre", "setiembre", "settembre", "sett",
      "setembro", "set", "syys", "syyskuu", "syy", "сен", "сент", "вер", "eyl", "szep", "wrzesnia", "wrzesien", "wrz", "zari", "septembrie",
      "eylul", "сентября", "сентябрь", "вересня", "вересень", "σεπτεμβριου", "szeptember",
      "szept"],
    &["october", "oct", "oktober", "okt", "octobre", "octubre", "ottobre", "ott", "outubro",
      "out", "loka", "lokakuu", "lok", "окт", "жов", "eki", "pazdziernika", "pazdziernik", "paz", "rijna", "rijen",
      "octombrie", "ekim", "октября", "октябрь", "жовтня", "жовтень", "οκτωβριου"],
    &["november", "nov", "novembre", "noviembre", "novembro", "marras", "marraskuu", "ноя", "лис", "noi", "kas", "listopada",
      "listopad", "lis", "listopadu", "noiembrie", "kasim", "ноября", "ноябрь", "листопада",
      "листопад", "νοεμβριου"],
    &["december", "dec", "dezember", "dez", "decembre", "diciembre", "dic", "dicembre",
      "dezembro", "desember", "des", "joulu", "joulukuu", "jou", "дек", "гру", "ara", "grudnia", "grudzien", "gru",
      "prosince", "prosinec", "decembrie", "aralik", "декабря", "декабрь", "грудня", "грудень",
      "δεκεμβριου"],
];

#[rustfmt::skip]
const WEEKDAYS: [&[&str]; 7] = [
    &["monday", "mon", "montag", "mo", "lundi", "lun", "lunes", "lunedi", "segunda", "seg",
      "maandag", "ma", "mandag", "man", "maanantai", "maanantaina", "poniedzialek", "pon", "pn",
      "pondeli", "po", "понедельник", "понеділок", "пн", "luni"],
    &["tuesday", "tue", "tues", "dienstag", "di", "mardi", "martes", "martedi", "terca", "ter",
      "dinsdag", "tisdag", "tis", "tirsdag", "tirs", "tir", "ti", "tiistai", "tiistaina",
      "wtorek", "wt", "utery", "ut", "вторник", "вівторок", "вт", "marti"],
    &["wednesday", "wed", "weds", "mittwoch", "mi", "mercredi", "mer", "miercoles", "mie",
      "mercoledi", "quarta", "qua", "woensdag", "wo", "onsdag", "ons", "keskiviikko",
      "keskiviikkona", "ke", "sroda", "sr", "streda", "st", "среда", "середа", "ср", "miercuri"],
    &["thursday", "thu", "thur", "thurs", "donnerstag", "do", "jeudi", "jeu", "jueves", "jue",
      "giovedi", "gio", "quinta", "qui", "donderdag", "torsdag", "tors", "tor", "to", "torstai",
      "torstaina", "czwartek", "czw", "ctvrtek", "ct", "четверг", "четвер", "чт", "joi"],
    &["friday", "fri", "freitag", "fr", "vendredi", "ven", "viernes", "vie", "venerdi", "sexta",
      "sex", "vrijdag", "vr", "fredag", "fre", "perjantai", "perjantaina", "pe", "piatek", "pt",
      "patek", "pa", "пятница", "п'ятниця", "пт", "vineri"],
    // `so` is a Sunday in German and a Saturday in Czech.
    &["saturday", "sat", "samstag", "sa", "sonnabend", "samedi", "sam", "sabado", "sab",
      "sabato", "zaterdag", "za", "lordag", "lor", "lauantai", "lauantaina", "la", "sobota",
      "sob", "суббота", "субота", "сб", "sambata"],
    &["sunday", "sun", "sonntag", "so", "dimanche", "dim", "domingo", "dom", "domenica",
      "zondag", "zo", "sondag", "son", "sunnuntai", "sunnuntaina", "su", "niedziela", "niedz",
      "nd", "nedele", "ne", "воскресенье", "неділя", "вс", "нд", "duminica"],
];

/// English words between the parts of a date.
#[rustfmt::skip]
pub const LINKING: &[&str] = &[
    "at", "on", "of", "the", "-", "--", "–", "—", "/", "local", "time",
];

/// Such words of other languages; they count beside a day of the month only.
#[rustfmt::skip]
pub const LINKING_ELSEWHERE: &[&str] = &[
    "a", "al", "alle", "am", "as", "c", "d", "de", "del", "dem", "den", "der", "di", "dia", "dne",
    "do", "el", "em", "en", "feira", "godz", "godzina", "il", "kl", "klo", "klokken", "klockan",
    "l'", "la", "las", "le", "les", "min", "o", "om", "op", "ore", "os", "r", "roku", "um", "v",
    "ve", "vom", "w", "в", "г", "года", "о", "р", "року", "у",
];

/// Words behind the hour.
#[rustfmt::skip]
pub const HOUR_WORDS: &[&str] = &[
    "h", "hr", "hrs", "hours", "heure", "heures", "hod", "hodin", "hora", "horas", "o'clock", "uhr",
    "uur",
];

/// Words before the hour.
#[rustfmt::skip]
pub const BEFORE_CLOCK: &[&str] = &[
    "at", "alle", "as", "godz", "kl", "klo", "klokken", "klockan", "las", "ore", "um",
];

/// What is put behind the figures of a day of the month.
#[rustfmt::skip]
pub const ORDINAL_ENDINGS: &[&str] = &[
    "st", "nd", "rd", "th", "er", "re", "eme", "ste", "de", "e", "o", "a", ":e", ":a", "°",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_folded_and_mean_one_thing() {
        let months: Vec<&str> = MONTHS.iter().flat_map(|names| names.iter().copied()).collect();
        let weekdays: Vec<&str> = WEEKDAYS.iter().flat_map(|names| names.iter().copied()).collect();
        for words in [&months, &weekdays] {
            for (place, word) in words.iter().enumerate() {
                assert_eq!(fold(word), **word);
                assert!(!words.iter().skip(place + 1).any(|other| other == word), "{word}");
            }
        }
        for word in &weekdays {
            assert!(!months.contains(word), "{word}");
        }
    }

    #[test]
    fn names_are_known_as_they_are_printed() {
        for (word, number) in [
            ("März", 3),
            ("Août", 8),
            ("FÉVRIER", 2),
            ("maaliskuuta", 3),
            ("września", 9),
            ("Září", 9),
            ("Jänner", 1),
            ("março", 3),
            ("Мая", 5),
            ("Αυγούστου", 8),
            ("KASIM", 11),
        ] {
            assert_eq!(month(&fold(word)), Some(number), "{word}");
        }
        for (word, day) in
            [("Lørdag", 5), ("söndag", 6), ("terça-feira", 1), ("Środa", 2), ("pátek", 4)]
        {
            assert_eq!(weekday(&fold(word)), Some(day), "{word}");
        }
    }
}
