//! A dossier: what an archive says of one person, organisation or place, each claim with the words it rests on.
//!
//! What must stay true: a claim names its words by their number in `words`, and whoever has the archive opens them by
//! the permalink; nothing in here needs the archive any more, so that a page is a function of it.

use super::EntityKind;

/// Everything on one page.
#[derive(Clone, Debug)]
pub struct Dossier {
    pub subject: Subject,
    pub asked: DossierAsked,
    /// The day on which it was made.
    pub made_on: String,
    pub rulings: Vec<RulingSaid>,
    /// Remarks on who it is; `None`: nobody asked for what is private.
    pub notes: Option<Vec<String>>,
    /// In how many articles it is named, of how many publishers.
    pub articles: u64,
    pub publishers: u64,
    pub first: Option<DatedWords>,
    pub last: Option<DatedWords>,
    pub roles: Vec<RoleHeld>,
    pub roles_left_out: u64,
    pub timeline: Timeline,
    pub companions: Vec<Companions>,
    /// By whom it is, and about whom.
    pub said: Quotations,
    pub about: Quotations,
    /// The newest articles, as many as were asked for.
    pub bibliography: Vec<Cited>,
    pub left_out: LeftOut,
    /// Numbered from 1, in this order.
    pub words: Vec<WordsShown>,
}

/// What was asked, as it was understood.
#[derive(Clone, Debug, Default)]
pub struct DossierAsked {
    pub since: Option<String>,
    pub until: Option<String>,
    pub once: bool,
    pub limit: usize,
}

/// Who it is.
#[derive(Clone, Debug)]
pub struct Subject {
    pub kind: EntityKind,
    pub id: i64,
    pub name: String,
    pub description: Option<String>,
    pub wikidata_id: Option<String>,
    pub basis: Basis,
    pub other_names: Vec<OtherName>,
}

/// Another name by which the same one is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherName {
    pub name: String,
    pub basis: Basis,
}

/// What a claim rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// Somebody ruled so.
    Ruled,
    /// The catalogue has it.
    Catalogue,
    /// The program took it so.
    Automatic,
}

impl Basis {
    /// As a dossier prints it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ruled => "ruled",
            Self::Catalogue => "catalogue",
            Self::Automatic => "automatic",
        }
    }

    /// As `origin` in reports has it.
    pub fn by_name(name: &str) -> Self {
        match name {
            "ruled" => Self::Ruled,
            "catalogue" => Self::Catalogue,
            _ => Self::Automatic,
        }
    }

    /// What the rule of a mention, quotation or role says.
    pub fn of_rule(rule: &str) -> Self {
        match rule {
            "decision" => Self::Ruled,
            "catalogue-name" | "catalogue-alias" => Self::Catalogue,
            _ => Self::Automatic,
        }
    }
}

/// A ruling on who it is, as `cuttings decisions` has it.
#[derive(Clone, Debug, Default)]
pub struct RulingSaid {
    pub decision: i64,
    pub day: String,
    pub by: String,
    pub act: String,
    pub name: String,
    pub what: Option<String>,
    pub article: Option<i64>,
    pub reason: Option<String>,
    pub state: String,
}

/// A day, as far as it is known, and the number of the words that are of it.
#[derive(Clone, Debug)]
pub struct DatedWords {
    pub day: Option<String>,
    pub words: usize,
}

/// A title that the person was given.
#[derive(Clone, Debug)]
pub struct RoleHeld {
    pub title: String,
    /// The organisation or place it is held in.
    pub held_in: Option<String>,
    pub articles: u64,
    pub publishers: u64,
    pub first: DatedWords,
    pub last: DatedWords,
}

/// Articles over time.
#[derive(Clone, Debug)]
pub struct Timeline {
    /// `month` or `year`.
    pub per: &'static str,
    /// In the order of time; without those that have none.
    pub periods: Vec<Period>,
    /// Articles of which the period is not known.
    pub without: u64,
}

/// A stretch of time, and how much was printed in it.
#[derive(Clone, Debug)]
pub struct Period {
    /// `2024-03` or `2024`.
    pub period: String,
    pub articles: u64,
    /// The first words in it.
    pub words: usize,
}

/// Who or what is named in the same articles, of one kind.
#[derive(Clone, Debug)]
pub struct Companions {
    pub kind: EntityKind,
    pub rows: Vec<Companion>,
    pub left_out: u64,
}

