//! The comment that a report's SQL begins with:
//!
//! ```text
//! /* title: People
//!    description: Who is named most often, and in how many articles.
//!    parameter: since — only articles of this day and later (day)
//!    parameter: name — whom, as people write it (text, required)
//!    parameter: per — one row for each (day, week or month, default month)
//!    parameter: limit — at most so many rows (number, default 50)
//!    plot: stacked articles by period and publisher */
//! ```
//!
//! `plot` says what the rows draw: `line`, `stacked`, `multiples` or `network`, the column of the numbers,
//! and after `by` the columns that they stand for (`plot` has the grammar). A report without it draws
//! nothing. One fact a line; a line that begins with none of these words goes on with the one before. What every
//! report about articles takes is one line, `parameters: those of articles`, which may leave some out:
//! `those of articles but since, until`.

use super::{Parameter, ParameterKind, plot, shared};
use crate::model::Plot;

/// What stands in the comment at the head of a report.
#[derive(Debug, PartialEq, Eq)]
pub struct Header {
    pub title: String,
    pub description: String,
    pub parameters: Vec<Parameter>,
    pub plot: Option<Plot>,
}

/// Reads the header, or says what is wrong with it.
pub fn parse(sql: &str) -> Result<Header, String> {
    let sql = sql.trim_start_matches('\u{feff}').trim_start();
    let comment = sql
        .strip_prefix("/*")
        .and_then(|rest| rest.split_once("*/"))
        .map(|(comment, _)| comment)
        .ok_or("it does not begin with a header, `/* title: … */`")?;
    let mut header = Header {
        title: String::new(),
        description: String::new(),
        parameters: Vec::new(),
        plot: None,
    };
    for fact in facts(comment) {
        match fact.split_once(':').map(|(word, text)| (word, text.trim())) {
            Some(("title", text)) => header.title = text.to_owned(),
            Some(("description", text)) => header.description = text.to_owned(),
            Some(("parameter", text)) => add(&mut header, parameter(text)?)?,
            Some(("parameters", text)) => {
                for parameter in those_of_articles(text)? {
                    add(&mut header, parameter)?;
                }
            }
            Some(("plot", text)) if header.plot.is_none() => {
                header.plot = Some(plot::parse(text)?);
            }
            Some(("plot", _)) => return Err("its header has two plots".to_owned()),
            _ => {
                return Err(format!(
                    "its header has a line that begins with `{}`",
                    first_word(&fact)
                ));
            }
        }
    }
    if header.title.is_empty() {
        return Err("its header has no title".to_owned());
    }
    Ok(header)
}

fn add(header: &mut Header, parameter: Parameter) -> Result<(), String> {
    if header.parameters.iter().any(|known| known.name == parameter.name) {
        return Err(format!("its header describes parameter `{}` twice", parameter.name));
    }
    header.parameters.push(parameter);
    Ok(())
}

/// `those of articles`, `those of articles but since, until`.
fn those_of_articles(text: &str) -> Result<Vec<Parameter>, String> {
    let left_out = match text.strip_prefix("those of articles").map(str::trim) {
        Some("") => "",
        Some(rest) => rest.strip_prefix("but ").unwrap_or(rest),
        None => {
            return Err(format!("its header has the parameters `{text}`, not those of articles"));
        }
    };
    let mut parameters = shared::article_parameters();
    for name in shared::listed(left_out).filter(|name| !name.is_empty()) {
        let before = parameters.len();
        parameters.retain(|parameter| parameter.name != name);
        if parameters.len() == before {
            return Err(format!("its header leaves out `{name}`, which articles do not have"));
        }
    }
    Ok(parameters)
}

/// The lines of the header, each with the lines that go on with it.
fn facts(comment: &str) -> Vec<String> {
    let mut facts: Vec<String> = Vec::new();
    for line in comment.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let begins = ["title:", "description:", "parameter:", "parameters:", "plot:"]
            .iter()
            .any(|word| line.starts_with(word));
        match facts.last_mut() {
            Some(fact) if !begins => {
                fact.push(' ');
                fact.push_str(line);
            }
            _ => facts.push(line.to_owned()),
        }
    }
    facts
}

