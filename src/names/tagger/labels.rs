//! The labels that a sequence of tokens can have: no name, or a kind and the place in the name.

use crate::model::EntityKind;

/// No name, and four places for each of three kinds.
pub const LABELS: usize = 13;

/// Scores are kept in rows of this many, which is what processors add at once.
pub const LANES: usize = 16;

/// The label of a token that is no part of a name.
pub const NONE: usize = 0;

/// Where in its name a token stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    First,
    Inside,
    Last,
    Alone,
}

impl Place {
    const ALL: [Self; 4] = [Self::First, Self::Inside, Self::Last, Self::Alone];

    /// The place of token `index` in a name of tokens `first..end`.
    pub fn of(index: usize, first: usize, end: usize) -> Self {
        match (index == first, index + 1 == end) {
            (true, true) => Self::Alone,
            (true, false) => Self::First,
            (false, true) => Self::Last,
            (false, false) => Self::Inside,
        }
    }
}

/// The label of a kind and a place.
pub const fn label(kind: EntityKind, place: Place) -> usize {
    1 + kind as usize * 4 + place as usize
}

/// What a label means.
pub fn meaning(label: usize) -> Option<(EntityKind, Place)> {
    let at = label.checked_sub(1)?;
    Some((*EntityKind::ALL.get(at / 4)?, Place::ALL[at % 4]))
}

/// The labels of one kind.
pub const fn of_kind(kind: EntityKind) -> std::ops::Range<usize> {
    let first = 1 + kind as usize * 4;
    first..first + 4
}

/// Whether a name goes on after this label.
pub const fn is_open(label: usize) -> bool {
    label > 0 && (label - 1) % 4 <= Place::Inside as usize
}

/// Whether this label goes on with a name.
pub const fn goes_on(label: usize) -> bool {
    label > 0 && matches!((label - 1) % 4, 1 | 2)
}

/// Whether one label may follow another.
pub const fn may_follow(before: usize, label: usize) -> bool {
    if is_open(before) {
        goes_on(label) && (before - 1) / 4 == (label - 1) / 4
    } else {
        !goes_on(label)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_and_meanings_are_one_to_one() {
        assert_eq!(meaning(NONE), None);
        let mut seen = vec![NONE];
        for kind in EntityKind::ALL {
            for place in Place::ALL {
                assert_eq!(meaning(label(kind, place)), Some((kind, place)));
                assert!(of_kind(kind).contains(&label(kind, place)));
                seen.push(label(kind, place));
            }
        }
        seen.sort_unstable();
        assert_eq!(seen, (0..LABELS).collect::<Vec<_>>());
    }

    #[test]
    fn a_name_is_closed_before_the_next_begins() {
        let person = |place| label(EntityKind::Person, place);
        let place = |place| label(EntityKind::Place, place);
        assert!(may_follow(person(Place::First), person(Place::Last)));
        assert!(!may_follow(person(Place::First), place(Place::Last)));
        assert!(!may_follow(person(Place::First), NONE));
        assert!(may_follow(person(Place::Alone), place(Place::First)));
        assert!(!may_follow(NONE, place(Place::Inside)));
    }
}
