//! Whose text a paper prints, where the text itself says so: in its dateline, its author line, or those of a copy.
//!
//! What must stay true: nothing is guessed. That two papers have a text in common does not say where it came from, and
//! where copies name different agencies none is taken for all of them.

use std::collections::HashMap;

use crate::db::{AskedName, Reader, Result};
use crate::model::{Agency, NamedIn, PrintedArticle};
use crate::text::agencies;
use crate::text::normalise::name_key;

/// Agencies under the names that the archive has for them, each looked up once.
pub struct Agencies<'r> {
    reader: &'r Reader,
    names: HashMap<String, String>,
}

impl<'r> Agencies<'r> {
    /// The agencies that an archive knows, each looked up when it is first needed.
    pub fn of(reader: &'r Reader) -> Self {
        Self { reader, names: HashMap::new() }
    }

    /// The agency whose text an article is; `None` where nobody says, and where it is the publisher. Fails where the
    /// archive cannot be read.
    pub fn of_article(
        &mut self,
        article: &PrintedArticle,
        copies: &[&PrintedArticle],
    ) -> Result<Option<Agency>> {
        let found = match self.said_by(article)? {
            Some((name, named_in)) => Some(Agency { name, named_in, of_copy: None }),
            None => self.said_by_all(copies)?,
        };
        Ok(found.filter(|agency| {
            !article.publisher.as_deref().is_some_and(|publisher| is_same(publisher, &agency.name))
        }))
    }

    /// What all copies that name an agency say, in the words of the first.
    fn said_by_all(&mut self, copies: &[&PrintedArticle]) -> Result<Option<Agency>> {
        let mut first: Option<Agency> = None;
        for copy in copies {
            let Some((name, named_in)) = self.said_by(copy)? else { continue };
            match &first {
                Some(known) if known.name != name => return Ok(None),
                Some(_) => {}
                None => {
                    let publisher = copy.publisher.clone();
                    let of_copy = Some(publisher.unwrap_or_else(|| copy.article_id.to_string()));
                    first = Some(Agency { name, named_in, of_copy });
                }
            }
        }
        Ok(first)
    }

    fn said_by(&mut self, article: &PrintedArticle) -> Result<Option<(String, NamedIn)>> {
        let dateline = article.dateline.as_deref().and_then(agencies::of_dateline);
        let byline = || article.byline.as_deref().and_then(agencies::of_byline);
        let found = dateline
            .map(|name| (name, NamedIn::Dateline))
            .or_else(|| byline().map(|name| (name, NamedIn::Byline)));
        found.map(|(name, named_in)| Ok((self.name_of(name)?, named_in))).transpose()
    }

    /// `AP` is the Associated Press where the catalogue says so.
    fn name_of(&mut self, printed: &str) -> Result<String> {
        if let Some(name) = self.names.get(printed) {
            return Ok(name.clone());
        }
        let asked = AskedName { typed: printed.to_owned(), folded: name_key(printed) };
        let name = self.reader.publisher_named(&asked)?.unwrap_or_else(|| printed.to_owned());
        self.names.insert(printed.to_owned(), name.clone());
        Ok(name)
    }
}

/// Whether an agency is the publisher, or a part of the same house: `Bloomberg` and `Bloomberg Opinion`.
fn is_same(publisher: &str, agency: &str) -> bool {
    let (publisher, agency) = (name_key(publisher), name_key(agency));
    let begins = |long: &str, short: &str| {
        long.strip_prefix(short).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    };
    begins(&agency, &publisher) || begins(&publisher, &agency)
}
