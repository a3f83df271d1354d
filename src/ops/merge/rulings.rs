//! The rulings of several archives as one list.
//!
//! A ruling is known again by all that stands in it: what, by whom, when and why. The list is in the order of their
//! instants; those of one archive stay in the order in which they were made there, and of rulings of one second in
//! different archives their words decide. So it does not matter which archive is named first, and merging again what
//! was merged changes nothing.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use serde::Serialize;

use crate::model::{Act, Decision, DecisionId, EntityKind, Ruling, Sha256};
use crate::ops::curate::{Subject, is_said_alike, subject};
use crate::ops::exchange::DecisionRow;

/// A ruling among those of all archives.
#[derive(Clone, Debug)]
pub(super) struct United<'a> {
    /// As the first archive that has it has it.
    pub decision: &'a Decision,
    /// Where in the list stands what it takes back.
    pub undone: Option<usize>,
    /// Which archives have it, in the order in which they are named.
    pub archives: BTreeSet<usize>,
    /// All that stands in it, what it takes back among it.
    words: String,
    /// The instant by which it is put in order: not before those of the rulings that it was made behind, whose instants
    /// may be later where rulings came from a file or a clock was set back.
    at: &'a str,
}

/// The rulings of all archives, each once. Of several that take back the same one stays: that of the first archive,
/// else the earliest.
pub(super) fn united<'a>(archives: &[&'a [Decision]]) -> Vec<United<'a>> {
    let mut all: Vec<United<'a>> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut sequences = Vec::with_capacity(archives.len());
    for (archive, decisions) in archives.iter().enumerate() {
        let mut at = "";
        let mut own: HashMap<DecisionId, usize> = HashMap::new();
        let mut sequence = Vec::with_capacity(decisions.len());
        let mut repeated: HashMap<String, usize> = HashMap::new();
        for decision in *decisions {
            at = at.max(&decision.decided_at);
            let undone = decision.ruling.undone().and_then(|id| own.get(&id).copied());
            let mut words = words(decision, undone.and_then(|place| all.get(place)));
            let times = repeated.entry(words.clone()).or_default();
            words.push_str(&format!(" {times}"));
            *times += 1;
            let place = *places.entry(words.clone()).or_insert(all.len());
            match all.get_mut(place) {
                Some(known) => {
                    known.archives.insert(archive);
                    known.at = known.at.min(at);
                }
                None => {
                    all.push(United {
                        decision,
                        undone,
                        archives: BTreeSet::from([archive]),
                        words,
                        at,
                    });
                }
            }
            own.insert(decision.id, place);
            sequence.push(place);
        }
        sequences.push(sequence);
    }
    let needless = undone_again(&all);
    let order = ordered(&all, &sequences);
    let order: Vec<usize> = order.into_iter().filter(|place| !needless.contains(place)).collect();
    let after: HashMap<usize, usize> =
        order.iter().enumerate().map(|(new, old)| (*old, new)).collect();
    let in_order = order.iter().filter_map(|place| all.get(*place));
    in_order
        .map(|one| {
            let undone = one.undone.and_then(|place| after.get(&place).copied());
            United { undone, ..one.clone() }
        })
        .collect()
}

/// All that stands in a ruling, as text. Its number, and that of what it takes back, mean nothing elsewhere.
fn words(decision: &Decision, undone: Option<&United<'_>>) -> String {
    let row = DecisionRow::from(decision);
    format!("{row:?} {:?}", undone.map(|undone| &undone.words))
}

