//! brat: a text and its annotations side by side, for brat, INCEpTION and everything that trains on them.
//!
//! A text is the article's fields one under the other, and offsets are characters of that text. What must stay
//! true: the words in an annotation are those at its offsets, so a character that brat could not show gives way to
//! one other; and no annotation spans a line end, because brat's lines cannot.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::{
    Exporter, Form, Format, Holds, OpenFile, Place, Setting, Stream, web_annotation, written,
};
use crate::model::{EntityKind, ExportedArticle};
use crate::output::safe;

pub const FORMAT: Format = Format {
    name: "brat",
    about: "brat: each article as .txt and .ann, with annotation.conf",
    holds: Holds::Texts,
    form: Form::Folder,
    endings: &[],
    streams: &[Stream::Articles],
    make,
};

const CONFIGURATION: &str = "[entities]
Person
Organisation
Place
Quotation
Title

[relations]
Speaker\tArg1:Quotation, Arg2:Person|Organisation|Place
Holder\tArg1:Title, Arg2:Person
<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>

[events]

[attributes]
";

fn make<'w>(place: Place<'w>, _: &'w Setting) -> io::Result<Box<dyn Exporter + 'w>> {
    let open = place.folder()?;
    let mut file = open("annotation.conf")?;
    file.write_all(CONFIGURATION.as_bytes())?;
    file.flush()?;
    Ok(Box::new(Brat { open }))
}

struct Brat<'w> {
    open: &'w mut OpenFile<'w>,
}

impl Exporter for Brat<'_> {
    fn article(&mut self, article: &ExportedArticle) -> io::Result<()> {
        let name = &article.sha256;
        let text = Text::of(article);
        let mut file = (self.open)(&format!("{name}.txt"))?;
        writeln!(file, "{}", text.characters.iter().collect::<String>())?;
        file.flush()?;
        let mut file = (self.open)(&format!("{name}.ann"))?;
        file.write_all(annotations(article, &text).as_bytes())?;
        file.flush()
    }

    fn end(self: Box<Self>) -> io::Result<Vec<String>> {
        Ok(Vec::new())
    }
}

/// The text of a file, and where in it each field begins.
struct Text {
    characters: Vec<char>,
    starts: BTreeMap<String, usize>,
}

impl Text {
    fn of(article: &ExportedArticle) -> Self {
        let mut text = Self { characters: Vec::new(), starts: BTreeMap::new() };
        for (name, field) in web_annotation::fields(article) {
            if !text.characters.is_empty() {
                text.characters.extend(['\n', '\n']);
            }
            text.starts.insert(name, text.characters.len());
            text.characters.extend(field.chars().map(|character| match character {
                '\n' => '\n',
                _ if character.is_whitespace() => ' ',
                _ if safe::is_unsafe(character) => '\u{fffd}',
                _ => character,
            }));
        }
        text
    }

    /// Offsets and words of a span, in pieces where lines end in it.
    fn span(&self, field: &str, start: i64, end: i64) -> Option<(String, String)> {
        let base = self.starts.get(field)?;
        let (start, end) = (base + usize::try_from(start).ok()?, base + usize::try_from(end).ok()?);
        let characters = self.characters.get(start..end)?;
        let (mut offsets, mut words) = (Vec::new(), Vec::new());
        let mut from = start;
        for piece in characters.split(|character| *character == '\n') {
            // brat takes no blank at either end of a piece.
            let blank = |characters: &mut dyn Iterator<Item = &char>| {
                characters.take_while(|c| **c == ' ').count()
            };
            let (before, after) = (blank(&mut piece.iter()), blank(&mut piece.iter().rev()));
            if let Some(bare) = piece
                .get(before..piece.len() - after.min(piece.len() - before))
                .filter(|bare| !bare.is_empty())
            {
                offsets.push(format!("{} {}", from + before, from + before + bare.len()));
                words.push(bare.iter().collect::<String>());
            }
            from += piece.len() + 1;
        }
        (!offsets.is_empty()).then(|| (offsets.join(";"), words.join(" ")))
    }
}

