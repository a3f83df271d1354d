//! Whether the words of mentions, quotes and roles are where their rows say.
//!
//! What must stay true: one pass over each text, however many rows point into it, and no more than one
//! article in memory. `substr` in SQL counts from the start of the text for every row, which took 36 s
//! for a text of 4 MB.

use std::collections::{BTreeMap, HashMap};

use rusqlite::{Connection, Row, named_params};

use super::integrity::Found;

/// A row that points into a field of its article.
struct Placed {
    check: &'static str,
    what: &'static str,
    field: String,
    /// Where it begins and ends, and the other places that it names.
    places: Vec<i64>,
    /// The words that are to stand between the first two places, where the row says.
    words: Option<String>,
}

/// Rows of every article that point to words that are not there, or outside of their text.
pub(super) fn check(connection: &Connection, found: &mut Found) -> rusqlite::Result<()> {
    let mut articles = connection.prepare(
        "SELECT article_id, headline, standfirst, body FROM articles ORDER BY article_id",
    )?;
    let mut rows = articles.query([])?;
    while let Some(row) = rows.next()? {
        let article: i64 = row.get("article_id")?;
        let placed = placed_in(connection, article)?;
        if !placed.is_empty() {
            check_article(connection, article, row, &placed, found)?;
        }
    }
    Ok(())
}

fn check_article(
    connection: &Connection,
    article: i64,
    row: &Row<'_>,
    placed: &[Placed],
    found: &mut Found,
) -> rusqlite::Result<()> {
    let mut by_field: BTreeMap<&str, Vec<&Placed>> = BTreeMap::new();
    for one in placed {
        by_field.entry(&one.field).or_default().push(one);
    }
    for (field, placed) in by_field {
        // A text that is not UTF-8 is another check's finding; here its words cannot be found.
        let text = match field {
            "body" | "headline" | "standfirst" => {
                row.get_ref(field)?.as_str_or_null().ok().flatten().map(str::to_owned)
            }
            _ => caption(connection, article, field)?,
        };
        let text = text.unwrap_or_default();
        let bytes = byte_offsets(&text, placed.iter().flat_map(|one| one.places.iter().copied()));
        for one in placed {
            let span = one.places.first().zip(one.places.get(1));
            let words =
                span.and_then(|(start, end)| text.get(*bytes.get(start)?..*bytes.get(end)?));
            let is_there = one.places.iter().all(|place| bytes.contains_key(place))
                && one.words.as_deref().is_none_or(|expected| words == Some(expected));
            if !is_there {
                let start = one.places.first().copied().unwrap_or_default();
                let at = if field == "body" { String::new() } else { format!("{field} ") };
                found.add(
                    one.check,
                    format!(
                        "article {article}, {} at {at}{start}: its words are not there",
                        one.what
                    ),
                );
            }
        }
    }
    Ok(())
}

/// Where in a text, in bytes, each of these numbers of characters is reached; those that it does not
/// reach are left out.
fn byte_offsets(text: &str, places: impl Iterator<Item = i64>) -> HashMap<i64, usize> {
    let mut places: Vec<i64> = places.collect();
    places.sort_unstable();
    places.dedup();
    let mut offsets = HashMap::with_capacity(places.len());
    let mut wanted = places.into_iter().skip_while(|place| *place < 0).peekable();
    let ends = text.char_indices().map(|(byte, _)| byte).chain(std::iter::once(text.len()));
    for (character, byte) in (0_i64..).zip(ends) {
        match wanted.peek() {
            None => break,
            Some(&place) if place == character => {
                offsets.insert(place, byte);
                wanted.next();
            }
            Some(_) => {}
        }
    }
    offsets
}

/// What stands under the picture that `caption-N` names.
fn caption(connection: &Connection, article: i64, field: &str) -> rusqlite::Result<Option<String>> {
    let Some(number) = field.strip_prefix("caption-").and_then(|number| number.parse::<i64>().ok())
    else {
        return Ok(None);
    };
    let mut statement = connection.prepare_cached(
        "SELECT caption FROM article_captions WHERE article_id = :article AND number = :number",
    )?;
    let mut rows = statement.query(named_params! { ":article": article, ":number": number })?;
    match rows.next()? {
        Some(row) => row.get(0),
        None => Ok(None),
    }
}

/// Every row that points into an article: which of `KINDS` it is, its field, the words that are to stand
/// between its first two places, and its places.
const PLACED: &str = "
    SELECT 0, field,
        coalesce(surface_form, people.name, organisations.name, places.name, ''),
        start_char, end_char, NULL, NULL, NULL, NULL
    FROM mentions
    LEFT JOIN people USING (person_id)
    LEFT JOIN organisations USING (organisation_id)
    LEFT JOIN places USING (place_id)
    WHERE article_id = :article
    UNION ALL
    SELECT 1, field, NULL, start_char, end_char,
        speaker_start_char, speaker_end_char, cue_start_char, cue_end_char
    FROM quotes WHERE article_id = :article
    UNION ALL
    SELECT 2, field, NULL, start_char, end_char, NULL, NULL, NULL, NULL
    FROM roles WHERE article_id = :article";
const KINDS: [(&str, &str); 3] = [
    ("mentions at their place", "mention"),
    ("quotes at their place", "quote"),
    ("roles at their place", "role"),
];

fn placed_in(connection: &Connection, article: i64) -> rusqlite::Result<Vec<Placed>> {
    let mut statement = connection.prepare_cached(PLACED)?;
    let mut rows = statement.query(named_params! { ":article": article })?;
    let mut placed = Vec::new();
    while let Some(row) = rows.next()? {
        let Some((check, what)) = KINDS.get(row.get::<_, usize>(0)?) else { continue };
        // A name that is not UTF-8 is in no text.
        let words = row.get_ref(2)?.as_bytes_or_null()?.map(String::from_utf8_lossy);
        let mut places = Vec::new();
        for cell in 3..9 {
            places.extend(row.get::<_, Option<i64>>(cell)?);
        }
        placed.push(Placed {
            check,
            what,
            field: row.get(1)?,
            words: words.map(|words| words.into_owned()),
            places,
        });
    }
    Ok(placed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_counted_in_characters_and_none_is_behind_the_end() {
        let text = "Mā̃ori été";
        let characters = i64::try_from(text.chars().count()).unwrap();
        let offsets = byte_offsets(text, [-1, 0, 2, characters, characters + 1].into_iter());
        assert_eq!(offsets.len(), 3);
        assert_eq!(offsets[&characters], text.len());
        assert_eq!(offsets[&2], "Mā".len());
    }
}
