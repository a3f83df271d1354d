//! A title that an article gives to a person, and so gives a date.

use super::EntityName;

/// Where the title stands. The name stands in every row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RoleRule {
    /// Before the name: `Foreign Minister Winston Peters`.
    Before,
    /// After the name and a comma, dash or bracket: `Penny Wong, Australia's foreign minister`.
    Apposition,
    /// Before the name and a comma: `The foreign minister, Winston Peters, said`.
    Introduced,
    /// `Peters is the foreign minister`, `became`, `was named`.
    Predicate,
}

impl RoleRule {
    pub const ALL: [Self; 4] = [Self::Before, Self::Apposition, Self::Introduced, Self::Predicate];

    /// As the archive writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Before => "before",
            Self::Apposition => "apposition",
            Self::Introduced => "introduced",
            Self::Predicate => "predicate",
        }
    }
}

/// A title given to a person. Offsets are Unicode code points, 0-based, end exclusive.
#[derive(Clone, Debug, PartialEq)]
pub struct Role {
    /// Where the words of the title stand, without the name and without the country or organisation
    /// before it: `Foreign Minister`, `foreign minister`, `director of the Lowy Institute's Asia programme`.
    pub start_char: usize,
    pub end_char: usize,
    /// Those words as they stand.
    pub title: String,
    /// `start_char` of the mention of the person.
    pub person_mention: usize,
    /// The organisation or country it is held in: `Australia's foreign minister`, `Chinese president`,
    /// `Blinken's deputy` has a person and none.
    pub held_in: Option<EntityName>,
    pub rule: RoleRule,
    /// How sure, 0 to 1.
    pub confidence: f64,
}
