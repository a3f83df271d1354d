//! Which parts of a page are its article.
//!
//! First whole subtrees are set aside that say themselves what they are (navigation, comments, related
//! stories), unless most of the page's prose is in them: page makers name the wrapper of everything
//! `sidebar-right` too. Then each run of prose gives points to the blocks around it, as in Readability
//! (Arc90), and the block with most points, and beside it what is like it, is the article.

use super::outline::{Node, Outline};
use super::runs::{self, Run};
use crate::format::markup::elements::ElementKind;

/// What was decided about each node of a page.
pub struct Selection<'o> {
    outline: &'o Outline,
    /// Whether the subtree that starts at a node is set aside.
    aside: Vec<bool>,
    /// Characters of prose before each node.
    before: Vec<usize>,
    /// The same for the prose in elements that say that they are an article's text.
    bodies: Vec<usize>,
    /// The nearest `article` around each node.
    articles: Vec<Option<usize>>,
    /// Whether each node lies in an element that says that it is an article's text.
    in_body: Vec<bool>,
}

impl<'o> Selection<'o> {
    /// Weighs every part of an outline, without what is set aside.
    pub fn new(outline: &'o Outline, runs: &[Run]) -> Self {
        let count = outline.nodes.len();
        let in_body = in_body(outline);
        let is_body = |run: &Run| in_body.get(run.node).copied().unwrap_or_default();
        let mut selection = Self {
            outline,
            aside: vec![false; count],
            before: sums(count, runs, |_| true),
            bodies: sums(count, runs, is_body),
            articles: articles(outline),
            in_body,
        };
        selection.set_aside();
        let aside = selection.set_aside_nodes();
        selection.before = sums(count, runs, |run| !aside.get(run.node).copied().unwrap_or(true));
        selection.aside = aside;
        selection
    }

    /// Characters of prose in a node's subtree.
    pub fn prose(&self, index: usize) -> usize {
        self.sum(&self.before, index)
    }

    fn sum(&self, before: &[usize], index: usize) -> usize {
        let Some(node) = self.outline.get(index) else { return 0 };
        let at = |place: usize| before.get(place).copied().unwrap_or_default();
        at(node.end).saturating_sub(at(index))
    }

    /// Whether another part of the page says that it is the article's text, so that however much this
    /// one holds, it is not.
    fn is_beside_body(&self, index: usize) -> bool {
        // Furniture that was not closed holds the rest of the text.
        if self.outline.get(index).is_some_and(|node| self.is_in_body(node.parent)) {
            return false;
        }
        let inside = self.sum(&self.bodies, index);
        let elsewhere = self.sum(&self.bodies, 0).saturating_sub(inside);
        elsewhere >= BODY && elsewhere > inside * 2
    }

    /// Whether a node is in a subtree that was set aside.
    pub fn is_aside(&self, index: usize) -> bool {
        self.aside.get(index).copied().unwrap_or(true)
    }

    fn set_aside(&mut self) {
        let total = self.prose(0);
        for (index, node) in self.outline.nodes.iter().enumerate() {
            if node.tag == ElementKind::Text || index == 0 {
                continue;
            }
            let prose = self.prose(index);
            // Parts of hundreds of the prose that is there.
            let holds = |percent: usize| {
                prose > 0 && prose * 100 >= total * percent && !self.is_beside_body(index)
            };
            let labels = node.labels;
            let in_links = node.linked * 100 / node.length.max(1);
            let is_aside = match node.tag {
                ElementKind::Navigation => true,
                ElementKind::Html | ElementKind::Body | ElementKind::Main => false,
                ElementKind::Article => {
                    (labels.is_comment && !holds(50))
                        || (self.is_small_part_of_article(index) && !holds(30))
                }
                ElementKind::Caption | ElementKind::TableCaption => true,
                ElementKind::Aside | ElementKind::Footer => !holds(50),
                ElementKind::Form => !holds(40),
                ElementKind::Header => {
                    !holds(40) && (prose == 0 || in_links > 30 || labels.is_furniture)
                }
                ElementKind::Address => !holds(50),
                _ if labels.is_furniture && !labels.is_body => !holds(40),
                _ if labels.is_comment && !labels.is_body => !holds(60),
                _ if labels.is_about && !labels.is_body => !holds(25),
                // The teaser of another article between the paragraphs.
                _ if labels.is_lead && in_links > 15 => !holds(25) && prose < TEASER,
                ElementKind::Row
                | ElementKind::Cell
                | ElementKind::List
                | ElementKind::Item
                | ElementKind::Table => labels.is_doubtful && in_links > 40 && !holds(30),
                _ if labels.is_doubtful && !labels.is_body && !labels.is_content => {
                    !holds(30) && (in_links > 25 || (prose == 0 && !self.is_in_body(index)))
                }
                _ => false,
            };
            if is_aside && let Some(mark) = self.aside.get_mut(index) {
                *mark = true;
            }
        }
    }

