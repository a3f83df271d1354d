//! What people and databases call the columns of a table of articles.
//!
//! The names of `fields` are columns too; here are those that only tables have (`Publication Date`,
//! `Newspaper`, `Article text`). Case, spaces and punctuation do not count.

use crate::format::fields::names;
use crate::model::Field;

/// What columns of tables are called beside the names above, in lower case and letters and digits
/// alone, and the field that each is.
const COLUMNS: &[(&str, &str)] = &[
    ("articletitle", "headline"),
    ("heading", "headline"),
    ("storytitle", "headline"),
    ("abstract", "standfirst"),
    ("deck", "standfirst"),
    ("summary", "standfirst"),
    ("subheadline", "standfirst"),
    ("teaser", "standfirst"),
    ("authorname", "authors"),
    ("authornames", "authors"),
    ("journalist", "authors"),
    ("reporter", "authors"),
    ("writer", "authors"),
    ("media", "publisher"),
    ("medium", "publisher"),
    ("newspaper", "publisher"),
    ("outlet", "publisher"),
    ("mediaoutlet", "publisher"),
    ("publicationname", "publisher"),
    ("publicationtitle", "publisher"),
    ("sourcename", "publisher"),
    ("sourcetitle", "publisher"),
    ("articleurl", "url"),
    ("documenturl", "url"),
    ("permalink", "url"),
    ("webaddress", "url"),
    ("weburl", "url"),
    ("dateofpublication", "published"),
    ("datetime", "published"),
    ("publicationdate", "published"),
    ("publicationdatetime", "published"),
    ("publisheddate", "published"),
    ("publishedon", "published"),
    ("articlelanguage", "language"),
    ("languageofpublication", "language"),
    ("article", "body"),
    ("articlecontent", "body"),
    ("bodytext", "body"),
    ("contents", "body"),
    ("fullarticle", "body"),
    ("plaintext", "body"),
    ("story", "body"),
    ("storytext", "body"),
    ("newsdesk", "section"),
    ("rubric", "section"),
    ("lastmodified", "modified"),
    ("lastupdated", "modified"),
    ("articleid", "identifier"),
    ("proquestdocumentid", "identifier"),
];

/// The field that a table's column is by its name: `Publication Date` is `published`.
pub fn of_column(column: &str) -> Option<&'static str> {
    let wanted = letters(column);
    if wanted.is_empty() {
        return None;
    }
    let listed = Field::ALL.into_iter().flat_map(names).find(|name| is_spelt(name, &wanted));
    listed
        .copied()
        .or_else(|| COLUMNS.iter().find(|(column, _)| *column == wanted).map(|(_, field)| *field))
}

/// The letters and digits of a name, in lower case.
pub fn letters(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Whether `letters` of a field's name are these. Asked some hundred times a row, so without a copy.
fn is_spelt(name: &str, letters: &str) -> bool {
    let own = name.bytes().filter(u8::is_ascii_alphanumeric).map(|byte| byte.to_ascii_lowercase());
    own.eq(letters.bytes())
}
