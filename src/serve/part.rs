//! Which part of a long text one page shows.
//!
//! What must stay true: the parts of a text are all of it, in order, and each is small enough for a browser and for the
//! memory of this server, whatever an archive holds; the same text always has the same parts.

/// Characters of a part at most.
const MOST: usize = 200_000;
/// How far before that a part may end so that it ends with a line.
const LOOK_BACK: usize = 20_000;

/// Characters that the first part has in any case.
pub const FIRST: usize = MOST - LOOK_BACK;

/// A stretch of a text, in code points, end exclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    pub start: usize,
    pub end: usize,
    /// Which it is, from 1, and of how many.
    pub number: usize,
    pub count: usize,
    /// Where the ones before and after it begin.
    pub before: Option<usize>,
    pub after: Option<usize>,
}

/// The part that has this character; the last one where the text is shorter.
pub fn part_with(text: &[char], character: usize) -> Part {
    let mut starts = vec![0];
    let mut start = 0;
    while text.len() - start > MOST {
        let last = start + MOST;
        let line_end = (last - LOOK_BACK..last).rev().find(|at| text.get(*at) == Some(&'\n'));
        start = line_end.map_or(last, |at| at + 1);
        starts.push(start);
    }
    let at = starts.partition_point(|start| *start <= character).saturating_sub(1);
    let before = at.checked_sub(1).and_then(|before| starts.get(before)).copied();
    let after = starts.get(at + 1).copied();
    Part {
        start: starts.get(at).copied().unwrap_or_default(),
        end: after.unwrap_or(text.len()),
        number: at + 1,
        count: starts.len(),
        before,
        after,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_the_text_and_end_with_lines_where_they_can() {
        let lines: Vec<char> = "0123456789\n".repeat(50_000).chars().collect();
        let unbroken = vec!['é'; 450_000];
        for (text, ends_with_lines) in [(lines, true), (unbroken, false)] {
            let mut start = 0;
            let mut number = 0;
            loop {
                let part = part_with(&text, start);
                number += 1;
                assert_eq!((part.start, part.number, part.count), (start, number, 3));
                assert_eq!(part_with(&text, part.end - 1), part);
                assert!(part.end - part.start <= MOST);
                assert_eq!(part.before.is_none(), number == 1);
                let Some(after) = part.after else { break };
                assert_eq!((after, text[after - 1] == '\n'), (part.end, ends_with_lines));
                start = after;
            }
            assert_eq!(part_with(&text, usize::MAX).end, text.len());
        }
        assert_eq!(part_with(&[], 5).end, 0);
    }
}