    /// Whether a node lies in an `article` that has most of its prose elsewhere. What holds most of
    /// it is the article once more, as the posts of a thread are.
    fn is_small_part_of_article(&self, index: usize) -> bool {
        let outer = self.articles.get(index).copied().flatten();
        outer.is_some_and(|outer| self.prose(index) * 2 < self.prose(outer).max(1))
    }

    fn is_in_body(&self, index: usize) -> bool {
        self.in_body.get(index).copied().unwrap_or_default()
    }

    /// Whether a run stands in what is over the text, where only prose is the article's.
    pub fn is_in_header(&self, run: &Run) -> bool {
        self.outline.is_within(run.block, 6, is_header)
    }

    /// For each node whether it lies in a subtree that was set aside.
    fn set_aside_nodes(&self) -> Vec<bool> {
        let mut all = self.aside.clone();
        let mut end = 0;
        for (index, mark) in all.iter_mut().enumerate() {
            if *mark {
                end = end.max(self.outline.end(index));
            }
            *mark = index < end;
        }
        all
    }

    /// The roots of the article's subtrees, in order.
    pub fn article(&self, runs: &[Run]) -> Vec<usize> {
        let scores = self.scores(runs);
        let best = scores
            .iter()
            .enumerate()
            .filter(|(_, score)| **score > 0.0)
            .max_by(|left, right| left.1.total_cmp(right.1).then(right.0.cmp(&left.0)));
        let Some((best, &score)) = best else { return Vec::new() };
        let top = self.widened(best);
        let mut roots = self.leads(top, runs);
        roots.extend(self.with_siblings(top, score, &scores));
        roots.extend(self.parts_like(top));
        roots.sort_unstable();
        roots.dedup();
        roots
    }

    /// What leads to the text and stands before the top element, within the same article.
    fn leads(&self, top: usize, runs: &[Run]) -> Vec<usize> {
        let is_near = |&outer: &usize| {
            self.outline.is(outer, |node| !is_whole_page(node))
                && self.prose(outer) * 10 <= self.prose(top) * 15 + 3000
        };
        let outer = self.outline.ancestors(top).take(4).take_while(is_near).last();
        let Some(outer) = outer else { return Vec::new() };
        let mut leads: Vec<usize> = Vec::new();
        for run in runs.iter().filter(|run| (outer..top).contains(&run.node)) {
            let is_text = run.is_prose || runs::ends_as_sentence(&run.text);
            if !is_text
                || self.is_aside(run.node)
                || run.linked * 4 > run.length
                || leads.contains(&run.block)
            {
                continue;
            }
            let mut within =
                self.outline.around(run.block).take_while(|&inner| inner > outer).take(4);
            let is_lead = within
                .any(|inner| self.outline.is(inner, |node| node.labels.is_lead || is_header(node)));
            let is_over = self.outline.is(run.block, |node| node.parent == outer);
            let is_title = self.outline.is(run.block, |node| node.tag == ElementKind::Heading(1));
            if (is_lead || is_over) && !is_title && leads.len() < 4 {
                leads.push(run.block);
            }
        }
        leads
    }

