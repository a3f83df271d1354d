//! Nothing vanishes: every input ends as articles or with a reason of its own words, and text in any
//! character set is read as what it is.

use std::io::{Cursor, Write};

use cuttings::format::{Cutting, FORMATS, Framing};
use cuttings::ops::inputs::{self, Content, Item, Options};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::accounting;

/// What becomes of a file under that name, a line for each article, skip and refusal.
fn told(name: &str, bytes: impl AsRef<[u8]>) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    let options =
        Options { format: None, cutting: Cutting::default(), is_excluded: Box::new(|_, _| false) };
    inputs::records(&[path], options).flat_map(|item| of_item(&item)).collect()
}

fn of_item(item: &Item) -> Vec<String> {
    let place = |inner: Option<&str>| {
        let steps: Vec<String> =
            item.record().into_iter().chain(inner.map(str::to_owned)).collect();
        if steps.is_empty() { String::new() } else { format!("{}: ", steps.join(" ")) }
    };
    let said = |outcome: &str, reason: &str| {
        accounting::check_reason(reason, outcome);
        vec![format!("{}{outcome}: {reason}", place(None))]
    };
    let (bytes, format) = match &item.content {
        Content::Record { bytes, format } => (bytes, format),
        Content::Refused(reason) | Content::Missing(reason) => return said("refused", reason),
        Content::Skipped(reason) => return said("skipped", reason),
        Content::Again { .. } => return vec![format!("{}again", place(None))],
    };
    let reading = match format.reading_of(bytes) {
        Ok(reading) => reading,
        Err(refusal) => return said("refused", &refusal.0),
    };
    accounting::check(&reading, format.name);
    let articles = reading.drafts.iter().map(|draft| format!("{}{}", place(None), draft.body));
    let problems = reading.problems.iter().map(|problem| {
        let outcome = problem.outcome.as_str();
        format!("{}{outcome}: {}", place(problem.record.as_deref()), problem.reason)
    });
    articles.chain(problems).collect()
}

fn check(name: &str, bytes: impl AsRef<[u8]>, expected: &[&str]) {
    assert_eq!(told(name, bytes), expected, "{name}");
}

