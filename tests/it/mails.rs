//! Messages of parsers' own tests and real ones: all go through, and what is stored of a message is what
//! mail-parser's tests expect of it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

use chrono::{DateTime, Duration, NaiveDate, Utc};
use cuttings::format::mail;
use cuttings::model::Reading;
use serde_json::Value;

use crate::accounting;
use crate::corpora::{
    at_each, corpus, expect_differences, files, format_of, json, letters, string, unpacked,
};

/// Where what is stored differs from what mail-parser expects: file, field, and why that is right.
const DIFFERENCES: &[(&str, &str, &str)] = &[
    ("/legacy/001.json", "subject", OWN_HEADLINE),
    ("/legacy/001.crlf.json", "subject", OWN_HEADLINE),
    ("/legacy/007.json", "subject", OWN_HEADLINE),
    ("/legacy/010.json", "subject", UNDECLARED),
    ("/legacy/013.json", "subject", OWN_HEADLINE),
    ("/legacy/020.json", "subject", UNDECLARED),
    ("/legacy/043.json", "subject", OWN_HEADLINE),
    ("/legacy/043.crlf.json", "subject", OWN_HEADLINE),
    ("/legacy/045.json", "message-id", ENCLOSED),
    ("/legacy/045.crlf.json", "message-id", ENCLOSED),
    ("/malformed/005.json", "body", "a multipart whose end stands before its first part has none"),
    ("/malformed/019.json", "date", "of two `Date` fields the first cannot be read"),
    ("/rfc/000.json", "body", ENCLOSED),
    ("/rfc/000.json", "subject", ENCLOSED),
    ("/rfc/002.json", "body", ENCLOSED),
    ("/rfc/002.crlf.json", "body", ENCLOSED),
    ("/rfc/006.json", "body", "the alternative in HTML is read"),
    ("/rfc/006.crlf.json", "body", "the alternative in HTML is read"),
    ("/rfc/009.json", "subject", ENCLOSED),
    ("/rfc/009.crlf.json", "subject", ENCLOSED),
];

const OWN_HEADLINE: &str =
    "the text has a headline of its own, of which the subject is more or less a copy";
const UNDECLARED: &str = "bytes in a subject that declare no character set are read all the same";
const ENCLOSED: &str =
    "the article is what the message encloses; the words above it are a covering note";

/// Of the words in a message's text, so many in hundredths are stored at least; the rest is signatures,
/// quoted headers and notes of list programs.
const LEAST_WORDS_STORED: usize = 80;

/// Files of the corpus that are no messages.
const OTHERS: &[&str] = &[".json", ".zst", "COPYING", "LICENSE", "LICENSE.txt", "LICENSE.md"];

fn folder() -> Option<PathBuf> {
    Some(corpus("mail")?.join("mail/mail"))
}

fn messages() -> Option<BTreeMap<String, PathBuf>> {
    let mut messages = files(&folder()?);
    messages.retain(|name, _| !OTHERS.iter().any(|ending| name.ends_with(ending)));
    Some(messages)
}

/// How many files were taken for what.
fn counts(outcomes: BTreeMap<String, String>) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for outcome in outcomes.into_values() {
        *counts.entry(outcome).or_insert(0) += 1;
    }
    counts
}

#[test]
fn every_message_goes_through() {
    let Some(messages) = messages() else { return };
    let outcomes = at_each(&messages, |name, bytes| {
        accounting::check_file(&mail::FORMAT, bytes, name);
        accounting::check_file(&mail::mbox::FORMAT, bytes, name);
        match format_of(name, bytes) {
            Ok(format) => {
                accounting::check_file(format, bytes, name);
                format.name.to_owned()
            }
            Err(refusal) => refusal.0,
        }
    });
    println!("messages of parsers' tests by what they are taken for: {:#?}", counts(outcomes));
}

#[test]
fn real_messages_go_through() {
    let Some(folder) = folder() else { return };
    let Some(folder) = unpacked(&folder.join("spamassassin.tar.zst")) else { return };
    let outcomes = at_each(&files(&folder), |name, bytes| {
        let format = format_of(name, bytes).unwrap_or_else(|refusal| panic!("{name}: {refusal}"));
        assert!(format.name == "mail" || format.name == "mbox", "{name}: {}", format.name);
        let message = accounting::captures(format, bytes);
        let [(format, bytes)] = message.as_slice() else { panic!("{name}: {}", message.len()) };
        let reading = (format.read)(bytes).unwrap();
        accounting::check(&reading, name);
        assert!(reading.captured.is_some(), "{name}: no time");
        reading.drafts.len().min(1)
    });
    let with_text: usize = outcomes.values().sum();
    println!("{} real messages, {with_text} with an article or more", outcomes.len());
    assert_eq!(outcomes.len(), 762);
    assert!(with_text * 100 >= outcomes.len() * 98);
}

/// The first header field of that name, as mail-parser writes its value.
fn field<'a>(truth: &'a Value, name: &str) -> Option<&'a Value> {
    let fields = truth["parts"][0]["headers"].as_array()?;
    fields.iter().find(|field| field["name"] == name).map(|field| &field["value"])
}

