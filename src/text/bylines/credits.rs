//! The line that agencies end a story with: `(Reporting by A in B; Editing by C)`.

use super::words::STARTS_OF_CREDITS;
use super::{LONGEST, after_words, authors, starts_with_words};

/// The reporters named by the line that agencies end a story with, `(Reporting by A in B; Editing
/// by C)`. `None` where the line is something else.
pub fn reporting_credit(line: &str) -> Option<Vec<String>> {
    let line = line.trim().trim_start_matches(['(', '[', '-', '—', '–', ' ', '*', '_']);
    if line.len() > LONGEST * 2
        || !STARTS_OF_CREDITS.iter().any(|start| starts_with_words(line, start))
    {
        return None;
    }
    let line = line.trim_end_matches([')', ']', '.', ' ', '*', '_']);
    let mut reporters = Vec::new();
    for part in line.split(';') {
        let part = part.trim();
        if let Some(names) = ["reporting by", "additional reporting by", "writing by"]
            .iter()
            .find_map(|start| after_words(part, start))
        {
            reporters.extend(authors(names));
        }
    }
    Some(reporters)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tail_credits_name_reporters_but_not_editors() {
        let reporters = |line| reporting_credit(line);
        assert_eq!(
            reporters("(Reporting by Ann Ng in Wellington; Editing by Cy Roe)"),
            Some(vec!["Ann Ng".to_owned()])
        );
        assert_eq!(
            reporters(
                "Reporting by Ann Ng and Cy Roe; Additional reporting by Di Poe; Editing by Ed Fox"
            ),
            Some(vec!["Ann Ng".to_owned(), "Cy Roe".to_owned(), "Di Poe".to_owned()])
        );
        assert_eq!(reporters("(Editing by Cy Roe)"), Some(vec![]));
        assert_eq!(reporters("Reporting by the ministry was late."), Some(vec![]));
        assert_eq!(reporters("He was reporting by phone"), None);
    }
}
