//! The facts that a page states in JSON-LD, in the words of schema.org.
//!
//! Pages write it broken in a few common ways (line breaks inside texts, trailing commas, wrapped
//! in comments), and state several things at once: the site, the breadcrumbs, other articles. What
//! must stay true: what can be mended is read, what cannot is passed over, and of several articles
//! the one is taken that this page is.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::words;
use crate::model::Caption;

type Object = Map<String, Value>;

/// How much of all scripts is read, in bytes, and how many objects of one page are looked at.
const LONGEST: usize = 4 << 20;
const MOST_OBJECTS: usize = 5000;

/// What a page states.
#[derive(Default)]
pub struct Statements {
    roots: Vec<Value>,
}

impl Statements {
    /// Reads the scripts of a page.
    pub fn read(scripts: &[String]) -> Self {
        let mut roots = Vec::new();
        let mut left = LONGEST;
        for script in scripts {
            if script.len() <= left {
                left -= script.len();
                roots.extend(parsed(script));
            }
        }
        Self { roots }
    }

    /// The objects of all scripts, outer before inner, and what their identifiers stand for.
    pub fn graph(&self) -> Graph<'_> {
        let mut graph = Graph::default();
        let mut open: Vec<(&Value, bool)> =
            self.roots.iter().rev().map(|root| (root, true)).collect();
        while let Some((value, is_own)) = open.pop() {
            if graph.objects.len() >= MOST_OBJECTS {
                break;
            }
            match value {
                Value::Array(values) => {
                    open.extend(values.iter().rev().map(|value| (value, is_own)));
                }
                Value::Object(object) => {
                    if let Some(id) = text_at(object, "@id")
                        && object.len() > 1
                    {
                        graph.by_id.entry(id).or_insert(object);
                    }
                    graph.objects.push((object, is_own));
                    for (name, value) in object.iter().rev() {
                        let is_own = is_own && OWN.contains(&name.as_str());
                        if matches!(value, Value::Array(_) | Value::Object(_)) {
                            open.push((value, is_own));
                        }
                    }
                }
                _ => {}
            }
        }
        graph
    }
}

/// Properties whose values say more of the page itself; others name other things.
const OWN: &[&str] = &["@graph", "mainEntity", "mainEntityOfPage", "@included", "subjectOf"];

/// The objects of a page.
#[derive(Default)]
pub struct Graph<'v> {
    /// Each with whether it stands where the page speaks of itself.
    objects: Vec<(&'v Object, bool)>,
    by_id: HashMap<&'v str, &'v Object>,
}

