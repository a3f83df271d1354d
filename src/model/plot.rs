//! What the rows of a report draw: said by its header, drawn by `output::plot`.

use std::fmt;

/// A kind of picture and the columns that it is made of.
///
/// A network also takes how often each of the two was named alone from columns that are called after
/// those of the names: `name_articles`, `other_articles`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plot {
    pub kind: PlotKind,
    /// The column of the numbers.
    pub value: String,
    /// What each number is of: one column for a line, two for the others.
    pub by: Vec<String>,
}

/// What a report's rows are drawn as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlotKind {
    /// One number a period, as a line over time.
    Line,
    /// Several a period, one upon the other.
    Stacked,
    /// A small line over time for each name, all on one scale.
    Multiples,
    /// Names, and how strongly two of them are linked.
    Network,
}

impl PlotKind {
    pub const ALL: [Self; 4] = [Self::Line, Self::Stacked, Self::Multiples, Self::Network];

    /// As reports name it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Line => "line",
            Self::Stacked => "stacked",
            Self::Multiples => "multiples",
            Self::Network => "network",
        }
    }

    /// The one of this name.
    pub fn by_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }

    /// How many columns say what a number is of.
    pub fn columns(self) -> usize {
        match self {
            Self::Line => 1,
            Self::Stacked | Self::Multiples | Self::Network => 2,
        }
    }
}

/// As it stands in a header.
impl fmt::Display for Plot {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} {} by {}", self.kind.as_str(), self.value, self.by.join(" and "))
    }
}
