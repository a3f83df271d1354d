//! What a header says that a report's rows draw:
//!
//! ```text
//! plot: line articles by period
//! plot: stacked articles by period and publisher
//! plot: multiples articles by period and name
//! plot: network articles by name and other
//! ```
//!
//! A word for the kind, the column of the numbers, `by`, and the columns that say what each number is of:
//! one for a line, two for the others. Whether the rows have these columns shows when they come. Columns
//! that a plot takes besides, where they are there, are said in `model::plot`.

use crate::model::{Plot, PlotKind};

/// What a report says that its rows draw. Fails where it names what there is not.
pub fn parse(text: &str) -> Result<Plot, String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let wrong = || {
        format!(
            "its header should describe a plot as `line`, `stacked`, `multiples` or `network`, a column, \
             and `by` one column (line) or two: `stacked articles by period and publisher`, not `{text}`"
        )
    };
    let (kind, value, by) = match words.as_slice() {
        [kind, value, "by", first] => (kind, value, vec![*first]),
        [kind, value, "by", first, "and", second] => (kind, value, vec![*first, *second]),
        _ => return Err(wrong()),
    };
    let kind = PlotKind::by_name(kind).filter(|kind| kind.columns() == by.len());
    let plot = Plot {
        kind: kind.ok_or_else(wrong)?,
        value: (*value).to_owned(),
        by: by.into_iter().map(str::to_owned).collect(),
    };
    let columns = [&plot.by[..], std::slice::from_ref(&plot.value)].concat();
    if columns.iter().enumerate().any(|(at, column)| columns[..at].contains(column)) {
        return Err(format!("its header draws one column twice: `{text}`"));
    }
    Ok(plot)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plots_are_read_and_written_alike() {
        for text in [
            "line articles by period",
            "stacked articles by period and publisher",
            "multiples articles by period and name",
            "network articles by name and other",
        ] {
            assert_eq!(parse(text).unwrap().to_string(), text);
        }
        assert_eq!(parse("line   a\tby  b").unwrap().to_string(), "line a by b");
    }

    #[test]
    fn what_is_no_plot_is_refused() {
        for text in [
            "",
            "line",
            "line articles",
            "line articles by",
            "line articles by period and name",
            "stacked articles by period",
            "network articles by name and",
            "multiples articles by period, name",
            "Line articles by period",
        ] {
            assert!(parse(text).unwrap_err().contains("should describe a plot"), "{text}");
        }
        assert!(parse("line period by period").unwrap_err().contains("twice"));
        assert!(parse("network n by name and name").unwrap_err().contains("twice"));
    }
}
