//! What became of which words of a paragraph, as pieces that each format marks in its own way.
//!
//! Must stay true: what is not gone, put together, is what the text says now, and what is not new what it said before,
//! but for the stretches that did not change and are cut (`Kind::Cut`); white space is not compared.

use similar::{Algorithm, DiffOp, capture_diff_slices};

/// Some words and what became of them.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Piece {
    pub kind: Kind,
    pub words: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Same,
    Gone,
    New,
    /// In the place of words that did not change.
    Cut,
}

/// Words left on each side of a change.
const AROUND: usize = 10;
/// So few unchanged words between two changes belong to them: `the`, `of the`.
const FEW: usize = 2;
/// Of longer texts no words are compared: that takes time with the square of what changed.
const MOST_WORDS: usize = 2_000;

/// The pieces of a paragraph or a field that changed; one of the two texts is empty where it is new or gone.
pub(super) fn pieces(before: &str, after: &str) -> Vec<Piece> {
    let old: Vec<&str> = before.split_whitespace().collect();
    let new: Vec<&str> = after.split_whitespace().collect();
    let is_comparable = old.len().max(new.len()) <= MOST_WORDS;
    let runs = if is_comparable { joined(runs(&old, &new)) } else { Vec::new() };
    let same: usize = runs.iter().map(|run| run.same.len()).sum();
    // Two texts that share a word here and there are two texts.
    if same * 3 < old.len().max(new.len()) {
        return changed(&old, &new).collect();
    }
    let last = runs.len().saturating_sub(1);
    let shown = |(place, run): (usize, &Run)| -> Vec<Piece> {
        let sides = (place > 0, place < last);
        unchanged(&run.same, sides).into_iter().chain(changed(&run.old, &run.new)).collect()
    };
    runs.iter().enumerate().flat_map(shown).collect()
}

/// Words that did not change, or words that took the place of others.
#[derive(Default)]
struct Run<'w> {
    same: Vec<&'w str>,
    old: Vec<&'w str>,
    new: Vec<&'w str>,
}

fn runs<'w>(old: &[&'w str], new: &[&'w str]) -> Vec<Run<'w>> {
    let run = |change: DiffOp| {
        let gone = old.get(change.old_range()).unwrap_or_default().to_vec();
        let come = new.get(change.new_range()).unwrap_or_default().to_vec();
        match change {
            DiffOp::Equal { .. } => Run { same: come, ..Run::default() },
            _ => Run { old: gone, new: come, ..Run::default() },
        }
    };
    capture_diff_slices(Algorithm::Myers, old, new).into_iter().map(run).collect()
}

/// Changes with next to nothing between them as one.
fn joined(runs: Vec<Run<'_>>) -> Vec<Run<'_>> {
    let count = runs.len();
    let mut out: Vec<Run<'_>> = Vec::new();
    for (place, run) in runs.into_iter().enumerate() {
        let is_between = place > 0 && place + 1 < count;
        let is_kept = run.same.len() > FEW || (!run.same.is_empty() && !is_between);
        match out.last_mut() {
            Some(last) if !is_kept && last.same.is_empty() => {
                last.old.extend(run.same.iter().chain(&run.old));
                last.new.extend(run.same.iter().chain(&run.new));
            }
            _ => out.push(run),
        }
    }
    out
}

/// Unchanged words, of which only those beside a change are shown.
fn unchanged(words: &[&str], (is_behind_one, is_before_one): (bool, bool)) -> Vec<Piece> {
    let head = if is_behind_one { AROUND } else { 0 };
    let tail = if is_before_one { AROUND } else { 0 };
    // A cut that saves a word or two only makes one wonder.
    if words.len() <= head + tail + FEW {
        return piece(Kind::Same, words).into_iter().collect();
    }
    let (first, rest) = words.split_at(head);
    let (_, last) = rest.split_at(rest.len() - tail);
    let cut = Some(Piece { kind: Kind::Cut, words: "…".to_owned() });
    [piece(Kind::Same, first), cut, piece(Kind::Same, last)].into_iter().flatten().collect()
}

fn changed(old: &[&str], new: &[&str]) -> impl Iterator<Item = Piece> {
    [piece(Kind::Gone, old), piece(Kind::New, new)].into_iter().flatten()
}

fn piece(kind: Kind, words: &[&str]) -> Option<Piece> {
    (!words.is_empty()).then(|| Piece { kind, words: words.join(" ") })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(before: &str, after: &str) -> String {
        let mark = |piece: &Piece| match piece.kind {
            Kind::Same | Kind::Cut => piece.words.clone(),
            Kind::Gone => format!("[-{}-]", piece.words),
            Kind::New => format!("{{+{}+}}", piece.words),
        };
        pieces(before, after).iter().map(mark).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn changes_stand_among_the_words_around_them() {
        for (before, after, expected) in [
            (
                "the toll is  two dollars",
                "the toll is three dollars",
                "the toll is [-two-] {+three+} dollars",
            ),
            ("", "It is new.", "{+It is new.+}"),
            ("It is gone.", "", "[-It is gone.-]"),
            ("", "", ""),
            ("same", "same", "same"),
            (
                "nothing in common here",
                "other words all along",
                "[-nothing in common here-] {+other words all along+}",
            ),
            (
                "one two A the B three four five six",
                "one two C the D three four five six",
                "one two [-A the B-] {+C the D+} three four five six",
            ),
        ] {
            assert_eq!(marked(before, after), expected);
        }
    }

    #[test]
    fn what_did_not_change_is_cut() {
        let words = |from: usize, to: usize| {
            (from..to).map(|number| format!("w{number}")).collect::<Vec<_>>().join(" ")
        };
        let before = format!("{} old {}", words(0, 40), words(40, 80));
        let after = format!("{} new {}", words(0, 40), words(40, 80));
        assert_eq!(
            marked(&before, &after),
            format!("… {} [-old-] {{+new+}} {} …", words(30, 40), words(40, 50))
        );
        // One word more than is shown is shown too.
        let after = format!("{} new", words(0, 11));
        assert_eq!(marked(&words(0, 11), &after), format!("{} {{+new+}}", words(0, 11)));
    }

    #[test]
    fn very_long_texts_are_not_compared_by_words() {
        let (before, after) = ("a b ".repeat(20_000), "b c ".repeat(20_000));
        let kinds: Vec<Kind> = pieces(&before, &after).iter().map(|piece| piece.kind).collect();
        assert_eq!(kinds, [Kind::Gone, Kind::New]);
    }

    proptest::proptest! {
        #[test]
        fn both_texts_are_in_the_pieces(before in "[ab c]{0,60}", after in "[ab c]{0,60}") {
            let pieces = pieces(&before, &after);
            let side = |left_out: Kind| {
                let words = pieces.iter().filter(|piece| piece.kind != left_out).map(|piece| piece.words.as_str());
                words.collect::<Vec<_>>().join(" ")
            };
            let is_cut = pieces.iter().any(|piece| piece.kind == Kind::Cut);
            let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
            if !is_cut {
                proptest::prop_assert_eq!(side(Kind::New), plain(&before));
                proptest::prop_assert_eq!(side(Kind::Gone), plain(&after));
            }
        }
    }
}
