//! Rows as names and the links between them.
//!
//! What must stay true: every row is drawn, or a note says which are not, and the order of rows makes no
//! difference.

use std::collections::BTreeMap;

use super::rows::{Error, Rows};
use super::scale::number;
use super::text::plural;
use crate::model::Plot;

/// Most names in a network.
const MOST_NODES: usize = 100;

/// Names and the links between them.
#[derive(Clone, Debug)]
pub(super) struct Linked {
    /// The heaviest first.
    pub(super) nodes: Vec<Node>,
    /// The strongest first; each pair once.
    pub(super) links: Vec<Link>,
    pub(super) value: String,
    pub(super) notes: Vec<String>,
}

/// A name of the network, and how it is drawn.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub(super) name: String,
    pub(super) weight: f64,
}

/// Two nodes that are named together, and how often.
#[derive(Clone, Copy, Debug)]
pub(super) struct Link {
    pub(super) one: usize,
    pub(super) other: usize,
    pub(super) value: f64,
}

impl Linked {
    /// The network of a report's rows. Fails where a column is missing, or a number is not one.
    pub(super) fn new(plot: &Plot, rows: &Rows) -> Result<Self, Error> {
        rows.check()?;
        let value = rows.column(&plot.value)?;
        let ends: Vec<usize> =
            plot.by.iter().map(|name| rows.column(name)).collect::<Result<_, _>>()?;
        let weights: Vec<Option<usize>> = plot
            .by
            .iter()
            .map(|name| rows.column(&format!("{name}_{}", plot.value)).ok())
            .collect();
        let mut own: BTreeMap<String, f64> = BTreeMap::new();
        let mut of_links: BTreeMap<String, f64> = BTreeMap::new();
        let mut pairs: BTreeMap<(String, String), f64> = BTreeMap::new();
        let mut of_themselves = 0;
        for row in 0..rows.rows.len() {
            let number = rows.number(row, value)?;
            let mut names: Vec<String> =
                ends.iter().map(|column| rows.name(row, *column)).collect();
            for (name, weight) in names.iter().zip(&weights) {
                *of_links.entry(name.clone()).or_default() += number;
                if let Some(column) = weight {
                    let weight = rows.number(row, *column)?;
                    let known = own.entry(name.clone()).or_default();
                    *known = known.max(weight);
                }
            }
            names.sort();
            match <[String; 2]>::try_from(names) {
                Ok([one, other]) if one != other => {
                    *pairs.entry((one, other)).or_default() += number;
                }
                _ => of_themselves += 1,
            }
        }
        let mut nodes: Vec<Node> = of_links
            .into_iter()
            .map(|(name, sum)| {
                let weight = own.get(&name).copied().unwrap_or(sum);
                Node { name, weight }
            })
            .collect();
        nodes.sort_by(|one, two| two.weight.total_cmp(&one.weight));
        let mut notes = Vec::new();
        if nodes.len() > MOST_NODES {
            notes
                .push(format!("Not drawn: {} names, those named least.", nodes.len() - MOST_NODES));
            nodes.truncate(MOST_NODES);
        }
        if of_themselves > 0 {
            notes.push(format!(
                "Not drawn: {of_themselves} {} of a name with itself.",
                plural("row", of_themselves)
            ));
        }
        let places: BTreeMap<&str, usize> =
            nodes.iter().enumerate().map(|(at, node)| (node.name.as_str(), at)).collect();
        let mut links: Vec<Link> = pairs
            .iter()
            .filter_map(|((one, other), value)| {
                let (one, other) = (*places.get(one.as_str())?, *places.get(other.as_str())?);
                Some(Link { one: one.min(other), other: one.max(other), value: *value })
            })
            .collect();
        links.sort_by(|one, two| {
            two.value.total_cmp(&one.value).then((one.one, one.other).cmp(&(two.one, two.other)))
        });
        Ok(Self { nodes, links, value: plot.value.clone(), notes })
    }

    /// What circles and lines mean, in words.
    pub(super) fn axis(&self) -> String {
        format!("a circle: {0} that have the name; a line: {0} that have both", self.value)
    }

    /// The network in words, for those who do not see it.
    pub(super) fn said(&self) -> String {
        let Some(heaviest) = self.nodes.first() else { return "No links to draw.".to_owned() };
        let name = |at: usize| {
            self.nodes.get(at).map_or_else(String::new, |n| super::text::whole(&n.name))
        };
        let mut said = format!(
            "{} names and {} links. {} has the most: {} {}.",
            self.nodes.len(),
            self.links.len(),
            super::text::whole(&heaviest.name),
            number(heaviest.weight),
            self.value
        );
        if let Some(link) = self.links.first() {
            said.push_str(&format!(
                " The strongest link is between {} and {}: {} {}.",
                name(link.one),
                name(link.other),
                number(link.value),
                self.value
            ));
        }
        for note in &self.notes {
            said.push(' ');
            said.push_str(note);
        }
        said
    }
}
