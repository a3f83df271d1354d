//! A dossier as a page and as Markdown: the templates' data, and rules in words for those who do not know ours.

use askama::Template;

use super::{Address, Format, HTML, Page, counted};
use crate::model::{
    Cited, Column, Companion, Companions, Dossier, EntityKind, LeftOut, Plot, PlotKind, Quotation,
    RoleHeld, RowSink, RulingSaid, Timeline, Value, WordsShown, WordsSort,
};
use crate::output::plot::{self, Drawing, Rows};

/// Fewer periods are no line.
const FEWEST_PERIODS: usize = 3;

#[derive(Template)]
#[template(path = "dossier.html")]
struct DossierPage<'d> {
    page: Page,
    dossier: &'d Dossier,
    /// The line over time, as markup of ours; empty where there are too few periods.
    figure: String,
}

#[derive(Template)]
#[template(path = "dossier.md")]
struct DossierText<'d> {
    dossier: &'d Dossier,
}

impl Format {
    /// The whole document. Fails where its template does, which is a bug.
    pub fn dossier(&self, dossier: &Dossier) -> Result<String, askama::Error> {
        if *self != HTML {
            return DossierText { dossier }.render();
        }
        let page = Page::new(&format!("Dossier: {}", dossier.subject.name));
        DossierPage { page, dossier, figure: figure(&dossier.timeline) }.render()
    }
}

/// Articles over time as a line.
fn figure(timeline: &Timeline) -> String {
    if timeline.periods.len() < FEWEST_PERIODS {
        return String::new();
    }
    let mut rows = Rows::default();
    rows.columns(&["period", "articles"].map(|name| Column { name: name.to_owned() }));
    for period in &timeline.periods {
        let articles = i64::try_from(period.articles).unwrap_or(i64::MAX);
        rows.row(&[Value::Text(period.period.clone()), Value::Integer(articles)]);
    }
    let plot =
        Plot { kind: PlotKind::Line, value: "articles".to_owned(), by: vec!["period".to_owned()] };
    let asked = [("per".to_owned(), timeline.per.to_owned())];
    let drawing = Drawing { title: "Articles over time", about: "", asked: &asked, plot: &plot };
    // A line that cannot be drawn has its numbers in the table.
    plot::figure(&drawing, &rows).unwrap_or_default()
}

/// What templates say of a dossier.
impl Dossier {
    fn kind(&self) -> &'static str {
        self.subject.kind.as_str()
    }

    fn wikidata(&self) -> Option<Address> {
        let id = self.subject.wikidata_id.as_deref()?;
        let is_id = id.strip_prefix('Q').is_some_and(|digits| {
            !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit())
        });
        if is_id { Address::of(&format!("https://www.wikidata.org/wiki/{id}")) } else { None }
    }

    /// The time that was asked for.
    fn time(&self) -> Option<String> {
        match (&self.asked.since, &self.asked.until) {
            (None, None) => None,
            (Some(since), None) => Some(format!("since {since}")),
            (None, Some(until)) => Some(format!("until {until}")),
            (Some(since), Some(until)) => Some(format!("{since} to {until}")),
        }
    }

    fn named_in(&self) -> String {
        let articles = counted(self.articles, "article");
        match self.publishers {
            0 => articles,
            _ => format!("{articles} of {}", counted(self.publishers, "publisher")),
        }
    }
}

impl Cited {
    fn page(&self) -> Option<Address> {
        Address::of(self.url.as_deref()?)
    }
}

impl RoleHeld {
    fn papers(&self) -> String {
        let articles = counted(self.articles, "article");
        match self.publishers {
            0 => articles,
            _ => format!("{articles}, {}", counted(self.publishers, "publisher")),
        }
    }
}

impl Companion {
    /// From when to when, a day once.
    fn days(&self) -> Vec<&str> {
        let days = [&self.first_on, &self.last_on];
        let mut days: Vec<&str> = days.into_iter().flatten().map(String::as_str).collect();
        days.dedup();
        days
    }
}

impl Quotation {
    fn who(&self) -> &str {
        self.speaker.as_deref().unwrap_or("speaker unknown")
    }
}

impl RulingSaid {
    /// `merge: Lula, Luiz Inácio Lula da Silva`.
    fn what_was_ruled(&self) -> String {
        let mut said = format!("{}: {}", self.act, self.name);
        if let Some(what) = &self.what {
            said.push_str(&format!(", {what}"));
        }
        if let Some(article) = self.article {
            said.push_str(&format!(", in article {article}"));
        }
        said
    }
}

