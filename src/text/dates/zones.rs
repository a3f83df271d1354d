//! Offsets from UTC as they are printed: `+13:00`, `GMT+1`, `NZDT`.
//!
//! What must stay true: an abbreviation that stands for more than one offset gives none, so that
//! the clock time alone is kept.

use super::moment::number;

/// Minutes east of UTC of a zone as printed. The outer `None`: not a zone. The inner: a zone that
/// does not say (RFC 3339's `-00:00`, an abbreviation with two meanings).
pub fn offset(text: &str) -> Option<Option<i16>> {
    if let Some(&(_, minutes)) = ZONES.iter().find(|(name, _)| name.eq_ignore_ascii_case(text)) {
        return Some(minutes);
    }
    let signed = ["GMT", "UTC", "gmt", "utc"]
        .iter()
        .find_map(|name| text.strip_prefix(name))
        .unwrap_or(text);
    let (sign, digits) = match signed.chars().next()? {
        '+' => (1, signed.get(1..)?),
        '-' => (-1, signed.get(1..)?),
        '\u{2212}' => (-1, signed.get('\u{2212}'.len_utf8()..)?),
        _ => return None,
    };
    let (hours, minutes) = match digits.split_once(':') {
        Some((hours, minutes)) if minutes.len() == 2 => (number(hours)?, number(minutes)?),
        Some(_) => return None,
        None if digits.len() <= 2 => (number(digits)?, 0),
        None if digits.len() == 4 => (number(digits.get(..2)?)?, number(digits.get(2..)?)?),
        None => return None,
    };
    // The widest offset that was ever in use is under 16 hours.
    if hours > 15 || minutes > 59 {
        return None;
    }
    let minutes = sign * (hours * 60 + minutes) as i16;
    Some((sign > 0 || minutes != 0).then_some(minutes))
}

/// Zones that are printed in several words, lower case, and their abbreviation.
pub const IN_WORDS: &[(&str, &str)] = &[
    ("eastern standard time", "est"),
    ("eastern daylight time", "edt"),
    ("eastern time", "et"),
    ("central standard time", "cst"),
    ("central daylight time", "cdt"),
    ("central time", "ct"),
    ("mountain standard time", "mst"),
    ("mountain daylight time", "mdt"),
    ("mountain time", "mt"),
    ("pacific standard time", "pst"),
    ("pacific daylight time", "pdt"),
    ("pacific time", "pt"),
    ("greenwich mean time", "gmt"),
    ("coordinated universal time", "utc"),
    ("british summer time", "+0100"),
    ("irish standard time", "+0100"),
    ("indian standard time", "+0530"),
    ("india standard time", "+0530"),
    ("central european time", "cet"),
    ("central european summer time", "cest"),
    ("new zealand standard time", "nzst"),
    ("new zealand daylight time", "nzdt"),
    ("australian eastern standard time", "aest"),
    ("australian eastern daylight time", "aedt"),
];

/// Whether words are the name of a time zone and nothing else: `GMT`.
pub fn is_zone(words: &str) -> bool {
    words.len() >= 2 && ZONES.iter().any(|(name, _)| *name == words)
}

/// Zone abbreviations and their minutes east of UTC. `None` where one abbreviation stands for
/// several zones (BST is British Summer Time and Bangladesh's time), or for one with and without
/// summer time (ET): then the clock time alone is known. The three-letter ones of the Americas are
/// RFC 5322's.
const ZONES: &[(&str, Option<i16>)] = &[
    ("Z", Some(0)),
    ("GMT", Some(0)),
    ("UTC", Some(0)),
    ("UT", Some(0)),
    ("WET", Some(0)),
    ("WEST", Some(60)),
    ("CET", Some(60)),
    ("MEZ", Some(60)),
    ("WAT", Some(60)),
    ("CEST", Some(120)),
    ("MESZ", Some(120)),
    ("EET", Some(120)),
    ("CAT", Some(120)),
    ("SAST", Some(120)),
    ("EEST", Some(180)),
    ("MSK", Some(180)),
    ("EAT", Some(180)),
    ("PKT", Some(300)),
    ("NPT", Some(345)),
    ("ICT", Some(420)),
    ("WIB", Some(420)),
    ("SGT", Some(480)),
    ("HKT", Some(480)),
    ("PHT", Some(480)),
    ("AWST", Some(480)),
    ("JST", Some(540)),
    ("KST", Some(540)),
    ("ACST", Some(570)),
    ("ACDT", Some(630)),
    ("AEST", Some(600)),
    ("PGT", Some(600)),
    ("AEDT", Some(660)),
    ("FJT", Some(720)),
    ("NZST", Some(720)),
    ("NZDT", Some(780)),
    ("NDT", Some(-150)),
    ("NST", Some(-210)),
    ("EDT", Some(-240)),
    ("EST", Some(-300)),
    ("CDT", Some(-300)),
    ("CST", Some(-360)),
    ("MDT", Some(-360)),
    ("MST", Some(-420)),
    ("PDT", Some(-420)),
    ("PST", Some(-480)),
    ("AKDT", Some(-480)),
    ("AKST", Some(-540)),
    ("HST", Some(-600)),
    ("BRT", Some(-180)),
    ("ART", Some(-180)),
    ("BST", None),
    ("IST", None),
    ("AST", None),
    ("ADT", None),
    ("GST", None),
    ("ET", None),
    ("CT", None),
    ("MT", None),
    ("PT", None),
    ("AET", None),
    ("ACT", None),
    ("NZT", None),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zones_are_offsets_where_they_have_one() {
        for (text, minutes) in [
            ("Z", Some(Some(0))),
            ("nzdt", Some(Some(780))),
            ("EST", Some(Some(-300))),
            ("MESZ", Some(Some(120))),
            ("BST", Some(None)),
            ("IST", Some(None)),
            ("ET", Some(None)),
            ("+0530", Some(Some(330))),
            ("-03:30", Some(Some(-210))),
            ("\u{2212}0330", Some(Some(-210))),
            ("+1", Some(Some(60))),
            ("GMT+13", Some(Some(780))),
            ("utc-5", Some(Some(-300))),
            ("+0000", Some(Some(0))),
            ("-0000", Some(None)),
            ("-00:00", Some(None)),
            ("+9999", None),
            ("+1:5", None),
            ("XYZ", None),
            ("", None),
        ] {
            assert_eq!(offset(text), minutes, "{text:?}");
        }
    }

    #[test]
    fn zones_in_words_have_an_abbreviation() {
        for (words, short) in IN_WORDS {
            assert!(offset(short).is_some(), "{words}");
        }
    }
}
