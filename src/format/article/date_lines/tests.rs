//! Lines that say when, as papers print them.

use super::*;

#[test]
fn a_date_may_lead_a_story() {
    for (line, date, rest) in [
        ("date 2024-03-18 (Bloomberg) -- The", "2024-03-18", "(Bloomberg) -- The"),
        ("date 2024-03-18", "2024-03-18", ""),
        ("Date: 2024-03-18T09:15 (Reuters) - The", "2024-03-18T09:15", "(Reuters) - The"),
        ("2024-03-18 WELLINGTON (Reuters) - The", "2024-03-18", "WELLINGTON (Reuters) - The"),
        ("Published on Monday, 18 March 2024", "2024-03-18", ""),
        ("date 18 March 2024 WELLINGTON — The", "2024-03-18", "WELLINGTON — The"),
    ] {
        let (published, at) = leading_date(line).unwrap_or_else(|| panic!("{line}"));
        assert_eq!((published.iso().as_str(), &line[at..]), (date, rest), "{line}");
    }
    for line in
        ["2024 was a year of votes", "18 March 2024 was a Monday.", "date palms grow here", ""]
    {
        assert_eq!(leading_date(line), None, "{line}");
    }
}

#[test]
fn a_line_may_be_a_date() {
    for (line, date) in [
        ("Friday, January 4, 2019", Some("2019-01-04")),
        ("Published: March 4, 2024 9:15 a.m.", Some("2024-03-04T09:15")),
        ("4 March 2024 - 10:12am", Some("2024-03-04T10:12")),
        ("March 4, 2024 | 3 min read", Some("2024-03-04")),
        ("March 4, 2024 / 5:12 PM", Some("2024-03-04T17:12")),
        ("Updated 5:12 PM EDT, March 4, 2024", Some("2024-03-04T17:12-04:00")),
        ("Last updated at 10:12 on 4 March 2024", Some("2024-03-04T10:12")),
        ("Publié le lundi 4 mars 2024 à 9h15", Some("2024-03-04T09:15")),
        ("Veröffentlicht am 4. März 2024 um 9:15 Uhr", Some("2024-03-04T09:15")),
        ("Stand: 04.03.2024, 9.15 Uhr", Some("2024-03-04T09:15")),
        ("2./3. März 2024", Some("2024-03-02")),
        ("2-3 March 2024", Some("2024-03-02")),
        ("4 March 2024 | PTI | Suva", Some("2024-03-04")),
        ("Der Strand, 4.3.2024, Seite 19", Some("2024-03-04")),
        ("March 2024", Some("2024-03")),
        ("2024", None),
        ("Thursday", None),
        ("March 4, 2024 was a Monday", None),
    ] {
        assert_eq!(date_line(line).map(|p| p.iso()).as_deref(), date, "{line}");
    }
}

#[test]
fn a_line_may_tell_of_a_change() {
    for (line, date) in [
        ("Updated 5:12 PM EDT, March 4, 2024", Some("2024-03-04T17:12-04:00")),
        ("Last updated: 19/03/24 8.05am", Some("2024-03-19T08:05")),
        ("Mis à jour le 4 mars 2024", Some("2024-03-04")),
        ("Aktualisiert am 04.03.2024, 9:15 Uhr", Some("2024-03-04T09:15")),
        ("Published March 4, 2024", None),
        ("Updated the list on March 4, 2024", None),
    ] {
        assert_eq!(update_line(line).map(|p| p.iso()).as_deref(), date, "{line}");
    }
    assert_eq!(rule_of(Some("Published"), "text:date-line"), "text:label:Published");
    assert_eq!(rule_of(None, "text:date-line"), "text:date-line");
}