impl<'v> Graph<'v> {
    /// The article that this page is, `agrees` telling how well one fits (more is better).
    pub fn article(&self, agrees: impl Fn(&Graph<'v>, &'v Object) -> i32) -> Option<&'v Object> {
        self.best(is_article, agrees)
    }

    /// Another work that the page is, such as a video or the page as such.
    pub fn other_work(&self, agrees: impl Fn(&Graph<'v>, &'v Object) -> i32) -> Option<&'v Object> {
        self.best(is_other_work, agrees)
    }

    fn best(
        &self,
        is_wanted: impl Fn(&str) -> bool,
        agrees: impl Fn(&Graph<'v>, &'v Object) -> i32,
    ) -> Option<&'v Object> {
        let mut best: Option<(i32, &'v Object)> = None;
        for &(object, is_own) in &self.objects {
            if is_own && types(object).any(&is_wanted) {
                let fit = agrees(self, object);
                if best.is_none_or(|(known, _)| fit > known) {
                    best = Some((fit, object));
                }
            }
        }
        best.map(|(_, object)| object)
    }

    /// Whether the page calls itself only a collection, a list or a site.
    pub fn is_collection(&self) -> bool {
        self.objects.iter().any(|(object, is_own)| *is_own && types(object).any(is_collection))
    }

    /// The object of that type anywhere on the page.
    pub fn of_type(&self, name: &str) -> Option<&'v Object> {
        self.objects
            .iter()
            .find(|(object, _)| types(object).any(|kind| kind == name))
            .map(|(object, _)| *object)
    }

    /// An object, or what its identifier stands for.
    pub fn resolved(&self, object: &'v Object) -> &'v Object {
        let is_reference = !object.contains_key("name") && !object.contains_key("@type");
        text_at(object, "@id")
            .filter(|_| is_reference)
            .and_then(|id| self.by_id.get(id).copied())
            .unwrap_or(object)
    }

    /// The names of a property's values: texts, objects with a `name`, lists of them. Each with
    /// whether it is said to be an organisation.
    pub fn names(&self, object: &'v Object, property: &str) -> Vec<(String, bool)> {
        let mut names: Vec<(String, bool)> = Vec::new();
        let mut open: Vec<&'v Value> = object.get(property).into_iter().collect();
        let mut steps = 0;
        while let Some(value) = open.pop() {
            steps += 1;
            if steps > 200 {
                break;
            }
            match value {
                Value::String(text) => names.push((text.clone(), false)),
                Value::Array(values) => open.extend(values.iter().rev()),
                Value::Object(inner) => {
                    let inner = self.resolved(inner);
                    let is_organisation = types(inner).any(|kind| kind.ends_with("Organization"));
                    match inner.get("name") {
                        Some(Value::String(name)) => names.push((name.clone(), is_organisation)),
                        Some(Value::Array(several)) => names.extend(
                            several
                                .iter()
                                .filter_map(Value::as_str)
                                .map(|name| (name.to_owned(), is_organisation)),
                        ),
                        Some(Value::Object(language)) => names.extend(
                            text_at(language, "@value")
                                .map(|name| (name.to_owned(), is_organisation)),
                        ),
                        _ => {
                            let parts =
                                ["givenName", "familyName"].map(|part| text_at(inner, part));
                            if let [Some(given), Some(family)] = parts {
                                names.push((format!("{given} {family}"), is_organisation));
                            }
                        }
                    }
                }
                _ => {}
            }
        }
        names.retain(|(name, _)| !name.trim().is_empty());
        names
    }

    /// Captions and credits of an article's pictures.
    pub fn captions(&self, article: &'v Object) -> Vec<Caption> {
        let mut captions = Vec::new();
        let mut open: Vec<&'v Value> = article.get("image").into_iter().collect();
        let mut steps = 0;
        while let Some(value) = open.pop() {
            steps += 1;
            if steps > 200 {
                break;
            }
            match value {
                Value::Array(values) => open.extend(values.iter().rev()),
                Value::Object(image) => {
                    let image = self.resolved(image);
                    let said = |property| text_at(image, property).map(words::plain);
                    let creator = || self.names(image, "creator").into_iter().next();
                    if let Some(caption) = said("caption") {
                        let credit = said("creditText").or_else(|| creator().map(|(name, _)| name));
                        captions.push(Caption { caption: Some(caption), credit });
                    }
                }
                _ => {}
            }
        }
        captions
    }

    /// The address of a property: a text, or an object's `@id` or `url`.
    pub fn address(&self, object: &'v Object, property: &str) -> Option<&'v str> {
        match object.get(property)? {
            Value::String(text) => Some(text),
            Value::Object(inner) => text_at(inner, "@id").or_else(|| text_at(inner, "url")),
            Value::Array(values) => values.iter().find_map(Value::as_str),
            _ => None,
        }
    }
}

/// The text of a property; of a list the first, of a number its digits.
pub fn text_at<'v>(object: &'v Object, property: &str) -> Option<&'v str> {
    let value = match object.get(property)? {
        Value::Array(values) => values.first()?,
        Value::Object(inner) => inner.get("@value")?,
        value => value,
    };
    value.as_str().map(str::trim).filter(|text| !text.is_empty())
}

/// A property that is true or false, also as the texts that some write.
pub fn flag_at(object: &Object, property: &str) -> Option<bool> {
    match object.get(property)? {
        Value::Bool(flag) => Some(*flag),
        Value::String(text) => {
            let name = text.rsplit('/').next().unwrap_or(text);
            if name.eq_ignore_ascii_case("true") {
                Some(true)
            } else {
                name.eq_ignore_ascii_case("false").then_some(false)
            }
        }
        _ => None,
    }
}

