//! Plain text in lines that every program shows whole.
//!
//! What must stay true: no word is broken, so an address stays one; a line that is short enough stays as it is.

/// Longest line of plain text, in characters.
pub(super) const WIDTH: usize = 72;

/// Each longer line broken between words; what it is indented by stands before its parts too.
pub(super) fn wrapped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 32);
    for line in text.lines() {
        if line.chars().count() <= WIDTH {
            out.push_str(line.trim_end());
        } else {
            break_up(line, &mut out);
        }
        out.push('\n');
    }
    out
}

fn break_up(line: &str, out: &mut String) {
    let indent = " ".repeat(line.len() - line.trim_start_matches(' ').len());
    let mut at = 0;
    for word in line.split(' ').filter(|word| !word.is_empty()) {
        let width = word.chars().count();
        match at {
            0 => out.push_str(&indent),
            _ if at + 1 + width > WIDTH => {
                out.push('\n');
                out.push_str(&indent);
                at = 0;
            }
            _ => out.push(' '),
        }
        at = if at == 0 { indent.len() + width } else { at + 1 + width };
        out.push_str(word);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_are_broken_and_short_ones_stay() {
        let long = "word ".repeat(40);
        let text = wrapped(&format!("  {long}\n\nhttps://a.example/{}\n  a   b\n", "x".repeat(99)));
        let lines: Vec<&str> = text.lines().collect();
        assert!(lines.iter().filter(|line| line.chars().count() > WIDTH).count() == 1, "{text}");
        assert!(lines[..3].iter().all(|line| line.starts_with("  word")), "{text}");
        assert!(text.ends_with("\n  a   b\n"), "{text}");
    }
}
