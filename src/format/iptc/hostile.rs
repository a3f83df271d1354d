//! Whatever bytes come: no panic, and every byte of the text accounted for.

use proptest::prelude::*;

use super::{newsml_1, newsml_g2, ninjs, nitf};
use crate::format::Format;
use crate::model::Reading;

const FORMATS: [Format; 4] = [ninjs::FORMAT, newsml_g2::FORMAT, newsml_1::FORMAT, nitf::FORMAT];

const PIECES: &[&str] = &[
    "<?xml version=\"1.0\" encoding=\"iso-8859-1\"?>",
    "<!DOCTYPE nitf [<!ENTITY a \"b\">]>",
    "<nitf>",
    "</nitf>",
    "<head>",
    "</head>",
    "<body>",
    "</body>",
    "<body.head>",
    "</body.head>",
    "<body.content>",
    "</body.content>",
    "<p>",
    "</p>",
    "<hedline><hl1>Tolls</hl1></hedline>",
    "<docdata management-status=\"canceled\">",
    "</docdata>",
    "<du-key key=\"a\" version=\"2\"/>",
    "<date.issue norm=\"20240318T091500+0100\"/>",
    "<newsMessage>",
    "</newsMessage>",
    "<newsItem guid=\"a\">",
    "</newsItem>",
    "<contentSet>",
    "</contentSet>",
    "<inlineXML>",
    "</inlineXML>",
    "<itemMeta><pubStatus qcode=\"stat:withheld\"/></itemMeta>",
    "<NewsML>",
    "</NewsML>",
    "<NewsItem>",
    "</NewsItem>",
    "<NewsComponent>",
    "</NewsComponent>",
    "<ContentItem><DataContent>",
    "</DataContent></ContentItem>",
    "{",
    "}",
    "[",
    "]",
    ",",
    "\"uri\": \"a\"",
    "\"bodies\": [{\"value\": \"<p>No.</p>\"}]",
    "\"pubStatus\": \"canceled\"",
    "\"body_text\": \"No.\"",
    "\"items\":",
    "\"headline\": \"Tolls\"",
    "&nbsp;",
    "&a;",
    "&",
    "\u{1}",
    "\u{feff}",
    "é",
    "The board said no.",
    "\n",
    "]]>",
    "<![CDATA[",
];

fn check(format: &Format, bytes: &[u8]) {
    let _ = (format.sniff)(bytes);
    let Ok(reading) = (format.read)(bytes) else { return };
    accounted_for(&reading, format.name);
}

/// Regions are in order, leave no gap and cover the text; every draft owns one and has a text.
fn accounted_for(reading: &Reading, name: &str) {
    let mut position = 0;
    for region in &reading.regions {
        assert_eq!(region.start, position, "{name}");
        assert!(region.end > region.start, "{name}");
        position = region.end;
    }
    assert_eq!(position, reading.text_bytes, "{name}");
    for draft in &reading.drafts {
        assert!(!draft.body.trim().is_empty(), "{name}");
        assert!(!draft.body.contains(['\0', '\r']), "{name}");
        assert!(reading.regions.iter().any(|region| region.part == Some(draft.part)), "{name}");
    }
}

#[test]
fn depth_costs_words_no_stack() {
    let depth = 20_000;
    for text in [
        format!(
            "<nitf><body><body.content>{}No.{}</body.content></body></nitf>",
            "<p>".repeat(depth),
            "</p>".repeat(depth)
        ),
        format!("<newsItem>{}</newsItem>", "<newsItem>".repeat(depth)),
        format!(
            "<NewsML><NewsItem>{}{}</NewsItem></NewsML>",
            "<NewsComponent>".repeat(300),
            "</NewsComponent>".repeat(300)
        ),
        format!("{{\"uri\": {}1{}}}", "[".repeat(depth), "]".repeat(depth)),
    ] {
        for format in &FORMATS {
            check(format, text.as_bytes());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_pieces_are_accounted_for(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..30)) {
        let text: String = pieces.concat();
        for format in &FORMATS {
            check(format, text.as_bytes());
        }
    }

    #[test]
    fn mutations_of_a_whole_item_are_accounted_for(
        place in 0usize..400, length in 0usize..20, piece in prop::sample::select(PIECES),
    ) {
        let nitf = "<nitf><head><docdata><du-key key=\"a\"/><date.issue norm=\"20240318\"/></docdata></head><body><body.head><hedline><hl1>Tolls to rise</hl1></hedline><byline>By<person>Ann Ng</person></byline></body.head><body.content><p>SUVA (AP) — The board said no.</p><table><tr><td>1</td><td>é</td></tr></table></body.content></body></nitf>";
        let g2 = format!("<newsItem guid=\"a\"><itemMeta><pubStatus qcode=\"stat:usable\"/></itemMeta><contentSet><inlineXML>{nitf}</inlineXML></contentSet></newsItem>");
        let ninjs = "{\"uri\": \"a\", \"type\": \"text\", \"pubStatus\": \"usable\", \"headlines\": [{\"value\": \"Tolls\"}], \"bodies\": [{\"contentType\": \"text/html\", \"value\": \"<p>No.</p>\"}]}";
        for (text, format) in [(nitf, &nitf::FORMAT), (g2.as_str(), &newsml_g2::FORMAT), (ninjs, &ninjs::FORMAT)] {
            let start = text.floor_char_boundary(place.min(text.len()));
            let end = text.floor_char_boundary((start + length).min(text.len())).max(start);
            let mutated = format!("{}{piece}{}", &text[..start], &text[end..]);
            check(format, mutated.as_bytes());
        }
    }
}