/// `name — what it is (kind, default value)`.
fn parameter(text: &str) -> Result<Parameter, String> {
    let wrong =
        || format!("its header should describe a parameter as `name — what (kind)`, not `{text}`");
    let (name, rest) = text.split_once('—').or_else(|| text.split_once(" - ")).ok_or_else(wrong)?;
    let name = name.trim();
    if name.is_empty() || !name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') {
        return Err(wrong());
    }
    let (description, notes) =
        rest.trim().strip_suffix(')').and_then(|rest| rest.rsplit_once('(')).ok_or_else(wrong)?;

    let mut kind = None;
    let mut default = None;
    let mut is_required = false;
    for note in notes.split(", ").map(str::trim) {
        if note == "required" {
            is_required = true;
        } else if let Some(value) = note.strip_prefix("default ") {
            default = Some(value.to_owned());
        } else if let Some(earlier) = &mut kind {
            // `day, week or month`: a list of words goes on.
            let ParameterKind::OneOf(words) = earlier else { return Err(wrong()) };
            words.extend(note.split(" or ").map(str::to_owned));
        } else {
            kind = Some(match note {
                "text" => ParameterKind::Text,
                "number" => ParameterKind::Number,
                "first day" => ParameterKind::FirstDay,
                "last day" => ParameterKind::LastDay,
                "name" => ParameterKind::Name,
                "name or words" => ParameterKind::NameOrWords,
                "words" => ParameterKind::Words,
                "part of a name" => ParameterKind::PartOfName,
                "publisher" => ParameterKind::Publisher,
                "topic" => ParameterKind::Topic,
                words => ParameterKind::OneOf(words.split(" or ").map(str::to_owned).collect()),
            });
        }
    }
    let kind = kind.ok_or_else(wrong)?;
    if let ParameterKind::OneOf(words) = &kind
        && words.iter().any(|word| word.is_empty() || word.contains(char::is_whitespace))
    {
        return Err(wrong());
    }
    let parameter = Parameter {
        name: name.to_owned(),
        description: description.trim().to_owned(),
        kind,
        default,
        is_required,
    };
    if let Some(default) = &parameter.default
        && let Err(reason) = parameter.default_value(default)
    {
        return Err(format!("the default in its header is wrong: {reason}"));
    }
    Ok(parameter)
}

fn first_word(text: &str) -> &str {
    text.split_whitespace().next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_whole_header() {
        let header = parse(
            "/* title: People\n   description: Who is named\n     most often: in articles.\n\
             parameter: name — whom (or what) (text, required)\n\
             parameter: per — one row for each (day, week or month, default month)\n\
             parameter: limit - at most so many rows (number, default 50)\n\
             plot: network articles\n  by name and other */ SELECT 1",
        )
        .unwrap();
        assert_eq!(header.title, "People");
        assert_eq!(header.description, "Who is named most often: in articles.");
        let name = &header.parameters[0];
        assert_eq!((name.name.as_str(), name.description.as_str()), ("name", "whom (or what)"));
        assert!(name.is_required && name.kind == ParameterKind::Text);
        let per = &header.parameters[1];
        assert_eq!(
            per.kind,
            ParameterKind::OneOf(["day", "week", "month"].map(str::to_owned).to_vec())
        );
        assert_eq!(header.parameters[2].default.as_deref(), Some("50"));
        assert_eq!(header.plot.unwrap().to_string(), "network articles by name and other");
    }

    #[test]
    fn broken_headers_are_named() {
        for (sql, part) in [
            ("", "does not begin with a header"),
            ("SELECT 1", "does not begin with a header"),
            ("/* title: x", "does not begin with a header"),
            ("/* */", "no title"),
            ("/* hello */", "begins with `hello`"),
            ("/* title: a\nparameter: x */", "`name — what (kind)`"),
            ("/* title: a\nparameter: x — y */", "`name — what (kind)`"),
            ("/* title: a\nparameter: x — y () */", "`name — what (kind)`"),
            ("/* title: a\nparameter: x — y (number, default many) */", "the default"),
            ("/* title: a\nparameters: those of people */", "those of people"),
            ("/* title: a\nparameters: those of articles but name */", "leaves out `name`"),
            ("/* title: a\nplot: pie articles by name */", "`line`, `stacked`"),
            ("/* title: a\nplot: line n by p\nplot: line n by p */", "two plots"),
            ("/* title: a\nparameter: topic — y (text)\nparameters: those of articles */", "twice"),
            ("/* title: a\nparameter: x — y (text)\nparameter: x — y (text) */", "twice"),
        ] {
            let reason = parse(sql).unwrap_err();
            assert!(reason.contains(part), "{sql}: {reason}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_has_a_header_or_a_reason(text in "\\PC*") {
            let _ = parse(&text);
            let _ = parse(&format!("/* title: x\nparameter: {text} */"));
        }
    }
}