/// The types of an object, without the address of their vocabulary.
pub fn types(object: &Object) -> impl Iterator<Item = &str> {
    let (one, several) = match object.get("@type") {
        Some(Value::String(name)) => (Some(name.as_str()), None),
        Some(Value::Array(names)) => (None, Some(names)),
        _ => (None, None),
    };
    one.into_iter()
        .chain(several.into_iter().flatten().filter_map(Value::as_str))
        .map(|name| name.rsplit(['/', ':', '#']).next().unwrap_or(name))
}

/// Whether a type is schema.org's `Article` or one of its kin.
pub fn is_article(kind: &str) -> bool {
    kind.ends_with("Article") || kind.ends_with("BlogPosting") || ARTICLES.contains(&kind)
}

const ARTICLES: &[&str] = &[
    "LiveBlogPosting",
    "Report",
    "SocialMediaPosting",
    "DiscussionForumPosting",
    "CriticReview",
    "Review",
    "ClaimReview",
    "BlogPost",
    "MedicalScholarlyArticle",
];

fn is_other_work(kind: &str) -> bool {
    matches!(
        kind,
        "WebPage"
            | "ItemPage"
            | "VideoObject"
            | "AudioObject"
            | "PodcastEpisode"
            | "RadioEpisode"
            | "Recipe"
            | "CreativeWork"
            | "HowTo"
            | "QAPage"
            | "FAQPage"
            | "Photograph"
            | "ImageObject"
            | "Product"
            | "MediaObject"
            | "Book"
            | "Movie"
    )
}

fn is_collection(kind: &str) -> bool {
    matches!(
        kind,
        "CollectionPage" | "WebSite" | "ItemList" | "SearchResultsPage" | "ProfilePage" | "Blog"
    )
}

/// The values of a script: one, or several one after the other.
fn parsed(script: &str) -> Vec<Value> {
    let text = unwrapped(script);
    if text.is_empty() {
        return Vec::new();
    }
    if let Ok(value) = serde_json::from_str(text) {
        return vec![value];
    }
    let mended = mended(text);
    let mut values = Vec::new();
    for value in serde_json::Deserializer::from_str(&mended).into_iter::<Value>() {
        match value {
            Ok(value) => values.push(value),
            Err(_) => break,
        }
    }
    values
}

/// A script without the comments and sections that hide it from old programs.
fn unwrapped(script: &str) -> &str {
    let mut text = script.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}' || c == ';');
    loop {
        let before = text.len();
        for opening in OPENINGS {
            text = text.strip_prefix(opening).unwrap_or(text).trim_start();
        }
        for closing in CLOSINGS {
            text = text.strip_suffix(closing).unwrap_or(text).trim_end();
        }
        text = text.trim_matches(';');
        if text.len() == before {
            return text;
        }
    }
}

const OPENINGS: &[&str] = &["<!--", "/*", "*/", "//", "<![CDATA[", "<script>"];
const CLOSINGS: &[&str] = &["-->", "*/", "/*", "//", "]]>"];

