//! Who said what, in every shape that people paste: interviews, transcripts, press reviews, posts, and the
//! words of saying of seven languages.
//!
//! The cases of the evaluation data are other people's texts beside the checkout; without them that test says
//! that it was skipped. The passages in `tests/passages/said.txt` are our own.

use std::fs;

use serde_json::Value;

use cuttings::model::{Head, Mention, Quote};
use cuttings::names::Recogniser;
use cuttings::ops;

use crate::support::{Workshop, evaluation_data, root};

/// A file, and each of its quotations by its first words and its speaker; `-` where nobody with a name
/// speaks.
type Case = (&'static str, &'static [(&'static str, &'static str)]);

const FIELD: &[Case] = &[
    (
        "24-descriptive-clause.txt",
        &[
            ("They need urgent", "Gavin Hillard"),
            ("If they don't", "Gavin Hillard"),
            ("What he has done", "Yasmin Qureshi-Bell"),
            ("I'm not going", "Owen Tresco"),
        ],
    ),
    (
        "25-nickname-speaker.txt",
        &[
            ("Last night.", "-"),
            ("I saw it all", "Robert “Bobby” Delgado"),
            ("Nobody came", "Robert “Bobby” Delgado"),
            ("I'm done", "Maria Elena Fuentes"),
        ],
    ),
    (
        "26-pronoun-two-women.txt",
        &[
            ("She has been", "Alice Trentham"),
            ("I did my job", "Beth Oduya"),
            ("I don't think", "Beth Oduya"),
            ("We will be back", "Beth Oduya"),
            ("It is over", "Carl Winter"),
        ],
    ),
    (
        "28-multi-paragraph-open-quote.txt",
        &[
            ("I pulled back", "Dieter Vossberg"),
            ("We had about", "Dieter Vossberg"),
            ("After that", "Dieter Vossberg"),
            ("You have been", "Ruth Amadi"),
        ],
    ),
    ("47b-link-digest-second.txt", &[("I will not go", "Truss"), ("Never again", "Braverman")]),
    ("62-html-embeds-inserts.html", &[("The board had no", "Imelda Stroud")]),
    (
        "81-qa-interview.txt",
        &[
            ("Colm, look at", "-"),
            ("Were you angry", "Joan Ricci"),
            ("Of course.", "Colm Baird"),
            ("What would you", "Joan Ricci"),
            ("I’d say read", "Colm Baird"),
        ],
    ),
    (
        "83-transcript.txt",
        &[
            ("We turn now", "Margaret Brennock"),
            ("Good morning, Margaret", "Imelda Stroud"),
            ("Did you see", "Margaret Brennock"),
            ("I did not.", "Imelda Stroud"),
            ("Senator Tom", "Margaret Brennock"),
            ("Well, Tom", "Imelda Stroud"),
            ("We'll be right", "Margaret Brennock"),
        ],
    ),
    ("88-embeds-inserts.txt", &[("I cannot sign", "Dana Ruiz"), ("Then go", "Imelda Stroud")]),
    (
        "100-as-x-wrote.txt",
        &[
            ("Old ideas can", "Jane Jacobson"),
            ("We are all late", "Ann Lee"),
            ("nobody rang", "Colm Baird"),
        ],
    ),
    (
        "101-transcript-labels.txt",
        &[
            ("I did not see it", "Imelda Stroud"),
            ("You did", "Colm Baird"),
            ("I did not.", "Imelda Stroud"),
            ("Were you angry", "Joan Ricci"),
            ("Of course.", "Colm Baird"),
        ],
    ),
    (
        "102-german-quotes.txt",
        &[
            ("Ich gehe", "Katrin Möllenbeck"),
            ("Es reicht", "Katrin Möllenbeck"),
            ("Das ist richtig", "Jens Thorwald"),
        ],
    ),
];

/// A quotation as the archive has it, or as the passages say that it is.
#[derive(Debug)]
struct Said {
    quote: String,
    speaker: String,
    words: String,
}