    /// Other parts of the same article that are labelled as its text like the top element: page makers
    /// cut a story where an advertisement goes in.
    fn parts_like(&self, top: usize) -> Vec<usize> {
        let Some(node) = self.outline.get(top).filter(|node| node.labels.is_body) else {
            return Vec::new();
        };
        let is_whole = |&outer: &usize| {
            self.outline.is(outer, |node| {
                matches!(node.tag, ElementKind::Article | ElementKind::Main) || node.labels.is_body
            })
        };
        let Some(outer) = self.outline.ancestors(top).take(8).find(is_whole) else {
            return Vec::new();
        };
        (outer + 1..self.outline.end(outer))
            .filter(|&part| {
                self.outline.is(part, |other| {
                    other.tag == node.tag
                        && other.labels == node.labels
                        && !(part..other.end).contains(&top)
                        && other.linked * 4 <= other.length
                }) && self.prose(part) > 0
                    && !self.is_aside(part)
            })
            .collect()
    }

    fn scores(&self, runs: &[Run]) -> Vec<f64> {
        let mut scores = vec![0.0; self.outline.nodes.len()];
        for run in runs.iter().filter(|run| run.is_prose && !self.is_aside(run.node)) {
            let commas =
                run.text.chars().filter(|c| matches!(c, ',' | '，' | '、' | '،')).count().min(6);
            let own = run.own() as f64 * if speaks_of_cookies(&run.text) { 0.05 } else { 1.0 };
            let points = (1.0 + commas as f64 * 0.5 + (own / 100.0).min(4.0)) * own
                / run.length.max(1) as f64;
            use ElementKind as E;
            let is_leaf = self.outline.is(run.block, |node| {
                node.is_heading()
                    || matches!(node.tag, E::Paragraph | E::Item | E::Preformatted | E::Description)
            });
            let outers = self.outline.around(run.block).skip(usize::from(is_leaf));
            for (outer, share) in outers.zip(SHARES) {
                if let Some(score) = scores.get_mut(outer) {
                    *score += points * share;
                }
            }
        }
        for (index, score) in scores.iter_mut().enumerate() {
            *score *= self.weight(index);
        }
        scores
    }

    /// By how much an element's own word and its links raise or lower its points.
    fn weight(&self, index: usize) -> f64 {
        let Some(node) = self.outline.get(index) else { return 0.0 };
        let links = node.linked as f64 / node.length.max(1) as f64;
        let mut weight = 1.0 - links;
        if node.labels.is_body {
            weight *= 1.6;
        } else if node.labels.is_content {
            weight *= 1.15;
        }
        if matches!(node.tag, ElementKind::Article | ElementKind::Main) {
            weight *= 1.25;
        }
        if node.labels.is_doubtful {
            weight *= 0.8;
        }
        if node.labels.is_comment || node.labels.is_furniture {
            weight *= 0.5;
        }
        weight
    }

    /// The element itself, or one around it that says it is the article's text or holds much more prose.
    fn widened(&self, best: usize) -> usize {
        let mut top = best;
        for outer in self.outline.ancestors(best) {
            let Some(node) = self.outline.get(outer) else { break };
            if is_whole_page(node) || outer == 0 {
                break;
            }
            let (inside, around) = (self.prose(top), self.prose(outer));
            let is_named = node.labels.is_body && !self.outline.is(top, |node| node.labels.is_body);
            let is_fuller =
                around * 2 >= inside * 3 && holds_blocks(node.tag) && node.linked * 4 < node.length;
            if is_named || is_fuller {
                top = outer;
            }
        }
        top
    }

    /// The top element and those beside it that read like it.
    fn with_siblings(&self, top: usize, score: f64, scores: &[f64]) -> Vec<usize> {
        let Some(parent) = self.outline.get(top).map(|node| node.parent) else { return Vec::new() };
        let labels = self.outline.get(top).map(|node| node.labels).unwrap_or_default();
        if parent == top {
            return vec![top];
        }
        self.outline
            .children(parent)
            .filter(|&child| {
                if child == top {
                    return true;
                }
                let Some(node) = self.outline.get(child) else { return false };
                let prose = self.prose(child);
                if prose == 0 || self.is_aside(child) || node.linked * 4 > node.length {
                    return false;
                }
                let child_score = scores.get(child).copied().unwrap_or_default();
                node.tag == ElementKind::Paragraph
                    || child_score >= score * 0.2
                    || (node.labels == labels && labels != Default::default())
            })
            .collect()
    }
}

/// Characters of prose that the teaser of another article has at most.
const TEASER: usize = 350;

