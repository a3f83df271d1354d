//! Markdown marks taken out of a text, with the way back to where each character stood.
//!
//! Only what is cheap and safe: link targets, images, figures in HTML, emphasis whose two ends stand on one
//! line, backslashes. What is said under a picture is kept aside: the title of an image, a `figcaption`. A line that is nothing but a link keeps its marks, because its address may be the
//! article's own. What must stay true: every character of the plain text stands in the source, in
//! the same order, on the same line.

use std::sync::LazyLock;

use regex::Regex;

use crate::format::markup;

/// A text without marks.
pub struct Plain {
    pub text: String,
    /// Stretches that were kept, in order: where in `text`, where in the source.
    kept: Vec<(usize, usize)>,
    source_bytes: usize,
    /// What stands under pictures, each with where in the source.
    pub captions: Vec<(usize, String)>,
}

/// Figures are looked for the end of within so many bytes.
const LONGEST_FIGURE: usize = 10_000;

impl Plain {
    /// Takes the marks out of `source` from byte `start` on; what stands before is kept.
    pub fn new(source: &str, start: usize) -> Self {
        let mut plain = Self {
            text: String::with_capacity(source.len()),
            kept: Vec::new(),
            source_bytes: source.len(),
            captions: Vec::new(),
        };
        plain.keep(source, 0, start);
        let mut at = start;
        while let Some(rest) = source.get(at..).filter(|rest| !rest.is_empty()) {
            if let Some(length) = figure(rest) {
                let captions = markup::captions_of(rest.get(..length).unwrap_or_default());
                plain.captions.extend(captions.into_iter().map(|caption| (at, caption)));
                at += length;
                continue;
            }
            let end = at + rest.find('\n').map_or(rest.len(), |end| end + 1);
            plain.line(source, at, end);
            at = end;
        }
        plain
    }

    /// Where in the source the character at `place` of the plain text stands. The end of the one
    /// is the end of the other.
    pub fn source(&self, place: usize) -> usize {
        if place >= self.text.len() {
            return self.source_bytes;
        }
        let stretch = self.kept.partition_point(|&(plain, _)| plain <= place);
        match stretch.checked_sub(1).and_then(|stretch| self.kept.get(stretch)) {
            Some(&(plain, source)) if place > 0 => source + (place - plain),
            _ => 0,
        }
    }

    fn keep(&mut self, source: &str, from: usize, to: usize) {
        let Some(words) = source.get(from..to).filter(|words| !words.is_empty()) else { return };
        let follows_on = self
            .kept
            .last()
            .is_some_and(|&(plain, place)| place + (self.text.len() - plain) == from);
        if !follows_on {
            self.kept.push((self.text.len(), from));
        }
        self.text.push_str(words);
    }

    /// One line, `source[start..end]`.
    fn line(&mut self, source: &str, start: usize, end: usize) {
        let Some(line) = source.get(start..end) else { return };
        let bare = line.trim().trim_start_matches(['#', '*', '-', '+', ' ']);
        let is_plain = !line.bytes().any(|byte| matches!(byte, b'*' | b'_' | b'[' | b'!' | b'\\'));
        let is_rule = !line.contains(char::is_alphanumeric);
        if is_plain
            || is_rule
            || crate::format::article::residue::whole_link(bare.trim_end_matches('*')).is_some()
        {
            return self.keep(source, start, end);
        }
        let mut cut = cuts(line);
        for &(from, to) in &cut {
            if let Some(title) = line.get(from..to).and_then(image_title) {
                self.captions.push((start + from, title));
            }
        }
        cut.sort_unstable();
        // A line that held nothing but an image is no line.
        let words: usize = cut.iter().map(|(from, to)| to - from).sum();
        if words > 0 && words >= line.trim().len() {
            return;
        }
        let mut at = 0;
        for (from, to) in cut {
            if from >= at {
                self.keep(source, start + at, start + from);
                at = to;
            }
        }
        self.keep(source, start + at, end);
    }
}

/// How many marks of emphasis may wait for their partner at once.
const MOST_OPEN: usize = 16;

/// Bytes of a line to leave out.
fn cuts(line: &str) -> Vec<(usize, usize)> {
    let mut cuts = Vec::new();
    let mut at = 0;
    // Emphasis that is open: its mark and place.
    let mut open: Vec<(&str, usize)> = Vec::new();
    while let Some(rest) = line.get(at..).filter(|rest| !rest.is_empty()) {
        let before = line.get(..at).and_then(|before| before.chars().next_back());
        if rest.starts_with('\\')
            && rest
                .get(1..)
                .is_some_and(|next| next.starts_with(|c: char| c.is_ascii_punctuation()))
        {
            cuts.push((at, at + 1));
            at += 2;
        } else if rest.starts_with("![") {
            let titled = || TITLED.find(rest).map(|image| image.len());
            match titled().or_else(|| Some(1 + link(rest.get(1..)?)?.1)) {
                Some(length) => {
                    cuts.push((at, at + length));
                    at += length;
                }
                None => at += 2,
            }
        } else if rest.starts_with('[') {
            match link(rest) {
                Some((words, length)) => {
                    cuts.push((at, at + 1));
                    cuts.push((at + 1 + words, at + length));
                    at += 1;
                }
                None => at += 1,
            }
        } else if let Some(mark) =
            ["**", "__", "*", "_"].iter().find(|mark| rest.starts_with(**mark))
        {
            let after = rest.get(mark.len()..).and_then(|after| after.chars().next());
            let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
            let is_space = |c: Option<char>| c.is_none_or(char::is_whitespace);
            let may_open = !is_space(after) && !is_word(before);
            let may_close = !is_space(before) && !is_word(after);
            let partner = open.iter().rposition(|(opened, _)| opened == mark);
            if may_close && let Some(partner) = partner {
                if let Some(&(_, place)) = open.get(partner) {
                    cuts.push((place, place + mark.len()));
                    cuts.push((at, at + mark.len()));
                }
                open.truncate(partner);
            } else if may_open {
                // A few are enough for any prose, and a line of nothing but marks stays cheap.
                if open.len() >= MOST_OPEN {
                    open.remove(0);
                }
                open.push((mark, at));
            }
            at += mark.len();
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    cuts
}

/// An image with a title, which may have brackets in it: `![Boats](b.jpg "Ferries (left) in the rain")`.
static TITLED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"^!\[[^\]]{0,1000}\]\(\s*\S{1,2000}\s+(?:"([^"]{1,2000})"|'([^']{1,2000})')\s*\)"#)
        .expect("a pattern of our own")
});

