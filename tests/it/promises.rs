//! What holds of the names found in any text at all. One file for three users: the property tests of
//! `src/names`, the test of the fuzzer's seeds in this folder, and the fuzz target, so that all three
//! hold the program to the same. Whoever takes it in has `model` and `names` of the program in scope.

use unicode_segmentation::UnicodeSegmentation;

use super::model::{Caption, Catalogue, EntityKind, Entry, Head, Mention, MentionField, Rule};
use super::names::{FoundNames, Recogniser};

/// The longest name, in code points.
const LONGEST_NAME: usize = 200;

/// A small catalogue, so that its part of the work is done as well.
pub fn catalogue() -> Catalogue {
    let entry = |kind, key: &str, name: &str, aliases: &[&str], demonyms: &[&str]| Entry {
        kind,
        key: key.to_owned(),
        name: name.to_owned(),
        sort_name: None,
        aliases: aliases.iter().map(|alias| (*alias).to_owned()).collect(),
        demonyms: demonyms.iter().map(|demonym| (*demonym).to_owned()).collect(),
        description: None,
        country: None,
        wikidata_id: None,
        offices: Vec::new(),
        silent: Vec::new(),
    };
    let mut entries = vec![
        entry(EntityKind::Person, "martha ellison", "Martha Ellison", &["Ellison"], &[]),
        entry(EntityKind::Person, "xi jinping", "Xi Jinping", &[], &[]),
        entry(EntityKind::Organisation, "tezuka holdings", "Tezuka Holdings", &["THI"], &[]),
        entry(EntityKind::Organisation, "nato", "NATO", &[], &[]),
        entry(EntityKind::Place, "jordan", "Jordan", &[], &["Jordanian"]),
        entry(EntityKind::Place, "united states", "United States", &["US", "U.S."], &["American"]),
    ];
    entries.sort();
    Catalogue { entries, publishers: Vec::new() }
}

/// Recognises a text, whole and with its first line as the headline, and holds what comes out to
/// everything promised.
pub fn check(recogniser: &Recogniser, text: &str) {
    let recognised = recogniser.recognise(&Head::default(), &[], text);
    let mentions = &recognised.mentions;
    holds(text, mentions);
    holds_of_quotes_and_roles(text, &recognised);
    let (headline, body) = text.split_once('\n').unwrap_or((text, text));
    let head = Head { headline: Some(headline.to_owned()), ..Head::default() };
    let caption = Caption { caption: text.lines().last().map(str::to_owned), credit: None };
    let caption_line = caption.caption.clone().unwrap_or_default();
    let parted = recogniser.recognise(&head, &[caption], body).mentions;
    holds_everywhere(
        &[
            (MentionField::Body, body),
            (MentionField::Headline, headline),
            (MentionField::Caption(1), &caption_line),
        ],
        &parted,
    );
    let again = recogniser.recognise(&Head::default(), &[], text);
    assert_eq!(recognised.quotes, again.quotes, "in {text:?}");
    assert_eq!(*mentions, again.mentions, "another text in between changed the names in {text:?}");
}

/// Quotes lie in the text, in order, without overlap; speakers and people with titles are mentions; a
/// title is the words at its place.
fn holds_of_quotes_and_roles(body: &str, recognised: &FoundNames) {
    let characters: Vec<char> = body.chars().collect();
    let kind_at = |at: usize| {
        let found = recognised.mentions.binary_search_by_key(&at, |mention| mention.start_char);
        found.ok().map(|at| recognised.mentions[at].entity.kind)
    };
    let mut end = 0;
    for quote in &recognised.quotes {
        assert!(
            quote.start_char >= end && quote.start_char < quote.end_char,
            "{quote:?} in {body:?}"
        );
        end = quote.end_char;
        for (start, end) in [quote.speaker_span, quote.cue_span].into_iter().flatten() {
            assert!(start < end && end <= characters.len(), "{quote:?} in {body:?}");
        }
        if let Some(at) = quote.speaker_mention {
            assert!(kind_at(at).is_some(), "{quote:?} in {body:?}");
        }
        assert!((0.0..=1.0).contains(&quote.confidence), "{quote:?} in {body:?}");
    }
    assert!(end <= characters.len(), "past the end in {body:?}");
    for role in &recognised.roles {
        let title: String = characters[role.start_char..role.end_char].iter().collect();
        assert_eq!(title, role.title, "in {body:?}");
        assert_eq!(kind_at(role.person_mention), Some(EntityKind::Person), "{role:?} in {body:?}");
    }
}

/// What `holds` and `rests` say, of an article in several fields.
pub fn holds_everywhere(texts: &[(MentionField, &str)], mentions: &[Mention]) {
    let mut count = 0;
    for (field, text) in texts {
        let own: Vec<Mention> =
            mentions.iter().filter(|mention| mention.field == *field).cloned().collect();
        count += own.len();
        lies_in(text, &own);
    }
    assert_eq!(count, mentions.len(), "in another field: {mentions:?}");
    rests(mentions);
}

/// Mentions of one text: they lie in it, and short forms rest on what is there.
pub fn holds(body: &str, mentions: &[Mention]) {
    lies_in(body, mentions);
    rests(mentions);
}

/// A short form names the fuller mention of the same entity that it rests on, in whichever field. One in
/// the body that rests on the head is called so, and names it where it is a mention.
fn rests(mentions: &[Mention]) {
    for mention in mentions {
        let may_rest = mention.rule.needs_antecedent() || mention.rule == Rule::NamedInHead;
        assert!(may_rest || mention.antecedent.is_none(), "{mention:?}");
        assert!(mention.antecedent.is_some() || !mention.rule.needs_antecedent(), "{mention:?}");
        if let Some(place) = mention.rests_on() {
            let fuller = mentions.iter().find(|other| (other.field, other.start_char) == place);
            let Some(fuller) = fuller else { panic!("no antecedent: {mention:?}") };
            assert!(!fuller.rule.needs_antecedent(), "rests on {fuller:?}: {mention:?}");
            assert_eq!(fuller.entity, mention.entity);
        }
    }
}

/// Mentions lie in the text, in order, without overlap, on grapheme borders; each is sure to a degree.
fn lies_in(body: &str, mentions: &[Mention]) {
    let characters: Vec<char> = body.chars().collect();
    let mut borders = vec![0];
    let mut at = 0;
    for grapheme in body.graphemes(true) {
        at += grapheme.chars().count();
        borders.push(at);
    }
    let mut end = 0;
    for mention in mentions {
        assert!(mention.start_char >= end, "overlap or disorder: {mention:?} in {body:?}");
        assert!(mention.start_char < mention.end_char, "empty: {mention:?} in {body:?}");
        assert!(mention.end_char <= characters.len(), "past the end: {mention:?} in {body:?}");
        end = mention.end_char;
        let surface: String = characters[mention.start_char..mention.end_char].iter().collect();
        assert_eq!(surface, mention.surface_form, "in {body:?}");
        assert!(mention.end_char - mention.start_char <= LONGEST_NAME, "too long: {mention:?}");
        for border in [mention.start_char, mention.end_char] {
            assert!(borders.binary_search(&border).is_ok(), "cut letter: {mention:?} in {body:?}");
        }
        assert!(!mention.entity.key.is_empty(), "no key: {mention:?} in {body:?}");
        assert!(!mention.entity.name.is_empty(), "no name: {mention:?} in {body:?}");
        if let Some(confidence) = mention.confidence {
            assert!((0.0..=1.0).contains(&confidence), "{mention:?} in {body:?}");
        }
    }
}
