//! Copyright lines, and whose they are.
//!
//! What must stay true: a sentence about copyright is none, and a holder is a name as it is printed.

use super::starts_with_one;
use super::words::RIGHTS_RESERVED;
use crate::text::dates::{copyright_mark, is_month_or_weekday};

/// `©2024 Bloomberg L.P.`, `Copyright 2024 …`, `All rights reserved.`
pub(super) fn is_copyright(line: &str) -> bool {
    let line = line.trim_start_matches(['*', '_', ' ']);
    let lower_start = line.get(..line.floor_char_boundary(24)).unwrap_or(line).to_lowercase();
    let has_year = line.bytes().filter(u8::is_ascii_digit).count() >= 4;
    if starts_with_one(&lower_start, RIGHTS_RESERVED) {
        return line.len() <= 200;
    }
    match copyright_mark(line) {
        Some(0) if line.starts_with('©') => line.len() <= 400,
        Some(0) => {
            let after = lower_start
                .trim_start_matches(['(', 'c', ')', ' '])
                .trim_start_matches("opyright")
                .trim_start();
            let has_mark = lower_start.contains('©') || lower_start.contains("(c)");
            let is_marked = has_mark
                || after.starts_with(|c: char| c.is_ascii_digit() || c == ':')
                || has_rights(line);
            line.len() <= 400 && is_marked
        }
        // `The Lagoon Times © 2024`
        Some(_) => {
            line.contains('©') && has_year && line.len() <= 120 && !line.ends_with(['”', '"'])
        }
        None => false,
    }
}

fn has_rights(line: &str) -> bool {
    line.to_lowercase().contains("rights reserved")
}

/// The holder named by a copyright line: `Bloomberg L.P.` of `©2024 Bloomberg L.P.`
pub fn copyright_holder(line: &str) -> Option<&str> {
    let rest = line.get(copyright_mark(line)?..)?;
    let is_edge = |c: char| !c.is_alphabetic() && c != '(';
    let mut rest = rest;
    loop {
        let before = rest.len();
        rest = rest.trim_start_matches(is_edge);
        for word in ["(c)", "(C)", "Copyright", "COPYRIGHT", "copyright", "by ", "By "] {
            rest = rest.strip_prefix(word).unwrap_or(rest);
        }
        if rest.len() == before {
            break;
        }
    }
    let end = rest
        .char_indices()
        .find(|&(place, c)| {
            c.is_ascii_digit()
                || matches!(c, '|' | '•' | '·' | '–' | '—')
                || (matches!(c, '.' | ',') && ends_the_name(rest, place))
        })
        .map_or(rest.len(), |(place, _)| place);
    let holder = rest.get(..end)?.trim().trim_end_matches([',', '-', ';', ':', '(']).trim();
    // `Copyright Lagoon Times Mar 4, 2024`
    let holder = match holder.rsplit_once(' ') {
        Some((name, month)) if month.len() <= 3 && is_month_or_weekday(&month.to_lowercase()) => {
            name
        }
        _ => holder,
    };
    let lower = holder.to_lowercase();
    let is_name = !holder.is_empty()
        && holder.len() <= 60
        && holder.starts_with(char::is_uppercase)
        && !starts_with_one(&lower, RIGHTS_RESERVED)
        && !starts_with_one(&lower, &["this ", "the author", "reserved", "no part"]);
    is_name.then_some(holder)
}

/// Whether a full stop or comma inside a copyright line ends the holder's name: `L.P.` and `Inc.,`
/// do not.
fn ends_the_name(text: &str, place: usize) -> bool {
    let word = text
        .get(..place)
        .and_then(|before| before.split([' ', '.']).next_back())
        .unwrap_or_default();
    let rest = text.get(place + 1..).unwrap_or_default().trim_start().to_lowercase();
    let next_is_form = ["inc", "ltd", "llc", "l.p", "lp", "p", "c"].iter().any(|form| {
        rest.strip_prefix(form).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
    });
    !(next_is_form || word.chars().count() <= 1 && !rest.starts_with("all"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copyright_lines_name_their_holder() {
        for (line, holder) in [
            ("©2024 Bloomberg L.P.", Some("Bloomberg L.P.")),
            ("© 2024 The Lagoon Times. All rights reserved.", Some("The Lagoon Times")),
            (
                "Copyright (c) 2024, Lagoon Media, Inc. All rights reserved.",
                Some("Lagoon Media, Inc"),
            ),
            ("© Lagoon Wire 2024.", Some("Lagoon Wire")),
            ("Copyright 2024 by The Lagoon Times", Some("The Lagoon Times")),
            ("© 2024. All rights reserved.", None),
            ("All rights reserved.", None),
        ] {
            assert_eq!(copyright_holder(line), holder, "{line:?}");
        }
    }
}
