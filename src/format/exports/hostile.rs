//! Whatever lines come: no panic, and every byte of the text accounted for.

use proptest::prelude::*;

use super::DATABASES;

const LINES: &[&str] = &[
    "",
    "",
    " ",
    "1 of 3 DOCUMENTS",
    "3 of 3 DOCUMENTS",
    "The Lagoon Times",
    "March 18, 2024 Monday",
    "Tolls to rise",
    "BYLINE: Ann Ng",
    "SECTION: BUSINESS; Pg. 5",
    "LENGTH: 40 words",
    "BODY:",
    "BODY: No.",
    "LOAD-DATE: March 19, 2024",
    "LANGUAGE: ENGLISH",
    "Copyright 2024 Lagoon Ltd",
    "All Rights Reserved",
    "Section: BUSINESS",
    "Length: 40 words",
    "Byline: Ann Ng",
    "Body",
    "Load-Date: March 19, 2024",
    "End of Document",
    "Page 2 of 3",
    "Documents (3)",
    "1. Tolls to rise",
    "2. Ice melts",
    "40 words",
    "18 March 2024",
    "09:15",
    "LAGT",
    "English",
    "Document LAGT000020240318ek3i0001a",
    "HD\tTolls to rise",
    "HD",
    "WC\t40 words",
    "PD\t18 March 2024",
    "SN  The Lagoon Times",
    "LP\tThe board said no.",
    "TD",
    "NS\tc13",
    "AN\tDocument LAGT000020240318ek3i0001a",
    "____________________",
    "Document 1 of 3",
    "Title: Tolls to rise",
    "Author: Ng, Ann",
    "Publication title: The Lagoon Times",
    "Publication date: Mar 18, 2024",
    "Full text: The board said no.",
    "Full text:",
    "ProQuest document ID: 1",
    "SUVA, March 4 (Reuters) - The board said no.",
    "The board said no, and the crews did too.",
    "é\u{301}",
    "\u{feff}",
    "\u{a0}",
    "Table of contents",
    "Tolls to rise..... 1",
];

fn check(text: &str) {
    for database in DATABASES {
        let format = database.format;
        let _ = (format.sniff)(text.as_bytes());
        let reading = (format.read)(text.as_bytes()).unwrap();
        let mut position = 0;
        for region in &reading.regions {
            assert_eq!(region.start, position, "{}", format.name);
            assert!(region.end > region.start);
            position = region.end;
        }
        assert_eq!(position, reading.text_bytes, "{}", format.name);
        assert_eq!(position, text.len(), "{}", format.name);
        for draft in &reading.drafts {
            assert!(!draft.body.trim().is_empty());
            assert!(reading.regions.iter().any(|region| region.part == Some(draft.part)));
        }
    }
    let _ = super::read_text(text);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_lines_are_accounted_for(lines in prop::collection::vec((
        prop::sample::select(LINES), prop::sample::select(vec!["\n", "\r\n", "\n\n", "\r"]),
    ), 0..40)) {
        check(&lines.iter().flat_map(|(line, end)| [*line, *end]).collect::<String>());
    }
}
