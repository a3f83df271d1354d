//! SQL as text: where its tokens are, which parameters it names, what it would be with values in
//! their place.
//!
//! A tokenizer by SQLite's own rules (`tokenize.c`), so that a `:name` inside a string, a comment
//! or a quoted identifier is left alone. Nothing here decides what is allowed: that is the
//! authorizer's work, this only serves messages and `--show-sql`. Every input has tokens; the tokens
//! put together are the input again.

use crate::model::Value;

/// What a stretch of SQL is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Space,
    Comment,
    /// `'…'`, `"…"`, `` `…` `` and `[…]`.
    Quoted,
    /// `:name`, `@name`, `$name`, `?`, `?12`.
    Parameter,
    /// A keyword, a name or a number.
    Word,
    Other,
}

/// The SQL with every named parameter replaced by its value as a literal. A name without a value
/// stays as it is.
pub fn with_literals(sql: &str, values: &[(String, Value)]) -> String {
    let mut text = String::with_capacity(sql.len() + 64);
    for (kind, token) in Tokens::new(sql) {
        let value = (kind == Kind::Parameter)
            .then(|| values.iter().find(|(name, _)| name == parameter_name(token)))
            .flatten();
        match value {
            Some((_, value)) => {
                // `x:name` would become a blob literal, `1:n` another number.
                if text.ends_with(is_word_character) {
                    text.push(' ');
                }
                text.push_str(&literal(value));
            }
            None => text.push_str(token),
        }
    }
    text
}

/// The same with SQL in the place of parameters. A parameter in that SQL stays one.
pub fn with_expressions(sql: &str, expressions: &[(String, String)]) -> String {
    let mut text = String::with_capacity(sql.len() * 2);
    for (kind, token) in Tokens::new(sql) {
        let known = (kind == Kind::Parameter)
            .then(|| expressions.iter().find(|(name, _)| name == parameter_name(token)))
            .flatten();
        match known {
            Some((_, expression)) => text.push_str(&format!(" {expression} ")),
            None => text.push_str(token),
        }
    }
    text
}

/// SQL with its values in it, as a statement that the stock shell runs: it ends with a semicolon.
pub fn for_shell(sql: &str, values: &[(String, Value)]) -> String {
    let mut text = with_literals(sql.trim_end(), values);
    if last_meaningful(sql) != Some(";") {
        // A comment at the end of a line would swallow the semicolon.
        text.push_str("\n;");
    }
    text.push('\n');
    text
}

/// Whether there is nothing in it to run: empty, white space, comments, semicolons.
pub(super) fn is_empty(sql: &str) -> bool {
    meaningful(sql).all(|(_, token)| token == ";")
}

/// Whether anything stands behind a semicolon. A trigger's body does too.
pub(super) fn is_several(sql: &str) -> bool {
    let mut tokens = meaningful(sql).skip_while(|(_, token)| *token == ";");
    tokens.any(|(_, token)| token == ";") && tokens.any(|(_, token)| token != ";")
}

/// The first words of the statement that say what it does, in capitals: `DELETE`, `CREATE TABLE`.
pub(super) fn verb(sql: &str) -> String {
    const OBJECTS: [&str; 6] = ["TABLE", "VIEW", "INDEX", "TRIGGER", "COLUMN", "INTO"];
    let mut words = meaningful(sql)
        .filter(|(_, token)| *token != ";")
        .map_while(|(kind, token)| (kind == Kind::Word).then(|| token.to_ascii_uppercase()))
        .filter(|word| !matches!(word.as_str(), "EXPLAIN" | "QUERY" | "PLAN"))
        .take(6);
    let Some(first) = words.next() else { return String::new() };
    match first.as_str() {
        "CREATE" | "DROP" | "ALTER" | "VACUUM" => {
            match words.find(|word| OBJECTS.contains(&word.as_str())) {
                Some(object) => format!("{first} {object}"),
                None => first,
            }
        }
        _ => first,
    }
}

