//! RTF: what word processors exchanged before they had zips (Rich Text Format 1.9.1).
//!
//! A tokenizer and the few destinations that hold text. What must stay true: bytes are read in the
//! code page of the font that they are set in, a destination that is not known is left out, and a
//! file that breaks off gives what stands before.

mod charsets;
mod document;
mod tokens;

use super::documents::paragraphs;
use super::{Format, Framing, Refusal};
use crate::model::Reading;

pub const FORMAT: Format = Format {
    name: "rtf",
    version: 7,
    media_type: "application/rtf",
    extensions: &["rtf"],
    summary: "RTF: a text of any word processor",
    framing: Framing::Whole,
    sniff: is_rtf,
    read,
};

fn is_rtf(prefix: &[u8]) -> bool {
    prefix.trim_ascii_start().starts_with(b"{\\rtf")
}

fn read(bytes: &[u8]) -> Result<Reading, Refusal> {
    if !is_rtf(bytes) {
        return Err(Refusal("this is no RTF".to_owned()));
    }
    let document::Read { paragraphs, properties, is_whole } = document::read(bytes)?;
    let warnings = if is_whole {
        Vec::new()
    } else {
        vec!["the document breaks off: read as far as it goes".to_owned()]
    };
    let reading = paragraphs::reading(paragraphs, &properties, "rtf:style/heading", warnings);
    paragraphs::whole_or_begun(reading, is_whole)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Draft, Field};

    fn draft(rtf: &[u8]) -> Draft {
        read(rtf).unwrap().drafts.into_iter().next().unwrap()
    }

    #[test]
    fn code_pages_unicode_and_symbols_are_read() {
        let rtf = br"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fswiss\fcharset0 Arial;}{\f1\fcharset204 Arial CYR;}{\f2\fcharset128 Gothic;}}
{\colortbl;\red0\green0\blue0;}{\*\generator Writer;}
\pard\f0 Caf\'e9 \ldblquote no\rdblquote\emdash \u8364?5 \uc2\u8364\'80\'803\uc1  {\f1\'cc\'e8\'f0} {\f2\'93\'fa} \u-10179?\u-8704?\~a\_b c\-d\{\}\line x\par
{\field{\*\fldinst HYPERLINK x}{\fldrslt link}}{\v hidden}{\deleted gone}{\pict\bin3 }}}abc}{\footnote note}.\par}";
        assert!((FORMAT.sniff)(rtf));
        let paragraphs = document::read(rtf).unwrap().paragraphs;
        let words: Vec<&str> =
            paragraphs.iter().map(|paragraph| paragraph.words.as_str()).collect();
        assert_eq!(words, ["Café “no”—€5 €3 Мир 日 😀\u{a0}a-b cd{}\nx", "link."]);
    }

    #[test]
    fn styles_and_properties_are_read() {
        let rtf = br"{\rtf1\ansi{\stylesheet{\s0 Normal;}{\s1\sbasedon0 heading 1;}}{\info{\title Document1}{\author Ann Ng}{\creatim\yr2024\mo3\dy4\hr9\min5}}\pard\s1 Tolls to rise\par\pard\plain The board said no.\par\trowd\intbl Toll\cell 9\cell\row\pard Last words.\par}";
        let draft = draft(rtf);
        assert_eq!(draft.head.headline.as_deref(), Some("Tolls to rise"));
        assert_eq!(draft.head.authors, ["Ann Ng"]);
        assert_eq!(
            draft.head.published.as_ref().map(|p| p.value.as_str()),
            Some("2024-03-04T09:05")
        );
        assert_eq!(draft.origins.of(Field::Published), Some("rtf:info/creatim"));
        assert_eq!(draft.body, "The board said no.\n\nToll\t9\n\nLast words.");
    }

    #[test]
    fn broken_files_give_what_stands_before() {
        for rtf in [
            &b"{\\rtf1 The minister said no."[..],
            b"{\\rtf1 The minister said no.}}}}x",
            b"{\\rtf1 The minister said no.\\bin999999999 x",
            b"{\\rtf1 The minister said no.\\'z",
        ] {
            assert!(draft(rtf).body.starts_with("The minister said no."), "{rtf:?}");
        }
        assert!(
            read(
                &b"{\\rtf1"
                    .iter()
                    .copied()
                    .chain(std::iter::repeat_n(b'{', 1_000_000))
                    .collect::<Vec<u8>>()
            )
            .is_err()
        );
    }

    #[test]
    fn what_breaks_off_before_its_text_is_refused_and_a_picture_is_none() {
        for rtf in [&b"{\\rtf1"[..], b"{\\rtf1\\ansi{\\fonttbl{\\f0 Ar", b"{\\rtf1{\\*\\none Lost."]
        {
            assert!(read(rtf).unwrap_err().0.contains("breaks off"), "{rtf:?}");
        }
        let reading = read(b"{\\rtf1{\\pict 0102}}").unwrap();
        assert_eq!(reading.problems[0].reason, "a document without text");
    }

    #[test]
    fn a_release_and_a_note_have_their_heads() {
        for (rtf, headline, author, last) in [
            (
                &include_bytes!("../../../tests/corpus/rtf/release.rtf")[..],
                "Harbour tolls to rise by a fifth",
                "Sina Léota",
                "Моряк из Порта.",
            ),
            (
                include_bytes!("../../../tests/corpus/rtf/text-edit.rtf"),
                "Ice shuts three northern harbours",
                "Erik Solheim",
                "for thirty years.",
            ),
        ] {
            let draft = draft(rtf);
            assert_eq!(draft.head.headline.as_deref(), Some(headline));
            assert_eq!(draft.head.authors, [author]);
            assert!(draft.body.ends_with(last), "{}", draft.body);
            assert!(draft.body.contains('“') && !draft.body.contains("Harbour Board\n"));
        }
    }
}
