//! What an archive holds, in numbers.

use serde::Serialize;

use super::{Archive, Error, Result};

/// Rows that people ask about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Holdings {
    pub articles: u64,
    pub captures: u64,
    pub people: u64,
    pub organisations: u64,
    pub places: u64,
    pub mentions: u64,
    pub publishers: u64,
    pub problems: u64,
    pub schema_version: i64,
    pub first_published_on: Option<String>,
    pub last_published_on: Option<String>,
}

impl Archive {
    /// Counts what is there: of people and the like those that some article names.
    pub fn holdings(&self) -> Result<Holdings> {
        self.connection
            .query_row(
                "SELECT
                    (SELECT count(*) FROM articles) AS articles,
                    (SELECT count(*) FROM captures) AS captures,
                    (SELECT count(DISTINCT person_id) FROM article_people) AS people,
                    (SELECT count(DISTINCT organisation_id) FROM article_organisations) AS organisations,
                    (SELECT count(DISTINCT place_id) FROM article_places) AS places,
                    (SELECT count(*) FROM mentions) AS mentions,
                    (SELECT count(DISTINCT publisher_id) FROM articles) AS publishers,
                    (SELECT count(*) FROM problems) AS problems,
                    (SELECT max(version) FROM refinery_schema_history) AS schema_version,
                    (SELECT min(published_on) FROM articles) AS first_published_on,
                    (SELECT max(published_on) FROM articles) AS last_published_on",
                [],
                |row| {
                    Ok(Holdings {
                        articles: row.get("articles")?,
                        captures: row.get("captures")?,
                        people: row.get("people")?,
                        organisations: row.get("organisations")?,
                        places: row.get("places")?,
                        mentions: row.get("mentions")?,
                        publishers: row.get("publishers")?,
                        problems: row.get("problems")?,
                        schema_version: row.get("schema_version")?,
                        first_published_on: row.get("first_published_on")?,
                        last_published_on: row.get("last_published_on")?,
                    })
                },
            )
            .map_err(|error| Error::from_sqlite(&self.path, error))
    }
}
