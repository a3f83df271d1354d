//! Whether what was found on a page is an article.
//!
//! A page that is none is refused with the reason. What must stay true: text that reads like an article's
//! is kept in doubt, and a short page that says it is an article needs less to be one.

use std::collections::HashSet;

use super::body::PageBlock;
use super::cleaning::folded;
use super::metadata::Claims;
use super::outline::{Node, Outline};
use super::runs::{self, Run};
use super::selection::{Selection, speaks_of_cookies};
use crate::format::Refusal;

/// Words that an article has at least, and one that the page declares to be an article.
const FEWEST_WORDS: usize = 25;
const FEWEST_WORDS_DECLARED: usize = 12;
/// Words below which a page that asks for payment gives only the start of its article.
const STUB_WORDS: usize = 50;
/// The same where it says so for machines and shows where it was cut.
const LONGER_STUB_WORDS: usize = 120;
/// What asks for payment is no longer, in characters.
const LONGEST_WALL: usize = 400;
/// Words below which a page whose title speaks of an error is one.
const ERROR_WORDS: usize = 200;
/// Words below which a page that speaks mostly of cookies asks for consent to them.
const CONSENT_WORDS: usize = 400;
/// Words with which a page that is declared to be an article is one, whatever else is on it.
const DECLARED_WORDS: usize = 60;
/// Teasers that a page of links has at least, and one that the page declares to be an article.
const FEWEST_TEASERS: usize = 4;
const FEWEST_TEASERS_DECLARED: usize = 8;
/// Characters of prose that the teaser of an article has at most.
const LONGEST_TEASER: usize = 450;

/// What the verdict looks at.
pub struct ExtractedPage<'p> {
    pub outline: &'p Outline,
    pub runs: &'p [Run],
    pub selection: &'p Selection<'p>,
    pub roots: &'p [usize],
    pub blocks: &'p [PageBlock],
    /// The page's title.
    pub title: &'p str,
    /// The classes of its `body`.
    pub classes: &'p str,
    pub claims: &'p Claims,
}

/// Whether the text that a page states of itself is to be taken instead of what its markup gave: it is
/// clearly more, or something else altogether.
pub fn is_better(claimed: &str, found: &str) -> bool {
    let (claimed_length, found_length) = (letters(claimed), letters(found));
    if claimed_length < 200 {
        return false;
    }
    claimed_length * 10 > found_length * 13
        || (claimed_length >= found_length && agreement(claimed, found) < 0.3)
}

/// Which share of a text's stretches of five words stand in another text.
fn agreement(text: &str, other: &str) -> f64 {
    let (text, other) = (folded(text), folded(other));
    let words: Vec<&str> = text.split(' ').collect();
    let step = (words.len() / 20).max(5);
    let stretches: Vec<String> =
        words.chunks(step).filter_map(|chunk| Some(chunk.get(..5)?.join(" "))).collect();
    if stretches.is_empty() {
        return 1.0;
    }
    let shared = stretches.iter().filter(|stretch| other.contains(stretch.as_str())).count();
    shared as f64 / stretches.len() as f64
}

/// Why a page is refused that has nothing but a start of which nothing can be cited.
const STUB: &str = "only the first lines stand before a paywall";

/// What a page is that is not refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Article,
    /// The first lines of one, for those who do not pay.
    Stub,
}

