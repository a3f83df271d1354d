//! Names for bytes and texts.

use sha2::{Digest, Sha256 as Hasher};

use super::normalise;
use crate::model::{Caption, Draft, Published, Sha256};

/// SHA-256 of bytes, as a capture is named.
pub fn sha256(bytes: &[u8]) -> Sha256 {
    Sha256(Hasher::digest(bytes).into())
}

/// SHA-256 of an article's normalised text, as an article is named: two bodies that differ only
/// in white space and Unicode normalisation are the same article.
pub fn article_sha256(body: &str) -> Sha256 {
    sha256(normalise::comparable(body).as_bytes())
}

/// Words that two quotations must begin with to be the same, and how few say nothing.
const WORDS_COMPARED: usize = 8;
const FEWEST_WORDS: usize = 4;

/// SHA-256 of how a quotation begins: its first words, lower case, letters and digits only. Papers cut
/// one quotation at different ends and set its marks and capitals in their own ways.
pub fn words_sha256(quote: &str) -> Option<Sha256> {
    let bare = |word: &str| -> String {
        word.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    let words = quote.split_whitespace().map(bare).filter(|word| !word.is_empty());
    let words: Vec<String> = words.take(WORDS_COMPARED).collect();
    (words.len() >= FEWEST_WORDS).then(|| sha256(words.join(" ").as_bytes()))
}

/// SHA-256 over everything an article's row says that was read or given: `verify` finds a changed
/// headline or date by it as surely as a changed body.
///
/// The fields are hashed in a fixed order, each with its length, absent ones apart from empty ones.
/// A field that a later version adds comes at the end and is left out where it is absent, so that
/// rows of older versions keep their value.
pub fn row_sha256(draft: &Draft, capture: Sha256, hint_count: usize) -> Sha256 {
    let head = &draft.head;
    let authors = head.authors.join("\n");
    let published = head.published.as_ref();
    let (part, hint_count) = (draft.part.to_string(), hint_count.to_string());
    let (capture, kind) = (capture.to_string(), head.kind.as_str());
    let offset =
        published.and_then(|published| published.offset_minutes).map(|minutes| minutes.to_string());
    let mut hasher = Hasher::new();
    for field in [
        Some(capture.as_str()),
        Some(&part),
        Some(&hint_count),
        Some(kind),
        head.headline.as_deref(),
        head.standfirst.as_deref(),
        head.byline.as_deref(),
        Some(&authors),
        head.dateline.as_deref(),
        head.publisher.as_deref(),
        head.url.as_deref(),
        published.map(|published| published.original.as_str()),
        published.map(|published| published.value.as_str()),
        published.map(|published| published.precision.as_str()),
        offset.as_deref(),
        head.language.as_deref(),
        Some(&draft.body),
    ] {
        match field {
            Some(text) => {
                hasher.update((text.len() as u64).to_le_bytes());
                hasher.update(text.as_bytes());
            }
            None => hasher.update(u64::MAX.to_le_bytes()),
        }
    }
    let captions = captions_in_one(&draft.captions);
    let version = head.version.map(|version| version.to_string());
    let modified = head.modified.as_ref().map(Published::iso);
    for (name, field) in [
        ("modified", modified.as_deref()),
        ("modified_original", head.modified.as_ref().map(|modified| modified.original.as_str())),
        ("section", head.section.as_deref()),
        ("identifier", head.identifier.as_deref()),
        ("version", version.as_deref()),
        ("captions", captions.as_deref()),
    ] {
        if let Some(text) = field {
            hasher.update(name.as_bytes());
            hasher.update((text.len() as u64).to_le_bytes());
            hasher.update(text.as_bytes());
        }
    }
    Sha256(hasher.finalize().into())
}

/// Captions as one text, of which no other list of captions is the same; `None` for none.
fn captions_in_one(captions: &[Caption]) -> Option<String> {
    let side =
        |text: &Option<String>| text.as_ref().map_or(String::from("-"), |text| format!("+{text}"));
    let each = captions.iter().map(|one| format!("{}\n{}", side(&one.caption), side(&one.credit)));
    let lines: Vec<String> = each.collect();
    (!lines.is_empty()).then(|| lines.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_capture_is_named_as_sha256sum_names_it() {
        assert_eq!(
            sha256(b"abc").to_string(),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }

    #[test]
    fn white_space_and_normalisation_do_not_make_another_article() {
        let one = article_sha256("Winston Peters\nmet Jos\u{e9}.\r\n");
        assert_eq!(one, article_sha256(" Winston  Peters met Jose\u{301}."));
        assert_ne!(one, article_sha256("Winston Peters met Jose."));
    }
}