/// Rulings that take back what another one takes back.
fn undone_again(all: &[United<'_>]) -> HashSet<usize> {
    let mut undoing: HashMap<usize, Vec<usize>> = HashMap::new();
    for (place, one) in all.iter().enumerate() {
        if let Some(undone) = one.undone {
            undoing.entry(undone).or_default().push(place);
        }
    }
    let mut needless = HashSet::new();
    for mut several in undoing.into_values() {
        several.sort_by_key(|place| {
            all.get(*place).map(|one| (!one.archives.contains(&0), one.at, &one.words))
        });
        needless.extend(several.into_iter().skip(1));
    }
    needless
}

/// The places of rulings in the order in which they were made. `sequences` are those of each archive.
fn ordered(all: &[United<'_>], sequences: &[Vec<usize>]) -> Vec<usize> {
    let at = |place: usize| all.get(place).map(|one| one.at);
    // Only of those of one instant more than the instant is to be asked.
    let mut behind: HashMap<usize, Vec<usize>> = HashMap::new();
    let mut waits_for: HashMap<usize, usize> = HashMap::new();
    let mut put_behind = |first: usize, second: usize| {
        if at(first) == at(second) {
            behind.entry(first).or_default().push(second);
            *waits_for.entry(second).or_default() += 1;
        }
    };
    for sequence in sequences {
        for pair in sequence.windows(2) {
            if let [first, second] = pair {
                put_behind(*first, *second);
            }
        }
    }
    for (place, one) in all.iter().enumerate() {
        if let Some(undone) = one.undone {
            put_behind(undone, place);
        }
    }
    let mut by_instant: BTreeMap<&str, BTreeSet<(&str, usize)>> = BTreeMap::new();
    for (place, one) in all.iter().enumerate() {
        by_instant.entry(one.at).or_default().insert((&one.words, place));
    }
    let mut order = Vec::with_capacity(all.len());
    for mut waiting in by_instant.into_values() {
        let is_free = |one: &&(&str, usize)| !waits_for.contains_key(&one.1);
        let mut free: BTreeSet<(&str, usize)> = waiting.iter().filter(is_free).copied().collect();
        // Two archives may have two rulings of one second in different orders: then none is free.
        while let Some(next) = free.pop_first().or_else(|| waiting.first().copied()) {
            waiting.remove(&next);
            order.push(next.1);
            for follower in behind.get(&next.1).into_iter().flatten() {
                let Some(count) = waits_for.get_mut(follower) else { continue };
                *count -= 1;
                if *count > 0 {
                    continue;
                }
                waits_for.remove(follower);
                let one = all.get(*follower).map(|one| (one.words.as_str(), *follower));
                free.extend(one.filter(|one| waiting.contains(one)));
            }
        }
    }
    order
}

/// Two rulings of different archives that cannot both hold: the later one does, and both are kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Conflict {
    pub earlier: DecisionRow,
    /// Which archive it is from, by its place among those that are named.
    #[serde(skip)]
    pub earlier_in: usize,
    pub later: DecisionRow,
    #[serde(skip)]
    pub later_in: usize,
}

/// Conflicts between rulings in force that no archive has both.
pub(super) fn conflicts(all: &[United<'_>]) -> Vec<Conflict> {
    let undone: HashSet<usize> = all.iter().filter_map(|one| one.undone).collect();
    let mut last: HashMap<_, &United<'_>> = HashMap::new();
    let mut conflicts = Vec::new();
    for (place, one) in all.iter().enumerate() {
        if undone.contains(&place) {
            continue;
        }
        let Some(on) = on(&one.decision.ruling) else { continue };
        let Some(former) = last.insert(on, one) else { continue };
        let says_the_same = is_said_alike(&former.decision.ruling, &one.decision.ruling);
        if says_the_same || !former.archives.is_disjoint(&one.archives) {
            continue;
        }
        let first = |one: &United<'_>| one.archives.first().copied().unwrap_or_default();
        conflicts.push(Conflict {
            earlier: DecisionRow::from(former.decision),
            earlier_in: first(former),
            later: DecisionRow::from(one.decision),
            later_in: first(one),
        });
    }
    conflicts
}

/// What a ruling is on: something of an article, or how an entity is called and whom it is merged into, of which one
/// archive takes as many as it is given.
#[derive(PartialEq, Eq, Hash)]
enum On<'a> {
    Article(Subject),
    Entity(Act, EntityKind, &'a str, Option<Sha256>),
}

fn on(ruling: &Ruling) -> Option<On<'_>> {
    let entity = match ruling {
        Ruling::Rename { entity, .. }
        | Ruling::Merge { entity, .. }
        | Ruling::Split { entity, .. } => entity,
        _ => return subject(ruling).map(On::Article),
    };
    Some(On::Entity(ruling.act(), entity.kind, &entity.key, ruling.article()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Field, Sha256};

    const ARTICLE: Sha256 = Sha256([7; 32]);

    fn headline(words: &str) -> Ruling {
        Ruling::Set { article: ARTICLE, field: Field::Headline, value: words.to_owned() }
    }

    /// Rulings in the order in which an archive has them, each by its number, instant and what is ruled.
    fn archive(made: &[(i64, &str, Ruling)]) -> Vec<Decision> {
        let decision = |(id, at, ruling): &(i64, &str, Ruling)| Decision {
            id: DecisionId(*id),
            ruling: ruling.clone(),
            decided_at: (*at).to_owned(),
            decided_by: "ana".to_owned(),
            reason: None,
        };
        made.iter().map(decision).collect()
    }

    fn headlines(archives: &[&[Decision]]) -> Vec<String> {
        let said = |one: &United<'_>| match &one.decision.ruling {
            Ruling::Set { value, .. } => value.clone(),
            other => format!("{:?}", other.act()),
        };
        united(archives).iter().map(said).collect()
    }

    #[test]
    fn they_stand_by_their_instants_whoever_is_named_first() {
        let one = archive(&[(1, "2026-01-01", headline("a")), (2, "2026-01-03", headline("c"))]);
        let other = archive(&[(1, "2026-01-02", headline("b")), (2, "2026-01-04", headline("d"))]);
        assert_eq!(headlines(&[&one, &other]), ["a", "b", "c", "d"]);
        assert_eq!(headlines(&[&other, &one]), ["a", "b", "c", "d"]);
        assert_eq!(headlines(&[&one, &one]), ["a", "c"]);
    }

    #[test]
    fn an_archive_keeps_its_own_order() {
        // One from a file, which is older than what it was made behind.
        let one = archive(&[(1, "2026-01-05", headline("b")), (2, "2026-01-01", headline("a"))]);
        let other = archive(&[(1, "2026-01-03", headline("c"))]);
        assert_eq!(headlines(&[&one]), ["b", "a"]);
        assert_eq!(headlines(&[&one, &other]), ["c", "b", "a"]);
        // In one second.
        let one = archive(&[(1, "2026", headline("z")), (2, "2026", headline("a"))]);
        let other = archive(&[(1, "2026", headline("y")), (2, "2026", headline("b"))]);
        let expected = ["y", "b", "z", "a"];
        assert_eq!(headlines(&[&one, &other]), expected);
        assert_eq!(headlines(&[&other, &one]), expected);
        // And against each other, where only one of the two orders can be kept.
        let other = archive(&[(1, "2026", headline("a")), (2, "2026", headline("z"))]);
        assert_eq!(headlines(&[&one, &other]), headlines(&[&other, &one]));
    }

    #[test]
    fn what_is_taken_back_is_found_under_its_new_number() {
        let undo = |id| Ruling::Undo { decision: DecisionId(id) };
        let one = archive(&[(1, "2026-01-02", headline("b")), (2, "2026-01-03", undo(1))]);
        let other = archive(&[(1, "2026-01-01", headline("a")), (2, "2026-01-02", headline("b"))]);
        let all = united(&[&other, &one]);
        let undone: Vec<_> = all.iter().map(|one| one.undone).collect();
        assert_eq!(undone, [None, None, Some(1)]);
        // Two that take back the same: one of them is enough, and that of the first archive stays.
        let twice = archive(&[(1, "2026-01-02", headline("b")), (2, "2026-01-02", undo(1))]);
        assert_eq!(united(&[&one, &twice]).len(), 2);
        assert_eq!(united(&[&one, &twice])[1].decision.decided_at, "2026-01-03");
        assert_eq!(united(&[&[], &one, &twice])[1].decision.decided_at, "2026-01-02");
    }

    #[test]
    fn conflicts_are_between_archives_and_between_what_holds() {
        let one = archive(&[(1, "2026-01-01", headline("a")), (2, "2026-01-02", headline("b"))]);
        let other = archive(&[(1, "2026-01-03", headline("c"))]);
        let of = |archives: &[&[Decision]]| -> Vec<(String, String)> {
            let conflicts = conflicts(&united(archives));
            conflicts.into_iter().map(|one| (one.earlier.value, one.later.value)).collect()
        };
        assert_eq!(of(&[&one]), []);
        assert_eq!(of(&[&other, &one]), [("b".to_owned(), "c".to_owned())]);
        let same = archive(&[(1, "2026-01-03", headline("b"))]);
        assert_eq!(of(&[&one, &same]), []);
        let undone = archive(&[
            (1, "2026-01-03", headline("c")),
            (2, "2026-01-04", Ruling::Undo { decision: DecisionId(1) }),
        ]);
        assert_eq!(of(&[&one, &undone]), []);
        let tag = |topic: &str| Ruling::Tag { article: ARTICLE, topic: topic.to_owned() };
        let untag = |topic: &str| Ruling::Untag { article: ARTICLE, topic: topic.to_owned() };
        let tagged = archive(&[(1, "2026-01-01", tag("Sea"))]);
        assert_eq!(of(&[&tagged, &archive(&[(1, "2026-01-02", tag("sea"))])]), []);
        assert_eq!(of(&[&tagged, &archive(&[(1, "2026-01-02", untag("sea"))])]).len(), 1);
    }
}