#[test]
fn a_line_may_tell_both_days() {
    for (line, published, modified) in [
        ("Published 4 March 2024, updated 6 March 2024", "2024-03-04", "2024-03-06"),
        (
            "Published: 06:00, 4 March 2024 | Updated: 09:14, 6 March 2024",
            "2024-03-04T06:00",
            "2024-03-06T09:14",
        ),
        ("Published 4 March, updated 6 March 2024", "2024-03-04", "2024-03-06"),
        ("4 March 2024 (updated 6 March 2024)", "2024-03-04", "2024-03-06"),
        ("Updated March 6, 2024 · Originally published March 4, 2024", "2024-03-04", "2024-03-06"),
        (
            "Wed 6 Mar 2024 04.22 GMT – First published on Mon 4 Mar 2024 19.00 GMT",
            "2024-03-04T19:00Z",
            "2024-03-06T04:22Z",
        ),
        (
            "Veröffentlicht am 4. März 2024 um 9:15 Uhr, aktualisiert am 6. März 2024 um 10 Uhr",
            "2024-03-04T09:15",
            "2024-03-06T10:00",
        ),
        ("Erstellt: 04.03.2024 | Stand: 06.03.2024, 9:15 Uhr", "2024-03-04", "2024-03-06T09:15"),
        (
            "Publié le 4 mars 2024 à 9h15, mis à jour le 6 mars 2024 à 10h00",
            "2024-03-04T09:15",
            "2024-03-06T10:00",
        ),
        (
            "Publié le 04/03/2024 à 09:15 - Mis à jour le 06/03/2024",
            "2024-03-04T09:15",
            "2024-03-06",
        ),
        (
            "Publicado el 4 de marzo de 2024 y actualizado el 6 de marzo de 2024",
            "2024-03-04",
            "2024-03-06",
        ),
        (
            "Pubblicato il 4 marzo 2024 alle 9:15 | Ultimo aggiornamento: 6 marzo 2024",
            "2024-03-04T09:15",
            "2024-03-06",
        ),
        (
            "Publicado em 4 de março de 2024 às 9h15, atualizado em 6 de março de 2024",
            "2024-03-04T09:15",
            "2024-03-06",
        ),
        (
            "Gepubliceerd op 4 maart 2024 om 9:15, bijgewerkt op 6 maart 2024",
            "2024-03-04T09:15",
            "2024-03-06",
        ),
    ] {
        let found = read(line).unwrap_or_else(|| panic!("{line}"));
        let iso =
            |said: &Option<(Published, Option<&str>)>| said.as_ref().map(|(day, _)| day.iso());
        assert_eq!(iso(&found.published).as_deref(), Some(published), "{line}");
        assert_eq!(iso(&found.modified).as_deref(), Some(modified), "{line}");
    }
}

#[test]
fn papers_and_small_change_stand_beside_dates() {
    for (line, date, paper) in [
        ("Tuesday, March 5, 2024 — 5 min read", "2024-03-05", None),
        ("5 March 2024 • 7 minute read", "2024-03-05", None),
        ("5 March 2024 5 min read", "2024-03-05", None),
        ("5. März 2024 · Lesezeit: 3 Minuten", "2024-03-05", None),
        ("5 mars 2024 | Temps de lecture : 4 min", "2024-03-05", None),
        ("5 de marzo de 2024 - 4 min de lectura", "2024-03-05", None),
        ("5 maart 2024, leestijd 3 minuten", "2024-03-05", None),
        (
            "March 5, 2024 / 11:02 AM EST / Lagoon News",
            "2024-03-05T11:02-05:00",
            Some("Lagoon News"),
        ),
        ("March 5, 2024, Reuters", "2024-03-05", Some("Reuters")),
        ("The Lagoon Times, 5 March 2024, page 12", "2024-03-05", Some("The Lagoon Times")),
        ("The Lagoon Times | 5 March 2024 | A12", "2024-03-05", Some("The Lagoon Times")),
        ("5 March 2024, 12 comments", "2024-03-05", None),
        ("5 March 2024 | 9am | Politics", "2024-03-05T09:00", None),
    ] {
        let found = read(line).unwrap_or_else(|| panic!("{line}"));
        assert_eq!(found.published.map(|(day, _)| day.iso()).as_deref(), Some(date), "{line}");
        assert_eq!(found.paper, paper, "{line}");
    }
    let found = read("Posted on 5 March 2024 by Ann Ng").expect("a date");
    assert_eq!(found.byline, Some("by Ann Ng"));
    assert_eq!(read("Suva, 5 March 2024").expect("a date").opening, Some("Suva"));
    for line in [
        "The board met on 5 March 2024, Reuters said",
        "Transcript: Ann Ng on \"Face the Sea,\" March 5, 2024",
        "Published 5 March 2024, to some surprise",
        "Updated plans of 5 March 2024",
        "In 2024 and 2025",
        "5 March 2024 was a day of rain — 5 min of it",
    ] {
        assert!(read(line).is_none(), "{line}");
    }
}

#[test]
fn times_without_a_day_are_told() {
    for line in [
        "Updated 3h ago",
        "2 hours ago",
        "Updated at 04.15 BST",
        "Aktualisiert vor 3 Stunden",
        "il y a 2 heures",
        "Actualizado hace 5 minutos",
    ] {
        assert!(is_time_without_day(line), "{line}");
    }
    for line in ["Updated plans", "3 hours", "Not long ago", "An hour ago he left", "Published"] {
        assert!(!is_time_without_day(line), "{line}");
    }
    for line in ["5 min read", "Lesezeit: 5 Min.", "Temps de lecture : 5 min", "5-minute read"] {
        assert!(is_reading_time(line), "{line}");
    }
    for line in ["5 books to read", "Read 5 times", "5 minutes", "1984"] {
        assert!(!is_reading_time(line), "{line}");
    }
}
