//! SQL of people's own, where `--sql` allows it: one statement that reads, under the limits of `cuttings query`.

use askama::Template;

use super::Frame;
use crate::db;
use crate::serve::answer::{Answer, NoPage};
use crate::serve::asked::PageAsked;
use crate::serve::collected::Collected;
use crate::serve::table::Table;

/// Rows of a page.
const MOST_ROWS: usize = 1_000;

#[derive(Template)]
#[template(path = "sql.html")]
struct Page<'p> {
    page: Frame<'p>,
    sql: &'p str,
    /// Why it was refused.
    refused: Option<String>,
    table: Option<Table>,
}

/// Fails where it is not allowed, or the archive cannot be read. What is wrong with the SQL stands in the page.
pub fn page(asked: &PageAsked) -> Result<Answer, NoPage> {
    if !asked.site.has_sql() {
        let words = "SQL of one's own is not allowed here: `cuttings serve --sql` allows it";
        return Err(NoPage::NotThere(words.to_owned()));
    }
    let sql = asked.text("sql");
    let mut page = Page { page: Frame::of(&asked.site, "SQL"), sql, refused: None, table: None };
    if !sql.is_empty() {
        let mut found = Collected::most(MOST_ROWS);
        match asked.reader()?.run(sql, &[], asked.time(), &mut found) {
            Ok(_) => page.table = Some(Table::of(&asked.site, "Rows", "", &found)),
            Err(error @ (db::Error::Refused(_) | db::Error::Parameters(_))) => {
                page.refused = Some(error.to_string());
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok(Answer::Page(page.render()?))
}
