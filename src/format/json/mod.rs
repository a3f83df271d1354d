//! JSON: one object a file, an array of them, or one a line.
//!
//! `object` reads the syntax, `format::fields` knows what programs call the parts of an article. What must
//! stay true: a record is one article whole (its region is `Record`, fields and all); text in a
//! field gets the same treatment as a text file, so that newswire in JSON loses its dateline too;
//! an id, address or date that stands twice in a record is refused, because nobody can say which
//! of the two is meant.

mod mapped;
mod object;

use super::article::facts::Facts;
use super::article::regions::{self, Cover};
use super::{Format, Framing, Refusal, article, bounds, fields};
use crate::model::{Field, Reading, RecordProblem, RegionRole};
use crate::text::decode::{self, Decoded};
pub use mapped::mapped;
use object::Record;

/// A file that is one object or an array of objects.
pub const RECORDS: Format = Format {
    name: "json",
    version: 8,
    media_type: "application/json",
    extensions: &["json"],
    summary: "JSON: an article or an array of them; also as trafilatura, newspaper4k and news-please write it",
    framing: Framing::Whole,
    sniff: |prefix| looks_like(prefix) == Some(JsonShape::Records),
    read: read_file,
};

/// A file of one object a line.
pub const LINES: Format = Format {
    name: "jsonl",
    version: 7,
    media_type: "application/x-ndjson",
    extensions: &["jsonl", "ndjson"],
    summary: "JSON Lines: an article on each line, with the same fields",
    framing: Framing::Lines,
    sniff: |prefix| looks_like(prefix) == Some(JsonShape::Lines),
    read: read_line,
};

/// How a file of JSON is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum JsonShape {
    Records,
    Lines,
    /// The start of an object on a line that is longer than what there is to see: the file's name
    /// decides.
    LongLine,
}

/// What the first bytes of a file say. `None` where they are no JSON.
pub(super) fn looks_like(prefix: &[u8]) -> Option<JsonShape> {
    let decoded;
    let start = match std::str::from_utf8(decode::without_mark(prefix)) {
        Ok(text) => text,
        Err(error) if error.error_len().is_none() => {
            // A character cut by the end of the prefix.
            std::str::from_utf8(decode::without_mark(prefix).get(..error.valid_up_to())?).ok()?
        }
        Err(_) => {
            decoded = decode::decode(prefix).text;
            &decoded
        }
    };
    let start = start.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    let (open, inside) = (start.chars().next()?, start.get(1..)?.trim_start());
    match open {
        '[' if inside.starts_with('{') || inside.starts_with(']') => {
            return Some(JsonShape::Records);
        }
        '{' if inside.starts_with('"') || inside.starts_with('}') => {}
        _ => return None,
    }
    match start.split_once(['\n', '\r']) {
        // A single line gives the same article read either way.
        None => {
            Some(if object::is_whole(start) { JsonShape::Records } else { JsonShape::LongLine })
        }
        Some((first, rest)) if object::is_whole(first) => {
            Some(if rest.trim().is_empty() { JsonShape::Records } else { JsonShape::Lines })
        }
        Some(_) => Some(JsonShape::Records),
    }
}

/// Reads one line of a file of lines.
fn read_line(bytes: &[u8]) -> Result<Reading, Refusal> {
    let decoded = decode::decode(bytes);
    if let Some(blank) = regions::blank(&decoded) {
        return Ok(blank);
    }
    let (start, json) = json_of(&decoded);
    if json.starts_with('[') {
        return Err(Refusal(
            "a JSON array where one object a line is expected; read it with `--format json`"
                .to_owned(),
        ));
    }
    read_one(&decoded, start, json)
}

/// Reads a whole file.
fn read_file(bytes: &[u8]) -> Result<Reading, Refusal> {
    let decoded = decode::decode(bytes);
    if let Some(blank) = regions::blank(&decoded) {
        return Ok(blank);
    }
    let (start, json) = json_of(&decoded);
    if json.starts_with('[') { read_array(decoded, start) } else { read_one(&decoded, start, json) }
}

/// The JSON of a text, without byte order mark and white space around it, and where it starts.
fn json_of(decoded: &Decoded) -> (usize, &str) {
    let rest = decoded.text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    (decoded.text.len() - rest.len(), rest.trim_end())
}

fn read_one(decoded: &Decoded, start: usize, json: &str) -> Result<Reading, Refusal> {
    bounds::json(json)?;
    let record = object::record(json).map_err(Refusal)?;
    let mut decoded = decoded.clone();
    let (facts, body) = article(record, &mut decoded.warnings).map_err(Refusal)?;
    let mut cover = Cover::new(decoded.text.len());
    cover.mark(start, RegionRole::Furniture);
    cover.leave_out();
    cover.mark(start + json.len(), RegionRole::Record);
    cover.article(facts, body);
    Ok(cover.finish(&decoded))
}