impl LeftOut {
    /// What is not here, a sentence each.
    fn sentences(&self, dossier: &Dossier) -> Vec<String> {
        let mut sentences = Vec::new();
        let mut say = |number: u64, noun: &str, what: &str| {
            if number > 0 {
                sentences.push(format!("{} {what}", counted(number, noun)));
            }
        };
        say(
            self.hidden,
            "article",
            "that is hidden or was withdrawn, as in reports; not counted here.",
        );
        say(self.repeats, "article", "that tells a story once more: each story was wanted once.");
        say(self.articles, "older article", "counted here and not listed.");
        let shown = |rows: usize| rows as u64;
        say(dossier.said.total - shown(dossier.said.rows.len()), "older quotation", "by them.");
        say(
            dossier.about.total - shown(dossier.about.rows.len()),
            "older quotation",
            "about them.",
        );
        say(dossier.roles_left_out, "older title", "they were given.");
        for companions in &dossier.companions {
            say(
                companions.left_out,
                "companion",
                &format!("less often named: {}.", companions.plural()),
            );
        }
        say(self.notes, "remark", "of your own, which are private: `--notes` shows them.");
        sentences
    }
}

impl Companions {
    fn plural(&self) -> &'static str {
        match self.kind {
            EntityKind::Person => "people",
            EntityKind::Organisation => "organisations",
            EntityKind::Place => "places",
        }
    }
}

impl WordsShown {
    /// The article's page, opened where the words stand.
    fn page_at_words(&self) -> Option<Address> {
        Some(Address::of(self.url.as_deref()?)?.at_words(&self.exact))
    }

    /// `2024-03-18, article 21`.
    fn place(&self) -> String {
        let day = self.day.as_deref().unwrap_or("undated");
        match self.field.as_str() {
            "body" => format!("{day}, article {}", self.article),
            field => format!("{day}, article {}, {}", self.article, field.replace('-', " ")),
        }
    }

    /// Why it was taken so, and how sure.
    fn reason(&self) -> String {
        let rule = rule_said(self.sort, &self.rule);
        match self.confidence {
            Some(confidence) => format!("{rule} ({}, confidence {confidence:.2})", self.rule),
            None => format!("{rule} ({})", self.rule),
        }
    }
}

/// A rule in words.
fn rule_said(sort: WordsSort, rule: &str) -> &'static str {
    match (sort, rule) {
        (_, "decision") => "somebody ruled so",
        (WordsSort::Mention, "catalogue-name") => "the name that the catalogue has",
        (WordsSort::Mention, "catalogue-alias") => "another name that the catalogue has",
        (WordsSort::Mention, "full-name") => "a whole name, taken as it stands",
        (WordsSort::Mention, "title") => "a name after a title",
        (WordsSort::Mention, "surname-after-full") => "the surname of a fuller name in the article",
        (WordsSort::Mention, "given-name") => "the given name of a fuller name in the article",
        (WordsSort::Mention, "title-surname") => {
            "title and surname of a fuller name in the article"
        }
        (WordsSort::Mention, "family-name-first") => {
            "the family name of a fuller name in the article"
        }
        (WordsSort::Mention, "nickname") => "a short form of a given name in the article",
        (WordsSort::Mention, "possessive") => "a surname with a lost apostrophe",
        (WordsSort::Mention, "acronym-in-brackets") => "letters in brackets behind the long form",
        (WordsSort::Mention, "acronym-of-words") => {
            "the first letters of a longer name in the article"
        }
        (WordsSort::Mention, "short-form") => "a shorter form of a name in the article",
        (WordsSort::Mention, "byline") => "an author line or dateline",
        (WordsSort::Mention, "named-in-head") => "a short form of a name elsewhere in the article",
        (WordsSort::Quotation, "name") => "a name beside a word of saying",
        (WordsSort::Quotation, "label") => "a name and a colon before the words",
        (WordsSort::Quotation, "pronoun") => "she or he beside a word of saying",
        (WordsSort::Quotation, "role") => "a title beside a word of saying",
        (WordsSort::Quotation, "organisation") => "an organisation's statement",
        (WordsSort::Quotation, "continued") => "the quotation before it goes on",
        (WordsSort::Quotation, "unattributed") => "nobody can tell who speaks",
        (WordsSort::Role, "before") => "a title before the name",
        (WordsSort::Role, "apposition") => "a title behind the name",
        (WordsSort::Role, "introduced") => "a title and a comma before the name",
        (WordsSort::Role, "predicate") => "said of the person in a sentence",
        _ => "by a rule of its own",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{QuoteRule, RoleRule, Rule};

    #[test]
    fn every_rule_has_words() {
        let rules = Rule::ALL.map(|rule| (WordsSort::Mention, rule.as_str())).into_iter();
        let rules = rules.chain(QuoteRule::ALL.map(|rule| (WordsSort::Quotation, rule.as_str())));
        for (sort, rule) in rules.chain(RoleRule::ALL.map(|rule| (WordsSort::Role, rule.as_str())))
        {
            assert_ne!(rule_said(sort, rule), "by a rule of its own", "{rule}");
        }
    }
}
