//! Quotations and speakers against annotated articles, where the evaluation data lies beside the
//! checkout.
//!
//! The texts are other people's, so none of them is in the repository; without them the test says that
//! it was skipped.

use std::path::Path;

use serde_json::Value;

use cuttings::model::{Head, Mention, Quote};
use cuttings::names::Recogniser;
use cuttings::ops;

/// How many quotations may be found that the annotators did not mark, in all articles together.
const MOST_INVENTED: usize = 2;

#[test]
fn newswire_is_quoted() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/eval/seeds/gold-000-001.json");
    let Ok(gold) = std::fs::read_to_string(&data) else {
        crate::support::skipped!("no evaluation data at {}", data.display());
        return;
    };
    let gold: Value = serde_json::from_str(&gold).expect("the gold is JSON");
    let recogniser = Recogniser::new(&ops::seed::embedded());
    let (mut wrong, mut invented) = (Vec::new(), Vec::new());
    for document in gold.as_array().expect("the gold is a list of documents") {
        let text = document["text"].as_str().expect("a document has a text");
        let found = recogniser.recognise(&Head::default(), &[], text);
        let mut quotes = found.quotes.iter().peekable();
        for expected in document["quotes"].as_array().expect("a document has quotes") {
            let start = expected["start"].as_u64().unwrap_or_default() as usize;
            while let Some(before) = quotes.next_if(|quote| quote.start_char < start) {
                invented.push(words(text, before));
            }
            match quotes.next_if(|quote| quote.start_char == start) {
                Some(quote)
                    if words(text, quote)
                        .starts_with(expected["prefix"].as_str().unwrap_or("?"))
                        && speaker(quote, &found.mentions, document)
                            == expected["speaker"].as_str() => {}
                other => wrong.push(format!("{expected}: found {other:?}")),
            }
        }
        invented.extend(quotes.map(|quote| words(text, quote)));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(invented.len() <= MOST_INVENTED, "{invented:?}");
}

fn words(text: &str, quote: &Quote) -> String {
    text.chars().skip(quote.start_char).take(quote.end_char - quote.start_char).collect()
}

/// Whom the annotators see where the speaker is named; they know more of the full names than we do.
fn speaker<'d>(quote: &Quote, mentions: &'d [Mention], document: &'d Value) -> Option<&'d str> {
    let at = quote.speaker_mention?;
    let mention = mentions.iter().find(|mention| mention.start_char == at)?;
    let marked = document["spans"].as_array()?.iter().find(|span| span["start"] == at as u64);
    marked.and_then(|span| span["entity"].as_str()).or(Some(&mention.entity.name))
}
