//! Names of news agencies as they stand in datelines and author lines.
//!
//! A short list for telling `(Reuters)` from `(Updates with comment)` and `By Reuters` from a
//! person. Which publisher a tag means is the catalogue's business.

use super::normalise::name_key;

/// Whether a printed name is that of a news agency or of a service of one.
pub fn is_agency(name: &str) -> bool {
    // The longest entry is under 40 bytes; longer text is no name.
    if name.is_empty() || name.len() > 60 {
        return false;
    }
    let key = name_key(name);
    AGENCIES.binary_search(&key.as_str()).is_ok()
}

/// The agency that a dateline names: `SYDNEY, Aug 15 (BSS/AFP) -`. Of two, one passed it on, and the last wrote it.
pub fn of_dateline(printed: &str) -> Option<&str> {
    let marks = |c: char| !c.is_alphanumeric();
    if !printed.contains(['(', '[']) && printed.matches('/').count() < 2 {
        return Some(printed.trim_matches(marks)).filter(|name| is_surely_agency(name));
    }
    let mut tags = printed.split(['(', ')', '[', ']', '/']).skip(1);
    tags.by_ref().map(|tag| tag.trim_matches(marks)).filter(|tag| is_agency(tag)).last()
}

/// The agency that an author line names: `By Ann Ng, Reuters`.
pub fn of_byline(printed: &str) -> Option<&str> {
    let names = printed.trim();
    let names = match names.get(..3) {
        Some(by) if by.eq_ignore_ascii_case("by ") => names.get(3..).unwrap_or_default(),
        _ => names,
    };
    let pieces = names.split([',', ';', '|', '•', '·', '/', '(', ')', '–', '—', '&']);
    let pieces =
        pieces.flat_map(|piece| piece.split(" and ")).flat_map(|piece| piece.split(" AND "));
    pieces.map(|piece| piece.trim()).find(|piece| is_surely_agency(piece))
}

/// Whether a name that stands there without brackets is an agency's, and not a first name, a place or a word.
pub fn is_surely_agency(name: &str) -> bool {
    is_agency(name) && !ALSO_NAMES.contains(&name_key(name).as_str())
}

/// Those of `AGENCIES` that are also something else.
const ALSO_NAMES: &[&str] = &[
    "ana", "ani", "antara", "apa", "ata", "ena", "lusa", "mena", "nan", "newsroom", "newswire",
    "petra", "scoop", "spa", "trend", "uni", "zenit",
];

/// Keys as `name_key` makes them, sorted.
#[rustfmt::skip]
const AGENCIES: &[&str] = &[
    "aap", "abc news", "afp", "agence france presse", "ana", "anadolu", "anadolu agency", "ani",
    "ansa", "antara", "ap", "ap news", "ap photo", "apa", "armenpress", "asia news network", "asianet",
    "associated press", "ata", "australian associated press", "axios", "bbc", "bbc news", "belga",
    "benarnews", "bernama", "bloomberg", "bloomberg businessweek", "bloomberg news",
    "bloomberg opinion", "bss", "bta", "business wire", "caixin", "canadian press", "cna", "cnbc",
    "cnn", "cnn business", "cnn newsource", "cns", "cp", "ctk", "dow jones", "dow jones newswires",
    "dpa", "dpa afx", "efe", "ena", "europa press", "fox news", "globe newswire", "globenewswire",
    "gna", "ians", "inter press service", "interfax", "ips", "irna", "itar tass", "jiji",
    "jiji press", "kcna", "knight ridder", "kuna", "kyodo", "kyodo news", "lusa", "marketwatch",
    "marketwired", "mena", "nampa", "nan", "newsroom", "newswire", "npr", "nzherald", "nzme", "pa",
    "pa media", "pacnews", "pap", "petra", "pna", "politico", "pr newswire", "press association",
    "press trust of india", "prnewswire", "pti", "qna", "radio free asia", "reuters", "rfa",
    "rferl", "ria", "ria novosti", "rnz", "rnz pacific", "sana", "sapa", "science media centre",
    "scoop", "sda", "spa", "sputnik", "stt", "tanjug", "tass", "tca", "thomson reuters",
    "thomson reuters foundation", "tns", "trend", "tt", "ukrinform", "uni",
    "united press international", "upi", "vna", "voa", "voa news", "wafa", "wam", "xinhua", "yonhap", "zenit",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_sorted_and_in_key_form() {
        assert!(AGENCIES.is_sorted());
        for name in AGENCIES {
            assert_eq!(name_key(name), *name);
        }
    }

    #[test]
    fn agencies_are_known_however_they_are_printed() {
        for name in ["Reuters", "THE ASSOCIATED PRESS", "A.P.", "AAP", "BUSINESS WIRE"] {
            assert!(is_agency(name), "{name}");
        }
        for name in ["", "Eva Corlett", "Updates with comment"] {
            assert!(!is_agency(name), "{name}");
        }
    }

    #[test]
    fn what_is_also_a_name_is_on_the_list() {
        for name in ALSO_NAMES {
            assert!(is_agency(name), "{name}");
        }
    }

    #[test]
    fn datelines_and_author_lines_name_agencies() {
        for (printed, agency) in [
            ("WELLINGTON, March 4 (Reuters) -", Some("Reuters")),
            ("SYDNEY, Aug 15, 2024 (BSS/AFP) -", Some("AFP")),
            ("BEIJING/SHANGHAI, 4 March (Reuters) -", Some("Reuters")),
            ("MOSCOW, March 4. /TASS/.", Some("TASS")),
            ("SAN FRANCISCO--(BUSINESS WIRE)--", Some("BUSINESS WIRE")),
            ("AMMAN, March 4 (Petra) --", Some("Petra")),
            ("AP —", Some("AP")),
            ("PETRA —", None),
            ("BEIJING/SHANGHAI —", None),
            ("CANBERRA, Australia —", None),
            ("(Lagoon Wire) --", None),
            ("", None),
        ] {
            assert_eq!(of_dateline(printed), agency, "{printed:?}");
        }
        for (printed, agency) in [
            ("By Reuters", Some("Reuters")),
            ("BY AAP AND STAFF", Some("AAP")),
            ("Ann Ng, Associated Press", Some("Associated Press")),
            ("By Ann Ng (Reuters)", Some("Reuters")),
            ("By Ana and Petra", None),
            ("By Our Foreign Staff", None),
            ("By Ann Reuters", None),
            ("", None),
        ] {
            assert_eq!(of_byline(printed), agency, "{printed:?}");
        }
    }
}
