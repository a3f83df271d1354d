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

/// Keys as `name_key` makes them, sorted.
#[rustfmt::skip]
const AGENCIES: &[&str] = &[
    "aap", "abc news", "afp", "agence france presse", "ana", "anadolu", "anadolu agency", "ani",
    "ansa", "antara", "ap", "ap photo", "apa", "armenpress", "asia news network", "asianet",
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
    "united press international", "upi", "vna", "voa", "wafa", "wam", "xinhua", "yonhap", "zenit",
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
}