/// What a page's `text` is. Fails where it is not an article's: an error page, a list, a page that programs fill.
pub fn check(text: &str, found: &ExtractedPage) -> Result<Verdict, Refusal> {
    let words = words(text);
    let is_declared = found.is_declared();
    let title = folded(found.title);
    if words < ERROR_WORDS && !is_declared && ERRORS.iter().any(|error| is_said(&title, error)) {
        return refused("an error page, not an article");
    }
    if words < ERROR_WORDS && SCRIPTS.iter().any(|script| folded(text).contains(script)) {
        return refused("the page's text is made by programs that do not run here");
    }
    let fewest = if is_declared { FEWEST_WORDS_DECLARED } else { FEWEST_WORDS };
    let paragraphs = found.blocks.iter().filter(|block| block.is_prose).count();
    if words < STUB_WORDS && paragraphs < 3 && found.is_before_paywall() {
        return if found.is_list() { refused(STUB) } else { Ok(Verdict::Stub) };
    }
    if words < fewest
        && found.claims.is_described
        && found.teasers() < FEWEST_TEASERS
        && !found.is_list()
    {
        // Nothing but what it says of its article.
        return Ok(Verdict::Stub);
    }
    if words < fewest {
        return refused(if found.teasers() >= FEWEST_TEASERS {
            "a page of links, not an article"
        } else {
            "no article text found"
        });
    }
    if words < CONSENT_WORDS && found.is_about_consent() {
        return refused("a question for consent, not an article");
    }
    if found.is_list() && !(is_declared && words >= DECLARED_WORDS) {
        return refused("a page of links, not an article");
    }
    let is_stub = words < LONGER_STUB_WORDS && found.is_cut_by_wall();
    Ok(if is_stub { Verdict::Stub } else { Verdict::Article })
}

/// Whether a line asks for payment where the article would go on.
fn asks_for_payment(line: &str) -> bool {
    let line = folded(line);
    PAYWALLS.iter().any(|wall| line.contains(wall))
}

fn refused(reason: &str) -> Result<Verdict, Refusal> {
    Err(Refusal(reason.to_owned()))
}

impl ExtractedPage<'_> {
    /// Whether the page says that it is an article, in its metadata or as WordPress and Drupal do.
    fn is_declared(&self) -> bool {
        self.claims.is_article == Some(true)
            || self.classes.split_ascii_whitespace().any(|class| ARTICLE_PAGES.contains(&class))
    }

    fn is_before_paywall(&self) -> bool {
        self.claims.is_free == Some(false)
            || self.outline.nodes.iter().any(|node| node.labels.is_paywall && node.length > 0)
            || self.shows_wall()
    }

    fn shows_wall(&self) -> bool {
        self.runs.iter().any(|run| run.length < LONGEST_WALL && asks_for_payment(&run.text))
    }

    /// Why a page is refused that gives no article and nothing to cite.
    pub fn why_no_article(&self) -> &'static str {
        if self.is_before_paywall() {
            STUB
        } else if self.teasers() >= FEWEST_TEASERS {
            "a page of links, not an article"
        } else {
            "no article text found"
        }
    }

    /// What stands before the paywall, else what the page says of its article. `None` where that is nothing.
    pub fn before_wall(&self, standfirst: Option<&str>) -> Option<String> {
        let is_wall = |run: &&Run| run.length < LONGEST_WALL && asks_for_payment(&run.text);
        let wall = self.runs.iter().position(|run| is_wall(&run)).unwrap_or(self.runs.len());
        let offer: HashSet<String> =
            self.runs.iter().skip(wall).map(|run| folded(&run.text)).collect();
        let before = self.blocks.iter().take_while(|block| !asks_for_payment(&block.text));
        let lines = before.filter(|block| !offer.contains(&folded(&block.text)));
        let (mut text, mut has_prose) = (String::new(), false);
        for block in lines {
            has_prose |= block.is_prose;
            if !text.is_empty() {
                text.push_str(block.separator);
            }
            text.push_str(&block.text);
        }
        let said = || standfirst.map(str::to_owned).filter(|text| !text.is_empty());
        Some(text.trim().to_owned()).filter(|_| has_prose).or_else(said)
    }

    /// Whether it says that it is not free and shows where it was cut.
    fn is_cut_by_wall(&self) -> bool {
        self.claims.is_free == Some(false) && self.shows_wall()
    }

    fn is_about_consent(&self) -> bool {
        let (mut all, mut consent) = (0, 0);
        for block in self.blocks.iter().filter(|block| block.is_prose) {
            all += block.length;
            consent += if speaks_of_cookies(&block.text) { block.length } else { 0 };
        }
        consent * 2 > all && !self.is_declared()
    }

    /// Whether the page's main part is headlines that lead elsewhere with no more than a few lines
    /// under each.
    fn is_list(&self) -> bool {
        let (mut teasers, mut longest, mut prose) = (0, 0, 0);
        for run in self.runs.iter().filter(|run| self.is_inside(run)) {
            if self.is_headline_elsewhere(run) {
                teasers += 1;
                prose = 0;
            } else if run.is_prose {
                prose += run.own();
                longest = longest.max(prose);
            }
        }
        let fewest = if self.is_declared() { FEWEST_TEASERS_DECLARED } else { FEWEST_TEASERS };
        teasers >= fewest && longest < LONGEST_TEASER
    }

    /// Headlines that lead elsewhere, on the whole page but for what was set aside.
    fn teasers(&self) -> usize {
        let runs = self.runs.iter().filter(|run| !self.selection.is_aside(run.node));
        runs.filter(|run| self.is_headline_elsewhere(run)).count()
    }

    fn is_inside(&self, run: &Run) -> bool {
        !self.selection.is_aside(run.node)
            && self.roots.iter().any(|&root| (root..self.outline.end(root)).contains(&run.node))
    }

    fn is_headline_elsewhere(&self, run: &Run) -> bool {
        let is_heading = self.outline.is_within(run.block, 2, Node::is_heading);
        let is_linked = run.linked * 10 >= run.length * 8;
        (is_linked && run.length >= 15 && (is_heading || !runs::ends_as_sentence(&run.text)))
            || (run.starts_linked && !run.is_prose)
    }
}