/// The instant of mail-parser's broken-down time.
fn instant(time: &Value) -> Option<DateTime<Utc>> {
    let number = |key: &str| time["DateTime"][key].as_i64();
    let part = |key: &str| number(key).and_then(|number| u32::try_from(number).ok());
    let local = NaiveDate::from_ymd_opt(number("year")? as i32, part("month")?, part("day")?)?
        .and_hms_opt(part("hour")?, part("minute")?, part("second")?)?;
    let offset = Duration::minutes(number("tz_hour")? * 60 + number("tz_minute")?);
    let is_west = time["DateTime"]["tz_before_gmt"] == true;
    Some(if is_west { local + offset } else { local - offset }.and_utc())
}

/// The words of the parts that mail-parser shows as text; of those in HTML, what is no tag.
fn text(truth: &Value) -> String {
    let ids = truth["text_body"].as_array().cloned().unwrap_or_default();
    let parts = ids.iter().filter_map(Value::as_u64).map(|id| &truth["parts"][id as usize]["body"]);
    let shown = parts.filter_map(|body| match string(body, "Text") {
        Some(text) => Some(text.to_owned()),
        None => string(body, "Html").map(without_tags),
    });
    shown.collect::<Vec<_>>().join("\n")
}

fn without_tags(html: &str) -> String {
    let mut is_tag = false;
    let shown = html.chars().map(|character| {
        let is_shown = !is_tag && character != '<';
        is_tag = character == '<' || (is_tag && character != '>');
        if is_shown { character } else { ' ' }
    });
    shown.collect()
}

fn words(text: &str) -> BTreeSet<String> {
    let words = text.split(|character: char| !character.is_alphanumeric());
    words.filter(|word| word.chars().count() > 3).map(str::to_lowercase).collect()
}

/// The fields of a message that differ, each with both its values.
fn differing(truth: &Value, reading: &Reading) -> Vec<(&'static str, String)> {
    let mut found = Vec::new();
    let Some(first) = reading.drafts.first() else {
        if !words(&text(truth)).is_empty() {
            found.push(("body", format!("nothing stored of {:?}", text(truth))));
        }
        return found;
    };
    let mut compare = |field: &'static str, is_same: bool, expected: &str, stored: &str| {
        if !is_same {
            found.push((field, format!("expected {expected:?}, stored {stored:?}")));
        }
    };
    if let Some(subject) = field(truth, "subject").and_then(|value| string(value, "Text")) {
        let stored = first.head.headline.as_deref().unwrap_or_default();
        // `Re:`, `Fwd:` and a list's name before a subject are not stored.
        let is_same = letters(subject).ends_with(&letters(stored)) && !stored.is_empty();
        compare("subject", is_same, subject, stored);
    }
    if let Some(id) = field(truth, "message_id").and_then(|value| string(value, "Text")) {
        let stored = first.head.identifier.as_deref().unwrap_or_default();
        compare("message-id", id == stored, id, stored);
    }
    if let Some(date) = field(truth, "date").and_then(instant) {
        let stored = reading.captured.as_ref().and_then(|captured| captured.instant());
        compare("date", stored == Some(date), &date.to_string(), &format!("{stored:?}"));
    }
    let stored = reading.drafts.iter().flat_map(|draft| {
        let head = &draft.head;
        let lines = [&head.headline, &head.standfirst, &head.byline, &head.dateline];
        lines.into_iter().flatten().chain([&draft.body]).flat_map(|text| words(text))
    });
    let (expected, stored) = (words(&text(truth)), stored.collect::<BTreeSet<_>>());
    let missing: Vec<&str> = expected.difference(&stored).map(String::as_str).collect();
    let is_enough = missing.len() * 100 <= expected.len() * (100 - LEAST_WORDS_STORED);
    compare(
        "body",
        is_enough,
        &format!("{} words", expected.len()),
        &format!("without {missing:?}"),
    );
    found
}

/// With the line ends of the wire.
fn with_crlf(bytes: &[u8]) -> Vec<u8> {
    let lines = bytes.split(|&byte| byte == b'\n');
    lines
        .map(|line| line.strip_suffix(b"\r").unwrap_or(line))
        .collect::<Vec<_>>()
        .join(&b"\r\n"[..])
}

#[test]
fn what_mail_parser_expects_is_stored() {
    let Some(folder) = folder() else { return };
    let mut truths = files(&folder.join("mail-parser"));
    // The truth of a message whose lines end in CRLF is `<name>.crlf.json`.
    let message = |path: &PathBuf| {
        let name = path.to_str().unwrap().strip_suffix(".json").unwrap();
        let (name, is_crlf) = name.strip_suffix(".crlf").map_or((name, false), |name| (name, true));
        let bytes = fs::read(format!("{name}.eml")).ok()?;
        Some(if is_crlf { with_crlf(&bytes) } else { bytes })
    };
    truths.retain(|name, path| name.ends_with(".json") && message(path).is_some());
    let outcomes = at_each(&truths, |name, _| {
        let reading = (mail::FORMAT.read)(&message(&truths[name]).unwrap()).unwrap();
        accounting::check(&reading, name);
        differing(&json(&truths[name]), &reading)
    });
    let differences: Vec<(String, &str, String)> = outcomes
        .iter()
        .flat_map(|(name, found)| {
            found.iter().map(|(field, words)| (name.clone(), *field, words.clone()))
        })
        .collect();
    println!(
        "{} messages of mail-parser; {} fields differ, explained",
        outcomes.len(),
        differences.len()
    );
    expect_differences(&differences, DIFFERENCES);
}
