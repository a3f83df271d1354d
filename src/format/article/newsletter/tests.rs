//! Newsletters in text, and texts that look like one.

use super::*;
use crate::format::article::lines::lines;
use crate::format::article::sections::SectionKind::{self, Digest, Furniture};

const ARTICLE: SectionKind = SectionKind::Article(());

/// Kinds of the sections and the first words of each.
fn check(text: &str, expected: &[(SectionKind, &str)]) {
    let lines = lines(text, 0);
    let sections = sections(&lines);
    let seen: Vec<(SectionKind, &str)> = sections
        .iter()
        .map(|section| {
            let first = lines[section.range.clone()].iter().find(|line| !line.is_blank());
            (section.kind.clone(), first.map_or("", |line| line.words))
        })
        .collect();
    assert_eq!(seen, expected, "{text}");
    assert_eq!(sections.first().map(|section| section.range.start), Some(0));
    assert!(sections.windows(2).all(|pair| pair[0].range.end == pair[1].range.start));
    assert_eq!(sections.last().map(|section| section.range.end), Some(lines.len()));
}

const STORY: &str = "The minister said that the tolls of the harbour would rise in the spring.";

#[test]
fn headlines_over_author_lines_divide() {
    check(
        &format!(
            "Tide Notes\n{STORY}\nTolls to rise in spring\nBy Ann Ng\n{STORY}\n{STORY}\nRead here\nFish prices fall again\nBY CY ROE\n{STORY}\nRead here"
        ),
        &[
            (Digest, "Tide Notes"),
            (ARTICLE, "Tolls to rise in spring"),
            (ARTICLE, "Fish prices fall again"),
        ],
    );
    check(
        &format!(
            "Tolls to rise in spring\n\nBy Ann Ng\n\n{STORY}\n\n\nFish prices fall again in the north\n\nBy Cy Roe\n\n{STORY}\n"
        ),
        &[(ARTICLE, "Tolls to rise in spring"), (ARTICLE, "Fish prices fall again in the north")],
    );
}

#[test]
fn read_links_rules_lists_labels_and_datelines_divide() {
    check(
        &format!(
            "MORNING TIDE\nMonday, 4 March 2024\n\nTolls to rise in spring\n{STORY}\nRead more: https://a.example/1\n\nFish prices fall again\n{STORY}\nRead more: https://a.example/2\n"
        ),
        &[
            (Furniture, "MORNING TIDE"),
            (ARTICLE, "Tolls to rise in spring"),
            (ARTICLE, "Fish prices fall again"),
        ],
    );
    check(
        &format!(
            "MORNING TIDE\n------\nTolls to rise in spring\n{STORY}\n------\nFish prices fall again\n{STORY}\n------\nYou get this because you asked for it."
        ),
        &[
            (Furniture, "MORNING TIDE"),
            (ARTICLE, "Tolls to rise in spring"),
            (ARTICLE, "Fish prices fall again"),
        ],
    );
    check(
        &format!(
            "1. Tolls to rise in spring\nhttps://a.example/1\n{STORY}\n2. Fish prices fall again\nhttps://a.example/2\n{STORY}\n"
        ),
        &[(ARTICLE, "1. Tolls to rise in spring"), (ARTICLE, "2. Fish prices fall again")],
    );
    check(
        &format!(
            "Title: Tolls to rise\nSource: A\n\n{STORY}\n\nTitle: Fish prices fall\nSource: B\n\n{STORY}\n"
        ),
        &[(ARTICLE, "Title: Tolls to rise"), (ARTICLE, "Title: Fish prices fall")],
    );
    check(
        &format!(
            "Tolls to rise in spring\n\nSUVA, March 4 (Reuters) - {STORY}\n\nFish prices fall again\n\nAPIA, March 4 (Reuters) - {STORY}\n"
        ),
        &[(ARTICLE, "Tolls to rise in spring"), (ARTICLE, "Fish prices fall again")],
    );
}

