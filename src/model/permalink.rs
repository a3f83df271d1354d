//! A permalink: words of an article, named so that whoever has the archive, or another that holds the article, can
//! open them again.
//!
//! ```text
//! cuttings:sha256:3f9a…                                              an article
//! cuttings:sha256:3f9a…#char=120,143/prefix=…/exact=…/suffix=…       words in its body
//! cuttings:sha256:3f9a…#char=0,14/field=headline/exact=…             words in another field
//! ```
//!
//! The SHA-256 is that of the article's text, so a permalink never opens another text by mistake. `char` counts code
//! points, 0-based, end exclusive, as RFC 5147 writes them; `prefix`, `exact` and `suffix` are the text quote selector
//! of the W3C Web Annotation Data Model, with percent-encoding, by which the words are found again in another text.
//! What stands between them is `/`, because a shell takes `&` and `;` for its own.

use std::fmt;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use super::{MentionField, Sha256};

const SCHEME: &str = "cuttings:sha256:";

/// Letters and digits of other scripts are encoded as well: a mail program cuts an address at the first of them.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// An article, or words in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Permalink {
    pub article: Sha256,
    pub place: Option<Place>,
}

/// Where words stand, and which.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    pub field: MentionField,
    /// Code points, 0-based.
    pub start_char: usize,
    /// Exclusive.
    pub end_char: usize,
    /// What stands there; a permalink written by hand may leave it out.
    pub quoted: Option<Quoted>,
}

/// Words with what stands before and behind them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Quoted {
    pub prefix: String,
    pub exact: String,
    pub suffix: String,
}

/// Whether a text is meant to be a permalink, good or not.
pub fn is_permalink(text: &str) -> bool {
    text.starts_with("cuttings:")
}

impl Permalink {
    /// Reads a permalink; the error says what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, String> {
        let rest =
            text.strip_prefix(SCHEME).ok_or_else(|| format!("it does not begin with {SCHEME}"))?;
        let (hex, fragment) = match rest.split_once('#') {
            Some((hex, fragment)) => (hex, Some(fragment)),
            None => (rest, None),
        };
        let article = Sha256::from_hex(hex)
            .ok_or_else(|| format!("`{hex}` is no SHA-256: that has 64 hexadecimal digits"))?;
        let place = fragment.map(Place::parse).transpose()?;
        Ok(Self { article, place })
    }
}

impl Place {
    /// Reads what stands behind `#`: `char=120,143`, and what else is said of the place. The error says what
    /// is wrong with it.
    pub fn parse(fragment: &str) -> Result<Self, String> {
        let mut range = None;
        let mut field = MentionField::Body;
        let (mut quoted, mut is_quoted) = (Quoted::default(), false);
        for part in fragment.split('/') {
            let (name, value) =
                part.split_once('=').ok_or_else(|| format!("`{part}` is not NAME=VALUE"))?;
            match name {
                "char" => range = Some(characters(value)?),
                "field" => {
                    field = MentionField::by_name(value)
                        .ok_or_else(|| format!("`{value}` is no field of an article"))?;
                }
                "prefix" => quoted.prefix = decoded(name, value)?,
                "exact" => {
                    quoted.exact = decoded(name, value)?;
                    is_quoted = true;
                }
                "suffix" => quoted.suffix = decoded(name, value)?,
                _ => return Err(format!("`{name}` is nothing that a permalink says")),
            }
        }
        let (start_char, end_char) =
            range.ok_or("it does not say where the words stand: char=START,END")?;
        if is_quoted && quoted.exact.chars().count() != end_char - start_char {
            return Err(format!(
                "char={start_char},{end_char} are not as many characters as the words have"
            ));
        }
        Ok(Self { field, start_char, end_char, quoted: is_quoted.then_some(quoted) })
    }
}

fn characters(value: &str) -> Result<(usize, usize), String> {
    let range = value.split_once(',').and_then(|(start, end)| {
        let range: (usize, usize) = (start.parse().ok()?, end.parse().ok()?);
        (range.0 < range.1).then_some(range)
    });
    range.ok_or_else(|| format!("char={value} is not char=START,END with the end behind the start"))
}

fn decoded(name: &str, value: &str) -> Result<String, String> {
    let text = percent_decode_str(value).decode_utf8();
    Ok(text.map_err(|_| format!("{name} is not UTF-8"))?.into_owned())
}

impl fmt::Display for Permalink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{SCHEME}{}", self.article)?;
        let Some(place) = &self.place else { return Ok(()) };
        write!(f, "#char={},{}", place.start_char, place.end_char)?;
        if place.field != MentionField::Body {
            write!(f, "/field={}", place.field)?;
        }
        let Some(quoted) = &place.quoted else { return Ok(()) };
        let texts =
            [("prefix", &quoted.prefix), ("exact", &quoted.exact), ("suffix", &quoted.suffix)];
        for (name, text) in
            texts.into_iter().filter(|(name, text)| *name == "exact" || !text.is_empty())
        {
            write!(f, "/{name}={}", utf8_percent_encode(text, ENCODED))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ARTICLE: Sha256 = Sha256([0xab; 32]);

    proptest! {
        #[test]
        fn what_is_written_is_read_again(
            start in 0_usize..100_000,
            exact in "\\PC{1,40}|[\\s&=#%+\u{202e}“”é𝄞]{1,10}",
            prefix in any::<String>(),
            suffix in any::<String>(),
            caption in 0_u32..4,
        ) {
            let field = if caption == 0 { MentionField::Body } else { MentionField::Caption(caption) };
            let end_char = start + exact.chars().count();
            let quoted = Some(Quoted { prefix, exact, suffix });
            let place = Place { field, start_char: start, end_char, quoted };
            let permalink = Permalink { article: ARTICLE, place: Some(place) };
            let text = permalink.to_string();
            prop_assert!(text.is_ascii() && !text.contains([' ', '"', '\'', '&', ';', '<', '>', '$', '*', '(']), "{}", text);
            prop_assert_eq!(Permalink::parse(&text), Ok(permalink));
        }
    }

    #[test]
    fn a_place_is_written_by_hand_too() {
        let text = format!("cuttings:sha256:{ARTICLE}#char=3,9/field=headline");
        let place = Permalink::parse(&text).unwrap().place.unwrap();
        assert_eq!((place.field, place.start_char, place.end_char), (MentionField::Headline, 3, 9));
        assert_eq!(place.quoted, None);
        assert_eq!(Permalink { article: ARTICLE, place: Some(place) }.to_string(), text);
    }

    #[test]
    fn what_is_wrong_is_said() {
        let with = |rest: &str| format!("cuttings:sha256:{ARTICLE}{rest}");
        for (text, reason) in [
            ("cuttings:sha1:12", "it does not begin with cuttings:sha256:"),
            ("cuttings:sha256:12", "`12` is no SHA-256"),
            (&with("#"), "`` is not NAME=VALUE"),
            (&with("#char=9,9"), "char=9,9 is not char=START,END"),
            (&with("#char=-1,9"), "char=-1,9 is not"),
            (&with("#char=99999999999999999999,9"), "is not char=START,END"),
            (&with("#exact=x"), "it does not say where the words stand"),
            (&with("#char=0,5/exact=four"), "are not as many characters"),
            (&with("#char=0,1/exact=%ff"), "exact is not UTF-8"),
            (&with("#char=0,1/field=caption-0"), "`caption-0` is no field"),
            (&with("#char=0,1/colour=red"), "`colour` is nothing"),
        ] {
            let error = Permalink::parse(text).unwrap_err();
            assert!(error.contains(reason), "{text}: {error}");
        }
    }
}