/// Whether a title is an error's words, alone or beside the paper's name.
fn is_said(title: &str, error: &str) -> bool {
    title == error
        || title.strip_prefix(error).is_some_and(|rest| rest.starts_with(' '))
        || title.strip_suffix(error).is_some_and(|rest| rest.ends_with(' '))
}

fn letters(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphanumeric()).count()
}

/// Words, where a script has no spaces two characters for one.
fn words(text: &str) -> usize {
    let ideographs = text.chars().filter(|c| runs::is_ideograph(*c)).count();
    text.split_whitespace().count() + ideographs / 2
}

/// Classes that WordPress and Drupal give to the `body` of a page that is one article.
const ARTICLE_PAGES: &[&str] = &[
    "single",
    "single-post",
    "post-template-default",
    "node-type-article",
    "page-node-type-article",
    "node-type-news",
    "page-node-type-news",
];

/// Titles of error pages, folded.
#[rustfmt::skip]
const ERRORS: &[&str] = &[
    "404", "403", "410", "500", "502", "503", "error 404", "404 error", "404 not found", "page not found", "not found", "file not found", "access denied", "access to this page has been denied",
    "forbidden", "403 forbidden", "just a moment", "attention required", "are you a robot", "pardon our interruption", "security check", "service unavailable", "bad gateway", "page unavailable",
    "seite nicht gefunden", "page introuvable", "página no encontrada", "pagina non trovata", "pagina niet gevonden",
    "page can t be found", "page cannot be found", "server error", "site maintenance", "under maintenance",
];

/// What pages say that are made by programs, folded.
const SCRIPTS: &[&str] = &[
    "please enable javascript",
    "enable javascript and cookies",
    "doesn t work properly without javascript",
    "you need to enable javascript",
    "javascript is required",
    "javascript is disabled",
    "requires javascript",
    "bitte aktivieren sie javascript",
];

/// What stands where an article goes on for those who pay, folded.
#[rustfmt::skip]
const PAYWALLS: &[&str] = &[
    "subscribe to continue", "subscribe to read", "to continue reading", "to keep reading", "already a subscriber", "subscribers only", "for subscribers only", "subscriber only content", "to read the full story", "to read the full article",
    "to read this article", "this article is for subscribers", "this content is for subscribers", "exclusive to subscribers", "log in to read", "sign in to read", "unlock this article", "nur für abonnenten", "mit einem abo weiterlesen", "weiterlesen mit", "jetzt abonnieren und weiterlesen", "réservé aux abonnés", "réservé à nos abonnés",
    "pour lire la suite", "contenido exclusivo para suscriptores", "suscríbete para seguir leyendo", "para seguir leyendo", "riservato agli abbonati", "alleen voor abonnees", "для подписчиков",
];