fn zipped(members: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in members {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn what_holds_nothing_says_what_it_is() {
    for name in ["a.txt", "a.html", "a.eml", "a.json", "a.xml", "a.csv", "a.pdf", "a"] {
        check(name, "", &["skipped: empty"]);
        check(name, " \n\t\r\n", &["skipped: only white space"]);
        check(name, "\u{feff}", &["skipped: only a byte order mark"]);
        check(name, b"\xff\xfe", &["skipped: only a byte order mark"]);
        check(name, b"\0\0\xfe\xff", &["skipped: only a byte order mark"]);
    }
    let no_row = &["skipped: a table without a row under its header"];
    check("a.csv", "title,date,text\n", no_row);
    check("a.csv", "title;text\n\n;\n", no_row);
    check("a.json", "[]", &["skipped: an array without items"]);
    check(
        "a.mbox",
        "From a@b.example Mon Mar  4 10:00:00 2024\n\n",
        &["message 1: skipped: an empty message"],
    );
    check("a.zip", zipped(&[]), &["skipped: no file in the archive"]);
    check("a.zip", zipped(&[("a/", ""), ("b/", "")]), &["skipped: no file in the archive"]);
    check(
        "a.zip",
        zipped(&[(".DS_Store", "x")]),
        &["skipped: 1 record without text passed over (1 hidden file)"],
    );
    let no_entry = &["skipped: a feed without entries"];
    check("a.xml", "<rss version='2.0'><channel><title>Lagoon</title></channel></rss>", no_entry);
    check("a.xml", "<feed xmlns='http://www.w3.org/2005/Atom'><title>x</title></feed>", no_entry);
    check(
        "a.json",
        "{\"version\": \"https://jsonfeed.org/version/1.1\", \"title\": \"x\", \"items\": []}",
        no_entry,
    );
    check("a.rtf", "{\\rtf1{\\pict 0102}}", &["skipped: a document without text"]);
    check(
        "a.md",
        "---\ntitle: Tolls\n---\n",
        &["skipped: no article text, only facts about an article"],
    );
    check(
        "a.txt",
        "Read here\n\nhttps://lagoon.example/a\n\n©2024 Lagoon\n",
        &["skipped: no article text, only a copyright line and links"],
    );
    check(
        "a.txt",
        [0; 2048],
        &["refused: nothing but NUL bytes: a file that was never filled, or an empty tar archive"],
    );
}

/// Whoever cuts a file into records says so where there are none.
#[test]
fn no_format_cuts_a_file_into_nothing() {
    for format in FORMATS {
        if let Framing::Records(cut) = format.framing {
            let pieces = cut(Box::new(Cursor::new(Vec::new())), &Cutting::default());
            assert!(pieces.count() > 0, "{}", format.name);
        }
    }
}

#[test]
fn what_breaks_off_before_its_text_is_refused() {
    let reason = &["refused: the document breaks off before the text of an article"];
    check("a.rtf", "{\\rtf1", reason);
    check("a.rtf", "{\\rtf1\\ansi{\\*\\unknown The board said no.", reason);
    check("a.rtf", "{\\rtf1\\ansi The board said n", &["The board said n"]);
}

#[test]
fn entries_without_text_are_named_and_mixed_ones_are_read() {
    let item = |title: &str, text: &str| {
        format!("<item><title>{title}</title><description>{text}</description></item>")
    };
    let entry = |title: &str, text: &str| {
        format!("<entry><title>{title}</title><id>{title}</id><content>{text}</content></entry>")
    };
    let rss = |inside: &str| {
        format!("<rss version='2.0'><channel><title>Lagoon</title>{inside}</channel></rss>")
    };
    let atom = |inside: &str| {
        format!("<feed xmlns='http://www.w3.org/2005/Atom'><title>Lagoon</title>{inside}</feed>")
    };
    let bare = "<item><title>Boats</title></item>";
    check(
        "a.xml",
        rss(&[&item("A", "The board said no."), bare, bare, bare].concat()),
        &[
            "The board said no.",
            "entries 2 to 4: skipped: no text, only a headline, an address or less",
        ],
    );
    check(
        "a.xml",
        rss(&[bare, &item("A", "The board said no.")].concat()),
        &["The board said no.", "entry 1: skipped: no text, only a headline, an address or less"],
    );
    let both = [item("A", "The board said no."), entry("B", "It rained on Tuesday.")];
    for feed in [rss(&both.concat()), atom(&both.concat())] {
        check("a.xml", feed, &["The board said no.", "It rained on Tuesday."]);
    }
    check(
        "a.xml",
        atom(&item("A", "The board said no.").repeat(2)),
        &["The board said no.", "The board said no."],
    );
    // An element of that name inside an entry is the entry's own.
    let inner = "<item><title>A</title><description>The board said no.</description><entry>5</entry></item>";
    check("a.xml", rss(inner), &["The board said no."]);
}

fn message(body: &str) -> String {
    format!(
        "Message-ID: <a@lagoon.example>\nFrom: Ann Ng <ann@lagoon.example>\nTo: ferries@lists.lagoon.example\nSubject: Re: [ferries] Tolls\nDate: Mon, 4 Mar 2024 09:15:00 +1300\nList-Id: <ferries.lists.lagoon.example>\nList-Post: <mailto:ferries@lists.lagoon.example>\n\n{body}\n"
    )
}

#[test]
fn a_reply_between_quotations_is_an_article_or_says_what_it_is() {
    let quote = "> Somebody wrote at length of the harbour and of its tolls, long ago.\n"
        .repeat(20)
        + "> -- \n> Bo Li\n> ____________________\n> To unsubscribe, write to us.\n";
    let footer = "____________________\nferries mailing list\nhttp://lists.lagoon.example/mailman/listinfo/ferries\n";
    for (words, expected) in [
        ("No, the board never said so.", "No, the board never said so."),
        ("I agree with Bo.", "I agree with Bo."),
        (
            "\u{6e2f}\u{52d9}\u{5c40}\u{5728}\u{661f}\u{671f}\u{4e00}\u{8aaa}\u{4e0d}\u{53ef}\u{4ee5}\u{518d}\u{6f32}\u{50f9}\u{4e86}\u{800c}\u{4e14}\u{6c92}\u{6709}\u{4eba}\u{53cd}\u{5c0d}",
            "\u{6e2f}\u{52d9}\u{5c40}\u{5728}\u{661f}\u{671f}\u{4e00}\u{8aaa}\u{4e0d}\u{53ef}\u{4ee5}\u{518d}\u{6f32}\u{50f9}\u{4e86}\u{800c}\u{4e14}\u{6c92}\u{6709}\u{4eba}\u{53cd}\u{5c0d}",
        ),
        ("+1", "skipped: only quoted text or a signature, and 1 word of its own"),
        ("Thanks!\n\nAnn", "skipped: only quoted text or a signature, and 2 words of its own"),
        ("", "skipped: only quoted text, a signature or links, and no word of its own"),
    ] {
        let body = format!("On Sunday Bo Li wrote:\n{quote}\n{words}\n\n{quote}\n{footer}");
        check("a.eml", message(&body), &[expected]);
    }
    check("a.eml", message("+1 from the board."), &["+1 from the board."]);
    let lists = "I think there is a mailing list for this.\n\nAlso, the harbour has an office.";
    check(
        "a.eml",
        message(&format!("On Sunday Bo Li wrote:\n> Where?\n\n{lists}\n\n{footer}")),
        &[lists],
    );
}

#[test]
fn what_comes_with_a_message_is_read_or_named() {
    let part = |kind: &str, name: &str, base64: &str| {
        format!(
            "--b\nContent-Type: {kind}; name={name}\nContent-Transfer-Encoding: base64\n\n{base64}\n"
        )
    };
    let message = format!(
        "Subject: Two\nMessage-ID: <z@x>\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nThe report of the board is with this.\n{}{}{}{}--b--\n",
        part("application/pdf", "report.pdf", "JVBERi0="),
        part("application/msword", "old.doc", "0M8R4KGxGuE="),
        part("text/csv", "table.csv", "dGl0bGUsZGF0ZSx0ZXh0CkEsMjAyNCxCLgo="),
        part("application/octet-stream", "x.docx", "!!!!!"),
    );
    check(
        "a.eml",
        message,
        &[
            "The report of the board is with this.",
            "attachment report.pdf: refused: the PDF is damaged beyond reading",
            "attachment old.doc: skipped: this is an old office document; save it as DOCX or as text",
            "attachment table.csv: skipped: a file of `csv` within a message is not read; save it to a file",
            "attachment x.docx: refused: its transfer encoding is damaged",
        ],
    );
    let mut deep = "Subject: innermost\n\nThe board said no on Monday.\n".to_owned();
    for level in 0..50 {
        deep = format!("Message-ID: <{level}@x>\nContent-Type: message/rfc822\n\n{deep}");
    }
    check(
        "a.eml",
        deep,
        &[
            "attachment a message: refused: a message within more than 16 others is not opened; save it as a file of its own",
        ],
    );
}

#[test]
fn every_page_of_a_web_archive_has_its_reason() {
    let record = |media: &str, status: &str, body: &str| {
        let block = format!("HTTP/1.1 {status}\r\nContent-Type: {media}\r\n\r\n{body}");
        let length = block.len();
        format!(
            "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://lagoon.example/a\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: {length}\r\n\r\n{block}\r\n\r\n"
        )
    };
    let links = "<p><a href=/a>A link to something else</a></p>".repeat(30);
    let file = [
        record("text/html", "200 OK", &links),
        record("text/html", "200 OK", " "),
        record("text/html", "404 Not Found", "<p>Not here.</p>"),
        record("text/plain", "200 OK", "The board said no."),
        record("application/rss+xml", "200 OK", "<rss version='2.0'><channel></channel></rss>"),
        record("application/pdf", "200 OK", "%PDF-1.7"),
        record("image/png", "200 OK", "x"),
        record("text/css", "200 OK", "a {}"),
        record("text/html", "301 Moved", "<p>There.</p>"),
    ];
    check(
        "a.warc",
        file.concat(),
        &[
            "record 1: skipped: a page of links, not an article",
            "record 2: skipped: a page without content",
            "record 3: skipped: answer with status 404",
            "record 4: The board said no.",
            "record 5: skipped: a feed without entries",
            "record 6: refused: the PDF is damaged beyond reading",
            "skipped: 3 records without text passed over (1 image/png, 1 redirect, 1 text/css)",
        ],
    );
}

#[test]
fn two_members_of_one_name_both_come_out() {
    let mut builder = tar::Builder::new(Vec::new());
    for text in ["The board said no.", "The board said yes."] {
        let mut header = tar::Header::new_gnu();
        header.set_size(text.len() as u64);
        header.set_cksum();
        builder.append_data(&mut header, "a.txt", text.as_bytes()).unwrap();
    }
    let expected = &["a.txt: The board said no.", "a.txt (2): The board said yes."];
    check("a.tar", builder.into_inner().unwrap(), expected);
    // The writer refuses a name that it has, so that a member is renamed behind its back.
    let mut file = zipped(&[("a.txt", "The board said no."), ("b.txt", "The board said yes.")]);
    for at in 0..file.len() - 5 {
        if &file[at..at + 5] == b"b.txt" {
            file[at] = b'a';
        }
    }
    check("a.zip", file, expected);
}

#[test]
fn a_table_of_two_columns_is_one() {
    for (name, separator) in [("a.csv", ","), ("a.csv", ";"), ("a.tsv", "\t"), ("a.txt", ",")] {
        let table = format!("title{separator}text\nTolls{separator}The board said no.\n");
        check(name, table, &["row 2: The board said no."]);
    }
    check("a.txt", "Tolls, text\nThe board said no.\n", &["The board said no."]);
}

/// `text` in the character sets of two and four bytes, with a byte order mark and without.
fn wide(text: &str) -> Vec<(String, Vec<u8>)> {
    let mut forms = Vec::new();
    for mark in ["", "\u{feff}"] {
        let text = format!("{mark}{text}");
        let units = || text.encode_utf16();
        let characters = || text.chars().map(u32::from);
        let has = if mark.is_empty() { "without a mark" } else { "with a mark" };
        let mut add = |name: &str, bytes: Vec<u8>| forms.push((format!("{name} {has}"), bytes));
        add("utf-16le", units().flat_map(u16::to_le_bytes).collect());
        add("utf-16be", units().flat_map(u16::to_be_bytes).collect());
        add("utf-32le", characters().flat_map(u32::to_le_bytes).collect());
        add("utf-32be", characters().flat_map(u32::to_be_bytes).collect());
    }
    forms
}

#[test]
fn text_of_two_or_four_bytes_a_character_reads_like_any_other() {
    let story = "<p>The harbour board of Porto Velmar voted on Tuesday to raise its tolls by a tenth, ending a dispute that had kept eleven ferries tied up since the spring.</p>";
    let html = format!(
        "<!DOCTYPE html><title>Tolls</title><article><h1>Tolls</h1>{}</article>",
        story.repeat(3)
    );
    for (name, text) in [
        ("a.txt", "Tolls to rise\n\nBy Ann Ng\n\nThe board said \u{201c}no\u{201d} on Monday.\n"),
        ("a.md", "---\ntitle: Tolls\n---\nThe board said no on Monday.\n"),
        (
            "a.xml",
            "<rss version='2.0'><channel><title>x</title><item><title>A</title><description>The board said no.</description></item></channel></rss>",
        ),
        (
            "a.xml",
            "<?xml version='1.0' encoding='utf-16'?><rss version='2.0'><channel><item><title>A</title><description>The board said no.</description></item></channel></rss>",
        ),
        (
            "a.xml",
            "<?xml version='1.0'?><nitf><body><body.content><p>The board said no.</p></body.content></body></nitf>",
        ),
        ("a.json", "[{\"title\": \"Tolls\", \"text\": \"The board said no.\"}]"),
        ("a.jsonl", "{\"text\": \"The board said no.\"}\n{\"text\": \"It rains.\"}\n"),
        ("a.csv", "title,date,text\nTolls,2024,The board said no.\nIce,2024,It rains.\n"),
        ("a.eml", "Message-ID: <a@x>\nSubject: Tolls\n\nThe board said no on Monday.\n"),
        (
            "a.mbox",
            "From a@x Mon Mar  4 10:00:00 2024\nSubject: A\n\nThe board said no.\n\nFrom a@x Mon Mar  4 10:00:00 2024\nSubject: B\n\nIt rains.\n",
        ),
        ("a.html", &html),
    ] {
        let expected = told(name, text);
        assert!(
            expected.iter().all(|line| !line.contains("refused") && !line.contains('<')),
            "{expected:?}"
        );
        for (form, bytes) in wide(text) {
            assert_eq!(told(name, bytes), expected, "{name} in {form}");
        }
    }
}