#[test]
fn field_cases_have_their_speakers() {
    let Some(data) = evaluation_data() else { return };
    let (mut wrong, mut before) = (Vec::new(), 0);
    let workshop = Workshop::new();
    workshop.run(&["init", "a.db"]).expect(0);
    let rows = |sql: &str| {
        let ran = workshop.run(&["query", "--archive", "a.db", "--format", "json", "--sql", sql]);
        ran.expect(0).json().as_array().unwrap().clone()
    };
    for (name, expected) in FIELD {
        let file = data.join("field").join(name);
        workshop.run(&["ingest", "--archive", "a.db", file.to_str().unwrap()]).expect(0);
        let sql = format!(
            "SELECT quote, speaker, speaker_words, article_id FROM quote_details
             WHERE article_id > {before} ORDER BY start_char"
        );
        let found = rows(&sql);
        before = found.iter().filter_map(|row| row["article_id"].as_i64()).max().unwrap_or(before);
        let found = found.iter().map(row).collect();
        let expected: Vec<Said> =
            expected.iter().map(|(quote, speaker)| Said::new(quote, speaker, "")).collect();
        wrong.extend(compared(name, &expected, found));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn passages_have_their_speakers() {
    let text = fs::read_to_string(root().join("tests/passages/said.txt")).unwrap();
    let recogniser = Recogniser::new(&ops::seed::embedded());
    let (mut wrong, mut passages) = (Vec::new(), 0);
    for passage in text.split("\n=== ").skip(1) {
        let (kind, passage) = passage.split_once('\n').unwrap();
        let (mut head, mut body, mut expected) = (Head::default(), String::new(), Vec::new());
        for line in passage.lines() {
            if let Some(headline) = line.strip_prefix("headline: ") {
                head.headline = Some(headline.to_owned());
            } else if let Some(quotation) = line.strip_prefix("--> ") {
                let mut parts = quotation.split(" | ");
                let mut part = || parts.next().unwrap_or_default();
                expected.push(Said::new(part(), part(), part()));
            } else {
                body.push_str(line);
                body.push('\n');
            }
        }
        let body = body.trim();
        let found = recogniser.recognise(&head, &[], body);
        let found = found.quotes.iter().map(|quote| shown(body, quote, &found.mentions)).collect();
        wrong.extend(compared(kind, &expected, found));
        passages += 1;
    }
    assert!(passages >= 40, "{passages} passages");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

impl Said {
    fn new(quote: &str, speaker: &str, words: &str) -> Self {
        Self { quote: quote.to_owned(), speaker: speaker.to_owned(), words: words.to_owned() }
    }
}

/// Every quotation that is missing, has another speaker, or should not be there.
fn compared(name: &str, expected: &[Said], mut found: Vec<Said>) -> Vec<String> {
    let mut wrong = Vec::new();
    for wanted in expected {
        let Some(at) = found.iter().position(|own| own.quote.starts_with(&wanted.quote)) else {
            wrong.push(format!("{name}: missed {:?}", wanted.quote));
            continue;
        };
        let own = found.remove(at);
        let other_words = !wanted.words.is_empty() && wanted.words != own.words;
        if own.speaker != wanted.speaker || other_words {
            wrong.push(format!("{name}: wanted {wanted:?}, found {own:?}"));
        }
    }
    wrong.extend(found.iter().map(|own| format!("{name}: invented {own:?}")));
    wrong
}

fn row(row: &Value) -> Said {
    let cell = |name: &str, none: &str| row[name].as_str().unwrap_or(none).to_owned();
    Said {
        quote: cell("quote", ""),
        speaker: cell("speaker", "-"),
        words: cell("speaker_words", ""),
    }
}

fn shown(text: &str, quote: &Quote, mentions: &[Mention]) -> Said {
    let words = |(start, end): (usize, usize)| text.chars().skip(start).take(end - start).collect();
    let speaker = quote
        .speaker_mention
        .and_then(|at| mentions.iter().find(|own| own.start_char == at))
        .map_or_else(|| "-".to_owned(), |own| own.entity.name.clone());
    Said {
        quote: words((quote.start_char, quote.end_char)),
        speaker,
        words: quote.speaker_span.map(words).unwrap_or_default(),
    }
}