/// What the statements of a trigger write to: verb and table.
pub(super) fn written_by_trigger(sql: &str) -> Vec<(&'static str, String)> {
    let tokens = trigger_body(sql);
    let mut written = Vec::new();
    for at in 0..tokens.len() {
        let Some(verb) = word(&tokens, at) else { continue };
        if at > 0 && word(&tokens, at - 1).as_deref() == Some("OR") {
            continue;
        }
        // `INSERT OR REPLACE INTO`, `UPDATE OR IGNORE`
        let next = match word(&tokens, at + 1).as_deref() {
            Some("OR") => at + 3,
            _ => at + 1,
        };
        let (verb, name) = match (verb.as_str(), word(&tokens, next).as_deref()) {
            ("INSERT", Some("INTO")) | ("REPLACE", Some("INTO")) => ("INSERT", next + 1),
            ("DELETE", Some("FROM")) => ("DELETE", next + 1),
            // `ON CONFLICT DO UPDATE SET` writes to the table of its INSERT.
            ("UPDATE", Some("SET")) => continue,
            ("UPDATE", _) => ("UPDATE", next),
            _ => continue,
        };
        // `main.articles`
        let name = if tokens.get(name + 1).is_some_and(|(_, token)| *token == ".") {
            name + 2
        } else {
            name
        };
        written.extend(tokens.get(name).map(|(kind, token)| (verb, unquoted(*kind, token))));
    }
    written
}

/// Whether a trigger says `RAISE(IGNORE)`: the statement that set it off leaves that row out.
pub(super) fn ignores(sql: &str) -> bool {
    let tokens = trigger_body(sql);
    (0..tokens.len()).any(|at| {
        word(&tokens, at).as_deref() == Some("RAISE")
            && word(&tokens, at + 2).as_deref() == Some("IGNORE")
    })
}

/// The tokens of a trigger behind the table it is on.
fn trigger_body(sql: &str) -> Vec<(Kind, &str)> {
    let mut tokens = meaningful(sql);
    // `UPDATE` before `ON` is what sets it off, not what it does.
    let _ = tokens.find(|(kind, token)| *kind == Kind::Word && token.eq_ignore_ascii_case("ON"));
    tokens.collect()
}

/// The word at a place, in capitals.
fn word(tokens: &[(Kind, &str)], at: usize) -> Option<String> {
    tokens
        .get(at)
        .filter(|(kind, _)| *kind == Kind::Word)
        .map(|(_, token)| token.to_ascii_uppercase())
}

/// The name that a token stands for.
fn unquoted(kind: Kind, token: &str) -> String {
    let quote = token.chars().next().filter(|_| kind == Kind::Quoted);
    let inside = token.get(1..token.len().saturating_sub(1)).unwrap_or_default();
    match quote {
        None => token.to_owned(),
        Some('[') => inside.to_owned(),
        Some(quote) => inside.replace(&format!("{quote}{quote}"), &quote.to_string()),
    }
}

/// The names of its parameters, each once, in the order of their first use; `?` and `?12` are not
/// among them.
pub fn parameter_names(sql: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for (kind, token) in Tokens::new(sql) {
        let name = parameter_name(token);
        if kind == Kind::Parameter
            && !token.starts_with('?')
            && !names.iter().any(|known| known == name)
        {
            names.push(name.to_owned());
        }
    }
    names
}

/// `:name` without the sign before it.
pub(super) fn parameter_name(token: &str) -> &str {
    token.trim_start_matches([':', '@', '$'])
}

/// A value as SQL text.
fn literal(value: &Value) -> String {
    match value {
        Value::Null => "NULL".to_owned(),
        // In brackets: `-:n` must not become a comment.
        Value::Integer(number) if *number < 0 => format!("({number})"),
        Value::Integer(number) => number.to_string(),
        Value::Real(number) if number.is_nan() => "NULL".to_owned(),
        Value::Real(number) if number.is_infinite() => {
            if *number > 0.0 {
                "9e999".to_owned()
            } else {
                "(-9e999)".to_owned()
            }
        }
        Value::Real(number) if number.is_sign_negative() => format!("({number:?})"),
        Value::Real(number) => format!("{number:?}"),
        Value::Text(text) => format!("'{}'", text.replace('\'', "''")),
        Value::Blob(bytes) => {
            let mut hex = String::with_capacity(bytes.len() * 2 + 3);
            hex.push_str("x'");
            for byte in bytes {
                hex.push_str(&format!("{byte:02x}"));
            }
            hex.push('\'');
            hex
        }
    }
}

fn meaningful(sql: &str) -> impl Iterator<Item = (Kind, &str)> {
    Tokens::new(sql).filter(|(kind, _)| !matches!(kind, Kind::Space | Kind::Comment))
}

fn last_meaningful(sql: &str) -> Option<&str> {
    meaningful(sql).last().map(|(_, token)| token)
}

fn is_word_character(character: char) -> bool {
    character.is_ascii_alphanumeric()
        || character == '_'
        || character == '$'
        || !character.is_ascii()
}

/// The tokens of a text, one after the other, without a gap.
struct Tokens<'a> {
    rest: &'a str,
}

