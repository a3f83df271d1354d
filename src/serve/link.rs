//! Where a value of a report leads: articles, people, organisations, places, publishers, topics, and the web.
//!
//! Goes by the names of columns, which mean the same in every report. Only addresses of the web leave this server.

use super::collected::Collected;
use super::part::FIRST;
use super::site::Site;
use crate::model::{EntityKind, Value};
use crate::output::document::Address;

/// The address that a cell leads to, and whether it is another server's.
pub fn of_cell(
    site: &Site,
    report: &str,
    found: &Collected,
    row: &[Value],
    column: &str,
) -> (Option<String>, bool) {
    let text = found.text(row, column);
    if column == "url" {
        let address = text.and_then(Address::of);
        return (address.map(|address| address.as_str().to_owned()), true);
    }
    let href = match (column, text) {
        ("headline" | "quote" | "body", Some(_)) => {
            let start = found.number(row, "start_char").filter(|_| column == "quote");
            found.number(row, "article_id").map(|id| match start {
                Some(start) => quotation(site, id, start),
                None => article(site, id),
            })
        }
        ("publisher", Some(name)) => Some(site.href("search", &[("publisher", name)])),
        ("topic", Some(name)) => Some(site.href("search", &[("topic", name)])),
        (_, Some(name)) => kind_of(report, column, found, row).map(|kind| entity(site, kind, name)),
        (_, None) => match found.number(row, column) {
            Some(id) if column.ends_with("article_id") => Some(article(site, id)),
            _ => None,
        },
    };
    (href, false)
}

/// The page of an article.
pub fn article(site: &Site, id: i64) -> String {
    site.href(&format!("article/{id}"), &[])
}

/// The same, at the quotation that begins at this character of its body.
pub fn quotation(site: &Site, id: i64, start: i64) -> String {
    let from = start.to_string();
    let is_in_first = usize::try_from(start).is_ok_and(|start| start < FIRST);
    let pairs: &[(&str, &str)] = if is_in_first { &[] } else { &[("from", &from)] };
    format!("{}#at-{start}", site.href(&format!("article/{id}"), pairs))
}

/// The page of somebody or something, by name.
pub fn entity(site: &Site, kind: EntityKind, name: &str) -> String {
    site.href(kind.as_str(), &[("name", name)])
}

/// Of which kind a column's names are; `None`: it has no names, or nobody knows.
fn kind_of(report: &str, column: &str, found: &Collected, row: &[Value]) -> Option<EntityKind> {
    match (report, column) {
        ("publishers", "name") => None,
        (_, "person")
        | ("people" | "roles" | "unresolved", "name")
        | ("unresolved", "likeliest") => Some(EntityKind::Person),
        (_, "organisation") | ("organisations", "name") => Some(EntityKind::Organisation),
        (_, "place") | ("places", "name") => Some(EntityKind::Place),
        (_, "name" | "other_name" | "speaker") => {
            found.text(row, "kind").and_then(EntityKind::by_name)
        }
        _ => None,
    }
}