/// The title of an image.
fn image_title(image: &str) -> Option<String> {
    let found = TITLED.captures(image)?;
    let title = found.get(1).or_else(|| found.get(2))?.as_str();
    Some(markup::decode_entities(title).into_owned())
}

/// The length of a figure in HTML, with its lines, at the start of a text.
fn figure(text: &str) -> Option<usize> {
    let near = text.get(..text.floor_char_boundary(LONGEST_FIGURE))?;
    let open = near.trim_start_matches([' ', '\t']);
    let name = ["figure", "figcaption"].into_iter().find(|name| {
        open.get(1..=name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name))
            && open.starts_with('<')
            && open.get(name.len() + 1..).is_some_and(|rest| rest.starts_with(['>', ' ', '\n']))
    })?;
    let end = near.to_ascii_lowercase().find(&format!("</{name}>"))? + name.len() + 3;
    let line = near.get(end..)?.split('\n').next()?;
    let is_whole = line.trim().is_empty();
    is_whole.then(|| (end + line.len() + 1).min(text.len()))
}

/// A link at the start of a text: the length of its words in bytes, and of all of it.
fn link(text: &str) -> Option<(usize, usize)> {
    // Brackets far apart are none; also keeps a line of brackets from costing its square.
    let near = text.get(..text.floor_char_boundary(1000))?;
    let close = near.find(']')?;
    let rest = near.get(close + 1..)?;
    let (open, end) = match rest.chars().next()? {
        '(' => ('(', ')'),
        '[' => ('[', ']'),
        _ => return None,
    };
    let length = rest.find(end)?;
    let target = rest.get(1..length)?;
    let is_target = open == '[' && target.len() <= 40
        || !target.contains(char::is_whitespace)
        || target.contains(['"', '\'']);
    let words = near.get(1..close)?;
    (is_target && !words.contains('[')).then_some((words.len(), close + 1 + length + 1))
}

/// A body without the marks that whole lines have: `## Why`, `> He said`, `[A link](https://…)`.
pub fn without_heading_marks(body: &str) -> String {
    let mut lines = Vec::new();
    for line in body.split('\n') {
        let bare = line.trim_start();
        let bare = bare.strip_prefix("> ").unwrap_or(bare);
        let level = bare.bytes().take_while(|&byte| byte == b'#').count();
        let title = bare
            .get(level..)
            .filter(|rest| (1..=6).contains(&level) && rest.starts_with(' '))
            .map(str::trim);
        let words = title.unwrap_or(if bare.len() < line.trim_start().len() { bare } else { line });
        lines.push(match crate::format::article::residue::whole_link(words.trim()) {
            Some((words, _)) => words,
            None => words,
        });
    }
    lines.join("\n").trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_go_and_words_stay() {
        for (source, text) in [
            ("The **minister** said [no](https://a.example \"t\").", "The minister said no."),
            ("_The_ minister *said* __no__", "The minister said no"),
            ("**The *minister* said** no", "The minister said no"),
            ("[The *minister*][1] said", "The minister said"),
            ("See ![boat](b.png) there", "See  there"),
            ("2 * 3 * 4, snake_case_name and *.txt", "2 * 3 * 4, snake_case_name and *.txt"),
            ("5\\* hotel", "5* hotel"),
            ("* item *one*", "* item one"),
            ("* * *", "* * *"),
            ("[sic] and [no] (he said)", "[sic] and [no] (he said)"),
            ("[A story](https://a.example/s)", "[A story](https://a.example/s)"),
            ("**open and [broken](", "**open and [broken]("),
        ] {
            assert_eq!(Plain::new(source, 0).text, text, "{source}");
        }
    }

    #[test]
    fn every_character_knows_its_place() {
        let source = "---\nx\n---\n**Zoë** said [no](https://a.example).\nEnd";
        let plain = Plain::new(source, 10);
        for (place, character) in plain.text.char_indices() {
            if place > 0 {
                assert_eq!(source[plain.source(place)..].chars().next(), Some(character));
            }
        }
        assert_eq!(plain.source(0), 0);
        assert_eq!(plain.source(plain.text.len()), source.len());
    }
}
