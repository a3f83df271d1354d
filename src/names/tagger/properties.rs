//! What holds of the whole recogniser on any text: valid mentions, the same on any number of threads
//! and whatever was read before, and no text so odd that it takes long.

use std::sync::LazyLock;

use proptest::prelude::*;
use rayon::prelude::*;

use super::super::Recogniser;
use super::super::tests::promises;
use crate::model::{Head, Mention};

static RECOGNISER: LazyLock<Recogniser> = LazyLock::new(|| Recogniser::new(&promises::catalogue()));

/// Pieces of news; one after another they are no news, and that is what is wanted.
const FRAGMENTS: [&str; 40] = [
    "Martha Ellison resigned on Tuesday. ",
    "Ellison’s deputy, Tom Barlow, ",
    "“We have waited,” said ",
    "said Ms Barlow, who ",
    "Foreign Minister Tariq al-Hamdan ",
    "Pieter van der Linden ",
    "Van der Linden ",
    "J. K. Hale ",
    "R.T. Moana's ",
    "Kim Jong-un ",
    "Xi ",
    "Xi Jinping ",
    "the Pacific Fisheries Council (PFC) ",
    "The PFC ",
    "(NYSE: THI) ",
    "Tezuka Holdings Inc. ",
    "Hale & Sons ",
    "NATO ",
    "the Ministry of\nDefence ",
    "Photo: Ana Roa/Reuters\n",
    "(Peter Holloway/AP)\n",
    "By Ana Roa and Peter Holloway\n\n",
    "BY ROSA MARTINEZ\n",
    "MINISTER RESIGNS OVER HARBOUR ROW\n\n",
    "Ellison Quits After Harbour Row\n\n",
    "KILBRIDE, March 4 (Reuters) - ",
    "Anna LINDQVIST\tSWE\t58.41\n",
    "Jordan Hale went to Jordan. ",
    "Jordan ",
    "Sukarno ",
    "the U.S. ",
    "Helen Ashby-Cole’s ",
    "Dr. ",
    "Sir ",
    "and ",
    ", ",
    ". ",
    "- ",
    "the ",
    "in Kilbride on Monday. ",
];

fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        8 => proptest::sample::select(&FRAGMENTS[..]).prop_map(str::to_owned),
        1 => "\\PC{0,8}",
        1 => any::<char>().prop_map(String::from),
    ];
    proptest::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

fn mentions(text: impl AsRef<str>) -> Vec<Mention> {
    RECOGNISER.mentions(&Head::default(), text.as_ref())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_gives_valid_mentions(text in any::<String>()) {
        promises::check(&RECOGNISER, &text);
    }

    #[test]
    fn pieces_of_news_give_valid_mentions(text in text()) {
        promises::check(&RECOGNISER, &text);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 20, failure_persistence: None, ..ProptestConfig::default() })]

    /// Alone with a recogniser of its own, after others, before others, and on several threads.
    #[test]
    fn neighbours_and_threads_change_nothing(texts in proptest::collection::vec(text(), 1..8)) {
        let alone: Vec<Vec<Mention>> = texts
            .iter()
            .map(|text| {
                Recogniser::new(&promises::catalogue()).mentions(&Head::default(), text)
            })
            .collect();
        let mut backwards: Vec<Vec<Mention>> = texts.iter().rev().map(mentions).collect();
        backwards.reverse();
        prop_assert_eq!(&backwards, &alone);
        for threads in [1, 2, 5] {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            let together: Vec<Vec<Mention>> =
                pool.install(|| texts.par_iter().map(mentions).collect());
            prop_assert_eq!(&together, &alone);
        }
    }
}

/// Texts on which a step whose time grows with the square would not come to an end.
#[test]
fn odd_texts_are_read() {
    let texts = [
        "A".repeat(100_000),
        "A ".repeat(50_000),
        "Aa ".repeat(50_000),
        "Hale".repeat(25_000),
        "Mary Hale ".repeat(10_000),
        "Mary Hale met Tom Hale. Hale left. ".repeat(3_000),
        "Hale-".repeat(20_000),
        "(NATO) ".repeat(15_000),
        "()".repeat(50_000),
        "(Ana Roa/AP) ".repeat(8_000),
        "Ana Roa/".repeat(12_000),
        "Anna\tHale\t".repeat(10_000),
        "of the and ".repeat(9_000),
        ".,;:-()“”".repeat(10_000),
        "\u{301}".repeat(50_000),
        "e\u{301}\u{200d}".repeat(20_000),
        "\u{2bc}".to_owned(),
        "\u{2bc}".repeat(50_000),
        "’s ".repeat(30_000),
        "קבינט הממשלה דן في القاهرة ".repeat(3_000),
        "王毅在北京会见了外长".repeat(5_000),
        "\0".repeat(50_000),
        "Hale\0".repeat(20_000),
        "\n".repeat(100_000),
        "Hale\n\n".repeat(15_000),
        "“".repeat(50_000),
        "\u{202e}\u{feff}".repeat(20_000),
        "🇳🇿".repeat(20_000),
    ];
    for text in texts {
        let mentions = mentions(&text);
        promises::holds(&text, &mentions);
    }
}
