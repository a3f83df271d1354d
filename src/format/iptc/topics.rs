//! What the numbers of the IPTC's subject lists stand for, as far as the first two digits tell.
//!
//! Media topics (`medtop:04000000`) and the older subject codes (`subj:04005000`, NITF's `refnum`)
//! share the seventeen roots. Media topics below them are numbered `2000…` without a system, so that
//! only the name beside such a number helps.

/// The roots of the media topics, by their first two digits from `01` on.
#[rustfmt::skip]
const ROOTS: [&str; 17] = [
    "arts, culture, entertainment and media", "crime, law and justice",
    "disaster, accident and emergency incident", "economy, business and finance", "education",
    "environment", "health", "human interest", "labour", "lifestyle and leisure", "politics",
    "religion", "science and technology", "society", "sport", "conflict, war and peace", "weather",
];

/// The subject that a number of eight digits belongs to, with or without the name of its list before
/// a colon.
pub fn root(code: &str) -> Option<&'static str> {
    let digits = code.rsplit(':').next().unwrap_or(code);
    if digits.len() != 8 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let place: usize = digits.get(..2)?.parse().ok()?;
    ROOTS.get(place.checked_sub(1)?).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_their_root() {
        for (code, name) in [
            ("medtop:04000000", Some("economy, business and finance")),
            ("subj:15054000", Some("sport")),
            ("11006005", Some("politics")),
            ("medtop:20000523", None),
            ("00000000", None),
            ("1500", None),
            ("", None),
        ] {
            assert_eq!(root(code), name, "{code}");
        }
    }
}