/// JSON with its common breakages mended: control characters inside texts, escapes that JSON does not
/// know, commas before a closing bracket, quotation marks as entities, comments.
fn mended(text: &str) -> String {
    let text = match text.find(['{', '[']).and_then(|start| text.get(start..)) {
        Some(from_start)
            if from_start.starts_with("{&quot;") || from_start.starts_with("[{&quot;") =>
        {
            from_start.replace("&quot;", "\"")
        }
        Some(from_start) => from_start.to_owned(),
        None => return String::new(),
    };
    let mut mended = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    let mut is_text = false;
    while let Some(character) = characters.next() {
        match character {
            '\\' if is_text => match characters.next() {
                Some(escaped @ ('"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't' | 'u')) => {
                    mended.extend(['\\', escaped]);
                }
                Some(other) => mended.push(other),
                None => break,
            },
            // A quotation mark inside a text that forgot to escape it: nothing of JSON follows.
            '"' if is_text && !ends_text(characters.clone()) => mended.push_str("\\\""),
            '"' => {
                is_text = !is_text;
                mended.push('"');
            }
            '\n' | '\r' | '\t' if is_text => mended.push(' '),
            character if is_text && character.is_control() => mended.push(' '),
            ']' | '}' if !is_text => {
                let kept = mended.trim_end_matches(|c: char| c.is_whitespace() || c == ',').len();
                mended.truncate(kept);
                mended.push(character);
            }
            '/' if !is_text && characters.peek() == Some(&'*') => {
                let mut last = ' ';
                characters.next();
                for inner in characters.by_ref() {
                    if last == '*' && inner == '/' {
                        break;
                    }
                    last = inner;
                }
            }
            // Two values one after the other, and a comma or semicolon too many.
            ';' if !is_text => {}
            ',' if !is_text && mended.trim_end().ends_with([',', '[', '{']) => {}
            other => mended.push(other),
        }
    }
    mended
}

/// Whether what follows a quotation mark can follow the end of a text.
fn ends_text(following: impl Iterator<Item = char>) -> bool {
    let next = following.take(200).find(|c| !c.is_whitespace());
    matches!(next, None | Some(',' | ':' | ']' | '}' | '/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headline(script: &str) -> Option<String> {
        let statements = Statements::read(&[script.to_owned()]);
        let graph = statements.graph();
        graph.article(|_, _| 0).and_then(|article| text_at(article, "headline")).map(str::to_owned)
    }

    #[test]
    fn common_breakages_are_mended() {
        for script in [
            r#"{"@type":"NewsArticle","headline":"Harbour shut"}"#,
            r#"[{"@type":"WebSite"},{"@type":["Thing","ReportageNewsArticle"],"headline":"Harbour shut"}]"#,
            r#"{"@graph":[{"@type":"http://schema.org/BlogPosting","headline":"Harbour shut"}]}"#,
            r#"<!-- {"@type":"NewsArticle","headline":"Harbour shut",} -->"#,
            r#"//<![CDATA[
               {"@type":"NewsArticle","headline":"Harbour shut"} //]]>"#,
            "{\"@type\":\"NewsArticle\",\"description\":\"two\nlines\",\"headline\":\"Harbour shut\"}",
            r#"{"@type":"NewsArticle","description":"it's \'here\'","headline":"Harbour shut"};"#,
            r#"{"@type":"NewsArticle","description":"said "no" twice","headline":"Harbour shut"}"#,
            r#"{"@type":"NewsArticle","keywords":["a",,"b",],"headline":"Harbour shut"}"#,
            r#"{"@type":"Organization"}{"@type":"NewsArticle","headline":"Harbour shut"}"#,
            r#"{"@type":"WebPage","mainEntity":{"@type":"NewsArticle","headline":"Harbour shut"}}"#,
            r#"{&quot;@type&quot;:&quot;NewsArticle&quot;,&quot;headline&quot;:&quot;Harbour shut&quot;}"#,
        ] {
            assert_eq!(headline(script).as_deref(), Some("Harbour shut"), "{script}");
        }
    }

    #[test]
    fn what_is_no_json_says_nothing() {
        for script in ["", "<!-- -->", "undefined", "{", "[[[[", "\"\\", "{\"a\":"] {
            assert_eq!(headline(script), None, "{script}");
        }
        assert_eq!(headline(&"[".repeat(100_000)), None);
    }

    #[test]
    fn articles_beside_the_page_are_not_it() {
        let script = r#"{"@type":"ItemList","itemListElement":[{"@type":"NewsArticle","headline":"Other"}]}"#;
        assert_eq!(headline(script), None);
    }

    #[test]
    fn authors_are_resolved_by_identifier() {
        let script = r##"{"@graph":[
            {"@type":"Article","author":[{"@id":"#p1"},{"@type":"Organization","name":"Lagoon Times"},"Tom Ruru"]},
            {"@type":"Person","@id":"#p1","name":"Eva Corlett"}]}"##;
        let statements = Statements::read(&[script.to_owned()]);
        let graph = statements.graph();
        let names = graph.article(|_, _| 0).map(|article| graph.names(article, "author"));
        let names = names.unwrap_or_default();
        let names: Vec<(&str, bool)> =
            names.iter().map(|(name, is)| (name.as_str(), *is)).collect();
        assert_eq!(names, [("Eva Corlett", false), ("Lagoon Times", true), ("Tom Ruru", false)]);
    }
}