fn annotations(article: &ExportedArticle, text: &Text) -> String {
    let mut written_lines = String::new();
    let mut terms = 0;
    let mut term = |lines: &mut String, kind: &str, span: Option<(String, String)>| {
        let (offsets, words) = span?;
        terms += 1;
        lines.push_str(&format!("T{terms}\t{kind} {offsets}\t{words}\n"));
        Some(terms)
    };
    let mut of_mention: BTreeMap<(&str, i64), u32> = BTreeMap::new();
    let mut of_entity: BTreeMap<(EntityKind, &str), Vec<u32>> = BTreeMap::new();
    let mut references = Vec::new();
    for mention in &article.mentions {
        let kind = match mention.means.kind {
            EntityKind::Person => "Person",
            EntityKind::Organisation => "Organisation",
            EntityKind::Place => "Place",
        };
        let span = text.span(&mention.field, mention.start_char, mention.end_char);
        let Some(number) = term(&mut written_lines, kind, span) else { continue };
        of_mention.insert((&mention.field, mention.start_char), number);
        of_entity.entry((mention.means.kind, &mention.means.key)).or_default().push(number);
        if let Some(id) = &mention.means.wikidata_id {
            references.push((number, id, written::one_line(&mention.means.name)));
        }
    }
    let mut relations = Vec::new();
    for quote in &article.quotes {
        let span = text.span(&quote.field, quote.start_char, quote.end_char);
        let Some(number) = term(&mut written_lines, "Quotation", span) else { continue };
        let speaker = quote
            .mention_start_char
            .and_then(|start| of_mention.get(&(quote.field.as_str(), start)));
        relations.extend(speaker.map(|speaker| ("Speaker", number, *speaker)));
    }
    for role in &article.roles {
        let span = text.span(&role.field, role.start_char, role.end_char);
        let Some(number) = term(&mut written_lines, "Title", span) else { continue };
        let holder = of_mention.get(&(role.field.as_str(), role.person_start_char));
        relations.extend(holder.map(|holder| ("Holder", number, *holder)));
    }
    for numbers in of_entity.values().filter(|numbers| numbers.len() > 1) {
        let numbers: Vec<String> = numbers.iter().map(|number| format!("T{number}")).collect();
        written_lines.push_str(&format!("*\tEquiv {}\n", numbers.join(" ")));
    }
    for (at, (kind, one, other)) in relations.iter().enumerate() {
        written_lines.push_str(&format!("R{}\t{kind} Arg1:T{one} Arg2:T{other}\n", at + 1));
    }
    for (at, (number, id, name)) in references.iter().enumerate() {
        written_lines
            .push_str(&format!("N{}\tReference T{number} Wikidata:{id}\t{name}\n", at + 1));
    }
    written_lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_over_a_line_end_is_written_in_pieces() {
        let article = ExportedArticle {
            headline: Some("Talks".to_owned()),
            body: "Ana \n Roa\u{202e} said\r\n \n so.".to_owned(),
            ..ExportedArticle::default()
        };
        let text = Text::of(&article);
        let all: String = text.characters.iter().collect();
        assert_eq!(all, "Talks\n\nAna \n Roa\u{fffd} said \n \n so.");
        let span = |field: &str, start: i64, end: i64| text.span(field, start, end);
        let of = |offsets: &str, words: &str| Some((offsets.to_owned(), words.to_owned()));
        assert_eq!(span("headline", 0, 5), of("0 5", "Talks"));
        assert_eq!(span("body", 0, 9), of("7 10;13 16", "Ana Roa"));
        // A line of blanks has no piece, and a span of nothing else no annotation.
        assert_eq!(span("body", 11, 23), of("18 22;27 30", "said so."));
        assert_eq!(span("body", 15, 18), None);
        assert_eq!(span("body", 0, 99), None);
        assert_eq!(span("caption-1", 0, 1), None);
    }
}