#[test]
fn one_article_stays_one() {
    for text in [
        format!(
            "Tolls to rise in spring\nBy Ann Ng\n{STORY}\nWhat the port says\n{STORY}\nWhat the crews say\n{STORY}\n"
        ),
        format!(
            "Tolls to rise in spring\n\nBy Ann Ng\n\n{STORY}\n\nAnalysis\n\nBy Cy Roe, shipping editor\n\n{STORY}\n"
        ),
        format!("Tolls to rise in spring\n\n{STORY}\n\nBy Cy Roe\n\n{STORY}\n"),
        format!(
            "Tolls to rise in spring\n\n{STORY}\n\nRead more: Fish prices fall\n\n{STORY}\n\nRead more: Boats lie idle\n\n{STORY}\n"
        ),
        format!(
            "Tolls to rise in spring\n\n{STORY}\n\nRead more\n\n{STORY}\n\nWhat the port says now\n\n{STORY}\n\nRead more\n"
        ),
        format!("Tolls to rise in spring\n\n{STORY}\n\n***\n\n{STORY}\n\n***\n\n{STORY}\n"),
        format!(
            "Tolls to rise in spring\n\n{STORY}\n\n-----\nAbout the Harbour Board\n{STORY}\n-----\nMedia contact for release\n{STORY}"
        ),
        format!(
            "Tolls to rise in spring\n\n{STORY}\n\n1. The port has no money left.\n2. The crews have none either.\n\n{STORY}"
        ),
        STORY.to_owned(),
        String::new(),
    ] {
        let lines = lines(&text, 0);
        assert_eq!(sections(&lines).len(), 1, "{text}");
    }
}

#[test]
fn what_the_contents_announce_divides() {
    check(
        &format!(
            "THE LAGOON BRIEF\nMonday 4 March 2024\n\nGood morning. This is what you should know today.\n\nIN THIS EMAIL\n1. Tolls to rise\n2. And finally\n\n1. Tolls to rise\n\n{STORY}\n\nRead more\n\n2. And finally\n\n{STORY}\n"
        ),
        &[
            (Digest, "THE LAGOON BRIEF"),
            (Furniture, "IN THIS EMAIL"),
            (ARTICLE, "1. Tolls to rise"),
            (ARTICLE, "2. And finally"),
        ],
    );
    check(
        &format!(
            "Lagoon Digest\n\nIn dieser Ausgabe\n• Hafen wird teurer\n• Fisch wird knapp\n\nHafen wird teurer\n\n{STORY}\n\nFisch wird knapp\n\n{STORY}\n"
        ),
        &[
            (Furniture, "Lagoon Digest"),
            (ARTICLE, "Hafen wird teurer"),
            (ARTICLE, "Fisch wird knapp"),
        ],
    );
    for text in [
        // The contents of one article.
        format!(
            "What the tolls mean\n\nBy Ann Ng\n\nIn this article\n1. Who pays\n2. Who gains\n\n1. Who pays\n\n{STORY}\n\n2. Who gains\n\n{STORY}\n"
        ),
        format!("Five things to know\n\n1. Who pays?\n\n{STORY}\n\n2. Who gains?\n\n{STORY}\n"),
    ] {
        let lines = lines(&text, 0);
        assert_eq!(sections(&lines).len(), 1, "{text}");
    }
}

#[test]
fn an_item_without_author_line_is_parted_as_the_others_are() {
    check(
        &format!(
            "Tolls to rise in spring\nBy Ann Ng\n\n{STORY}\n\n-----\n\nFish prices fall again\nBy Cy Roe\n\n{STORY}\n\n-----\n\nBoats lie idle in Suva\n\n{STORY}\n"
        ),
        &[
            (ARTICLE, "Tolls to rise in spring"),
            (ARTICLE, "Fish prices fall again"),
            (ARTICLE, "Boats lie idle in Suva"),
        ],
    );
    check(
        &format!(
            "Tolls to rise in spring\nBy Ann Ng\n\n{STORY}\n\n\nFish prices fall again\nBy Cy Roe\n\n{STORY}\n\nWhat the crews say\n\n{STORY}\n\n\nBoats lie idle in Suva\n\n{STORY}\n"
        ),
        &[
            (ARTICLE, "Tolls to rise in spring"),
            (ARTICLE, "Fish prices fall again"),
            (ARTICLE, "Boats lie idle in Suva"),
        ],
    );
}