/// Reads an array. An item that cannot be taken is residue, and a problem of its own.
fn read_array(mut decoded: Decoded, start: usize) -> Result<Reading, Refusal> {
    let decoded_text = decoded.text.clone();
    let json = decoded_text.get(start..).unwrap_or_default().trim_end();
    bounds::json(json)?;
    let items = object::items(json).map_err(Refusal)?;
    bounds::articles(items.len())?;
    let mut cover = Cover::new(decoded.text.len());
    let mut problems = Vec::new();
    for (place, (offset, item)) in items.iter().enumerate() {
        cover.mark(start + offset, RegionRole::Furniture);
        cover.leave_out();
        match object::record(item).and_then(|record| article(record, &mut decoded.warnings)) {
            Ok((facts, body)) => {
                cover.mark(start + offset + item.len(), RegionRole::Record);
                cover.article(facts, body);
            }
            Err(reason) => {
                problems.push(RecordProblem::refused(format!("item {}", place + 1), reason));
            }
        }
    }
    let reading = Reading { problems, ..cover.finish(&decoded) };
    Ok(regions::explained(reading, |_| "an array without items".to_owned()))
}

/// One article out of a record. The error is the reason why it is none.
fn article(record: Record, warnings: &mut Vec<String>) -> Result<(Facts, String), String> {
    for name in &record.repeated {
        if fields::must_be_single(name) {
            return Err(format!("the field `{name}` stands twice"));
        }
        warnings.push(format!("the field `{name}` stands twice; the last one is taken"));
    }
    let known = fields::head(&record.fields, "json");
    let (name, body) = fields::body(&record.fields)?;
    let (mut facts, body) = article::record(&body, known);
    if body.is_empty() {
        return Err("no text".to_owned());
    }
    fields::captions_of_body(&record.fields, name, &mut facts);
    facts.origins.set(Field::Body, format!("json:{name}"));
    fields::tidy(&mut facts, &body);
    Ok((facts, body))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(read: fn(&[u8]) -> Result<Reading, Refusal>, json: &str, reason: &str) {
        match read(json.as_bytes()) {
            Err(Refusal(found)) => assert!(found.contains(reason), "{json}: {found}"),
            Ok(reading) => panic!("{json}: {reading:?}"),
        }
    }

    #[test]
    fn bad_records_are_refused_with_the_reason() {
        let deep = format!("{{\"text\": {}1{}}}", "[".repeat(200), "]".repeat(200));
        for (json, reason) in [
            ("{\"a\": 1}", "no text: none of the fields"),
            ("{\"text\": \"\"}", "no text"),
            ("{\"text\": \" \\n \"}", "no text"),
            ("\"text\"", "not an object"),
            ("12", "not an object"),
            ("{\"text\": \"\\ud800\"}", "surrogate"),
            ("{\"text\": \"a\tb\"}", "control character"),
            ("{\"text\": \"a\", \"n\": 1e999}", "number out of range"),
            ("{\"text\": \"a\"", "not valid JSON"),
            ("{\"text\": \"a\"} {\"text\": \"b\"}", "more than one JSON value"),
            ("{\"text\": \"a\", \"url\": \"x\", \"url\": \"y\"}", "`url` stands twice"),
            ("{\"text\": \"a\", \"id\": 1, \"id\": 1}", "`id` stands twice"),
            (deep.as_str(), "nested deeper"),
        ] {
            refused(read_line, json, reason);
            refused(read_file, json, reason);
        }
        refused(read_line, "[{\"text\": \"a\"}]", "--format json");
    }

    #[test]
    fn a_bad_item_of_an_array_is_a_problem_of_its_own() {
        for (json, reason) in [("[{\"a\": 1}]", "no text"), ("[1]", "not an object")] {
            let reading = read_file(json.as_bytes()).unwrap();
            let problem = &reading.problems[0];
            assert!(
                reading.drafts.is_empty() && problem.record.as_deref() == Some("item 1"),
                "{reading:?}"
            );
            assert!(problem.reason.starts_with(reason), "{}", problem.reason);
        }
    }

    #[test]
    fn an_array_is_read_item_by_item() {
        let json = "\u{feff}[ {\"text\": \"One.\"},\n {\"a\": 1}, {\"text\": \"Two.\"} ]\n";
        let reading = read_file(json.as_bytes()).unwrap();
        let bodies: Vec<&str> = reading.drafts.iter().map(|draft| draft.body.as_str()).collect();
        assert_eq!(bodies, ["One.", "Two."]);
        let records: Vec<&str> = reading
            .regions
            .iter()
            .filter(|region| region.role == RegionRole::Record)
            .map(|region| &json[region.start..region.end])
            .collect();
        assert_eq!(records, ["{\"text\": \"One.\"}", "{\"text\": \"Two.\"}"]);
        assert_eq!(reading.problems.len(), 1);
    }

    #[test]
    fn a_text_that_is_its_headline_is_text() {
        let reading = read_line(b"{\"title\": \"Boats idle\", \"text\": \"Boats  idle\"}").unwrap();
        assert_eq!(reading.drafts[0].body, "Boats  idle");
    }

    #[test]
    fn nothing_is_a_reading_without_drafts() {
        for json in ["", " \n", "\u{feff}", "[]"] {
            assert_eq!(read_file(json.as_bytes()).unwrap().drafts.len(), 0, "{json:?}");
        }
    }
}