/// Characters of prose that a part has at least that is taken at its word to be the article's text.
const BODY: usize = 300;

/// What part of a run's points its parent gets, and the elements around that.
const SHARES: &[f64] = &[1.0, 0.7, 0.4, 0.25, 0.15];

/// Whether an element is the page itself.
fn is_whole_page(node: &Node) -> bool {
    matches!(node.tag, ElementKind::Body | ElementKind::Html)
}

/// Whether an element is what is over the text.
fn is_header(node: &Node) -> bool {
    node.tag == ElementKind::Header || node.labels.is_header
}

/// Whether an element of that kind may hold a whole article.
fn holds_blocks(tag: ElementKind) -> bool {
    use ElementKind as T;
    matches!(
        tag,
        T::Article
            | T::Section
            | T::Division
            | T::Main
            | T::Other
            | T::Cell
            | T::Row
            | T::Rows
            | T::Table
    )
}

/// For each node the nearest `article` around it. Parents stand before their children.
fn articles(outline: &Outline) -> Vec<Option<usize>> {
    let mut articles: Vec<Option<usize>> = Vec::with_capacity(outline.nodes.len());
    for (index, node) in outline.nodes.iter().enumerate() {
        let is_article = |&parent: &usize| {
            parent != index
                && outline.get(parent).is_some_and(|outer| outer.tag == ElementKind::Article)
        };
        let outer = Some(node.parent).filter(is_article);
        articles.push(outer.or_else(|| articles.get(node.parent).copied().flatten()));
    }
    articles
}

/// For each node whether it lies in what says that it is an article's text. Furniture in that is not
/// meant, nor what is so labelled in furniture.
fn in_body(outline: &Outline) -> Vec<bool> {
    let mut places: Vec<(bool, bool)> = Vec::with_capacity(outline.nodes.len());
    for node in &outline.nodes {
        let labels = node.labels;
        let (is_in_body, is_in_furniture) = places.get(node.parent).copied().unwrap_or_default();
        let is_furniture = is_in_furniture
            || labels.is_comment
            || labels.is_furniture
            || matches!(
                node.tag,
                ElementKind::Aside | ElementKind::Footer | ElementKind::Navigation
            );
        places.push((!is_furniture && (labels.is_body || is_in_body), is_furniture));
    }
    places.into_iter().map(|(is_in_body, _)| is_in_body).collect()
}

/// Characters of prose before each node, and before the end.
fn sums(count: usize, runs: &[Run], counts: impl Fn(&Run) -> bool) -> Vec<usize> {
    let mut sums = vec![0; count + 1];
    for run in runs.iter().filter(|run| run.is_prose && counts(run)) {
        if let Some(sum) = sums.get_mut(run.node + 1) {
            *sum += run.own();
        }
    }
    let mut total = 0;
    for sum in &mut sums {
        total += *sum;
        *sum = total;
    }
    sums
}

/// Whether a text asks for consent to cookies or tells of them. Those that are eaten stand without the
/// words of a browser; of words that may stand anywhere it takes two in a sentence.
pub fn speaks_of_cookies(text: &str) -> bool {
    let said =
        |text: &str, words: &[&str]| words.iter().filter(|word| text.contains(**word)).count();
    let speaks = |text: &str| said(text, &["cookie", "Cookie", "COOKIE"]) > 0;
    speaks(text)
        && (said(text, CONSENT) > 0
            || text
                .split(['.', '!', '?'])
                .any(|sentence| speaks(sentence) && said(sentence, BROWSING) > 1))
}

/// Parts of words that stand beside `cookie` where it is a browser's.
#[rustfmt::skip]
const CONSENT: &[&str] = &[
    "consent", "Consent", "privacy", "Privacy", "browser", "Browser", "tracking", "Tracking",
    "Einwilligung", "einwillig", "zustimm", "Zustimmung", "Datenschutz", "consentement",
    "consentimiento", "privacidad", "consenso", "toestemming", "samtycke", "zgod",
];

/// The same that mean something else elsewhere.
#[rustfmt::skip]
const BROWSING: &[&str] = &[
    "accept", "Accept", "acept", "website", "Website", " site", "experience", "traffic",
    "third part", "personnel", "personal",
];