impl<'a> Tokens<'a> {
    fn new(sql: &'a str) -> Self {
        Self { rest: sql }
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = (Kind, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        let first = self.rest.chars().next()?;
        let (kind, length) = match first {
            c if c.is_ascii_whitespace() => {
                (Kind::Space, until(self.rest, |c| !c.is_ascii_whitespace()))
            }
            '-' if self.rest.starts_with("--") => (Kind::Comment, until(self.rest, |c| c == '\n')),
            '/' if self.rest.starts_with("/*") => (Kind::Comment, comment_length(self.rest)),
            '\'' | '"' | '`' => (Kind::Quoted, quoted_length(self.rest, first)),
            '[' => (Kind::Quoted, through(self.rest, ']')),
            '?' => (Kind::Parameter, 1 + until(&self.rest[1..], |c| !c.is_ascii_digit())),
            ':' | '@' | '$' => match parameter_length(self.rest) {
                1 => (Kind::Other, 1),
                length => (Kind::Parameter, length),
            },
            c if is_word_character(c) => (Kind::Word, until(self.rest, |c| !is_word_character(c))),
            c => (Kind::Other, c.len_utf8()),
        };
        let (token, rest) = self.rest.split_at(length);
        self.rest = rest;
        Some((kind, token))
    }
}

/// Bytes before the first character that ends it; all of them if there is none.
fn until(text: &str, ends: impl Fn(char) -> bool) -> usize {
    text.find(ends).unwrap_or(text.len())
}

/// Bytes up to and including a character; all of them if it never comes.
fn through(text: &str, last: char) -> usize {
    text.find(last).map_or(text.len(), |at| at + last.len_utf8())
}

fn comment_length(text: &str) -> usize {
    text.get(2..).and_then(|inside| inside.find("*/")).map_or(text.len(), |at| at + 4)
}

/// A quoted stretch; the quote doubled stands for itself.
fn quoted_length(text: &str, quote: char) -> usize {
    let bytes = text.as_bytes();
    let mut at = 1;
    while let Some(&byte) = bytes.get(at) {
        if byte == quote as u8 {
            if bytes.get(at + 1) != Some(&byte) {
                return at + 1;
            }
            at += 1;
        }
        at += 1;
    }
    text.len()
}

/// A parameter: the sign, then word characters and `::`, as SQLite reads it; its Tcl form with
/// brackets is too. Length 1: the sign alone, which is no parameter.
fn parameter_length(text: &str) -> usize {
    let mut at = 1;
    let mut has_name = false;
    while let Some(character) = text.get(at..).and_then(|rest| rest.chars().next()) {
        if is_word_character(character) {
            has_name = true;
            at += character.len_utf8();
        } else if character == '(' && has_name {
            let inside = text.get(at..).unwrap_or_default();
            return match inside.find(|c: char| c == ')' || c.is_ascii_whitespace()) {
                Some(end) if inside.as_bytes().get(end) == Some(&b')') => at + end + 1,
                _ => at,
            };
        } else if character == ':' && text.as_bytes().get(at + 1) == Some(&b':') {
            at += 2;
        } else {
            break;
        }
    }
    if has_name { at } else { 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values() -> Vec<(String, Value)> {
        vec![
            ("name".to_owned(), Value::Text("O'Neill".to_owned())),
            ("n".to_owned(), Value::Integer(-5)),
            ("limit".to_owned(), Value::Integer(7)),
            ("none".to_owned(), Value::Null),
            ("half".to_owned(), Value::Real(0.5)),
        ]
    }

    #[test]
    fn literals_stand_where_parameters_stood_and_nowhere_else() {
        for (sql, expected) in [
            ("SELECT :name", "SELECT 'O''Neill'"),
            ("SELECT @name, $name", "SELECT 'O''Neill', 'O''Neill'"),
            ("SELECT ':name'", "SELECT ':name'"),
            ("SELECT 'it''s :name' || :name", "SELECT 'it''s :name' || 'O''Neill'"),
            ("SELECT \":name\", [:name], `:name`", "SELECT \":name\", [:name], `:name`"),
            ("SELECT 1 -- :name\n, :limit", "SELECT 1 -- :name\n, 7"),
            ("SELECT 1 /* :name */, :limit", "SELECT 1 /* :name */, 7"),
            ("SELECT 1 /* :name", "SELECT 1 /* :name"),
            ("SELECT 'open :name", "SELECT 'open :name"),
            ("SELECT -:n", "SELECT -(-5)"),
            ("SELECT x:name", "SELECT x 'O''Neill'"),
            ("SELECT a->>'$.name', :none", "SELECT a->>'$.name', NULL"),
            ("SELECT a$name, :half", "SELECT a$name, 0.5"),
            ("SELECT :names, :nam, :", "SELECT :names, :nam, :"),
            ("SELECT :name::limit", "SELECT :name::limit"),
            ("SELECT é:limit", "SELECT é 7"),
            ("", ""),
        ] {
            assert_eq!(with_literals(sql, &values()), expected, "{sql}");
        }
    }

    #[test]
    fn a_statement_for_the_shell_ends_with_a_semicolon() {
        for (sql, expected) in [
            ("SELECT 1", "SELECT 1\n;\n"),
            ("SELECT 1;\n\n", "SELECT 1;\n"),
            ("SELECT 1 -- one;", "SELECT 1 -- one;\n;\n"),
            ("SELECT 1; /* one */", "SELECT 1; /* one */\n"),
        ] {
            assert_eq!(for_shell(sql, &[]), expected);
        }
    }

    #[test]
    fn the_verb_is_what_the_statement_does() {
        for (sql, expected) in [
            ("delete from x", "DELETE"),
            ("/* SELECT */ -- a\n DROP view x", "DROP VIEW"),
            ("create temp table if not exists t(a)", "CREATE TABLE"),
            ("CREATE UNIQUE INDEX i ON t(a)", "CREATE INDEX"),
            ("EXPLAIN QUERY PLAN DELETE FROM x", "DELETE"),
            ("VACUUM INTO 'x'", "VACUUM INTO"),
            (";; VACUUM", "VACUUM"),
            ("'x'", ""),
            ("", ""),
        ] {
            assert_eq!(verb(sql), expected, "{sql}");
        }
    }

    #[test]
    fn what_holds_nothing_is_empty() {
        for sql in ["", " \n\t", "--", "-- a\n/* b */;;", "/* open", "\u{c} ;"] {
            assert!(is_empty(sql), "{sql:?}");
        }
        for sql in ["1", "-", "'", ":"] {
            assert!(!is_empty(sql), "{sql:?}");
        }
    }

    #[test]
    fn a_trigger_writes_to_the_tables_of_its_statements() {
        for (sql, expected) in [
            (
                "CREATE TRIGGER t AFTER UPDATE OF body ON articles BEGIN INSERT INTO mine VALUES (new.article_id); END",
                vec![("INSERT", "mine")],
            ),
            (
                "create trigger t after insert on mine begin delete /* x */ from main.\"sightings\"; end",
                vec![("DELETE", "sightings")],
            ),
            (
                "CREATE TRIGGER t DELETE ON mine BEGIN UPDATE OR IGNORE [articles] SET url = replace(url, 'a', 'b'); REPLACE INTO `runs` SELECT * FROM runs; END",
                vec![("UPDATE", "articles"), ("INSERT", "runs")],
            ),
            (
                "CREATE TRIGGER t INSERT ON mine BEGIN INSERT OR REPLACE INTO mine (a) VALUES ('DELETE FROM runs') ON CONFLICT DO UPDATE SET a = 1; END",
                vec![("INSERT", "mine")],
            ),
            (
                "CREATE TRIGGER t INSERT ON mine WHEN new.a BEGIN SELECT raise(ABORT, 'UPDATE runs'); END",
                vec![],
            ),
        ] {
            let written = written_by_trigger(sql);
            let found: Vec<(&str, &str)> =
                written.iter().map(|(verb, table)| (*verb, table.as_str())).collect();
            assert_eq!(found, expected, "{sql}");
        }
        assert!(ignores("CREATE TRIGGER t BEFORE INSERT ON a BEGIN SELECT RAISE ( ignore ); END"));
        assert!(!ignores(
            "CREATE TRIGGER t BEFORE INSERT ON a BEGIN SELECT raise(ABORT, 'ignore'); END"
        ));
    }

    proptest::proptest! {
        #[test]
        fn tokens_put_together_are_the_text(sql in "\\PC*") {
            let together: String = Tokens::new(&sql).map(|(_, token)| token).collect();
            proptest::prop_assert_eq!(&together, &sql);
            verb(&sql);
            for_shell(&sql, &values());
        }

        #[test]
        fn tokens_put_together_are_the_text_near_sql(sql in "[-/*'\"`\\[\\]:@$?()a1 \\né]{0,40}") {
            let together: String = Tokens::new(&sql).map(|(_, token)| token).collect();
            proptest::prop_assert_eq!(together, sql);
        }
    }
}