/// Who is named in the same articles.
#[derive(Clone, Debug)]
pub struct Companion {
    pub name: String,
    pub basis: Basis,
    pub articles: u64,
    pub first_on: Option<String>,
    pub last_on: Option<String>,
    /// In the newest article that names both.
    pub words: usize,
}

/// What somebody said, and how often.
#[derive(Clone, Debug, Default)]
pub struct Quotations {
    pub total: u64,
    /// The newest.
    pub rows: Vec<Quotation>,
}

/// One thing that somebody said, with its place.
#[derive(Clone, Debug)]
pub struct Quotation {
    /// Who said it: a name, else the text's own words.
    pub speaker: Option<String>,
    pub words: usize,
}

/// An article in the list at the end.
#[derive(Clone, Debug)]
pub struct Cited {
    /// Who wrote what, where and when: its parts, with commas between them.
    pub citation: Vec<String>,
    pub url: Option<String>,
    pub article: i64,
    /// Where it is named first in it.
    pub words: usize,
    /// Remarks on it; empty where nobody asked for what is private.
    pub remarks: Vec<RemarkSaid>,
}

/// A remark of a curator on words of an article.
#[derive(Clone, Debug)]
pub struct RemarkSaid {
    pub remark: String,
    pub by: String,
    pub day: String,
    /// The words it is on.
    pub words: Option<String>,
}

/// What is not in it.
#[derive(Clone, Debug, Default)]
pub struct LeftOut {
    /// Articles that are hidden or were withdrawn, of the time that was asked for.
    pub hidden: u64,
    /// Articles that tell a story once more, where each is wanted once.
    pub repeats: u64,
    /// Articles that are not in the list.
    pub articles: u64,
    /// Remarks that were not asked for.
    pub notes: u64,
}

/// Words in an article, with what stands around them.
#[derive(Clone, Debug)]
pub struct WordsShown {
    pub number: usize,
    /// The passage: text, and whether it is what the claim rests on.
    pub passage: Vec<(String, bool)>,
    /// Whether text before and behind was cut off.
    pub is_cut: (bool, bool),
    pub basis: Basis,
    /// What was taken so: a mention, a role, a quotation.
    pub sort: WordsSort,
    pub rule: String,
    pub confidence: Option<f64>,
    pub article: i64,
    pub field: String,
    /// Cut where it is longer than anybody reads.
    pub headline: String,
    pub publisher: Option<String>,
    /// As far as it is known.
    pub day: Option<String>,
    pub url: Option<String>,
    pub permalink: String,
    /// The words alone.
    pub exact: String,
}

/// What was found at the words that a claim rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum WordsSort {
    Mention,
    Role,
    Quotation,
}

impl WordsSort {
    /// As a dossier prints it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Mention => "named",
            Self::Role => "title",
            Self::Quotation => "quotation",
        }
    }
}

/// Where words stand that a claim rests on; what `db` finds and `ops` makes `Words` of.
#[derive(Clone, Debug, PartialEq)]
pub struct WordsAt {
    pub sort: WordsSort,
    pub article: i64,
    pub field: String,
    pub start_char: usize,
    pub end_char: usize,
    pub rule: String,
    pub confidence: Option<f64>,
}

/// What reports say of somebody, as far as a dossier shows it.
#[derive(Clone, Debug, Default)]
pub struct DossierFacts {
    pub made_on: String,
    pub rulings: Vec<RulingSaid>,
    /// Remarks on who it is, if what is private was asked for.
    pub notes: Option<Vec<String>>,
    pub roles: Vec<RoleFound>,
    pub roles_left_out: u64,
    pub companions: Vec<CompanionsFound>,
}

/// A row of `query roles`.
#[derive(Clone, Debug, Default)]
pub struct RoleFound {
    pub title: String,
    pub held_in: Option<String>,
    pub articles: u64,
    pub publishers: u64,
    pub first_on: Option<String>,
    pub last_on: Option<String>,
}

/// Rows of `query co-mentions` of one kind.
#[derive(Clone, Debug)]
pub struct CompanionsFound {
    pub kind: EntityKind,
    /// Each with the newest article that names both.
    pub rows: Vec<(Companion, i64)>,
    pub left_out: u64,
}
