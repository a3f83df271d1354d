//! The meta and link tags of a page, by name.
//!
//! Which tag means what is decided where each field is read; here they are only kept, in the order
//! of the page, with names in lower case. What must stay true: an empty tag says nothing.

use dom_query::Element;

/// How many tags of one page are kept.
const MOST: usize = 1000;

/// The tags of a page.
#[derive(Default)]
pub struct Tags {
    /// Name in lower case and content.
    meta: Vec<(String, String)>,
    pub canonical: Option<String>,
    pub base: Option<String>,
    /// The language of the `html` element.
    pub language: Option<String>,
}

impl Tags {
    /// Keeps a `meta` tag under the name that any of its attributes gives it.
    pub fn meta(&mut self, element: &Element) {
        let Some(content) = attribute(element, "content").or_else(|| attribute(element, "value"))
        else {
            return;
        };
        for name in ["name", "property", "http-equiv", "itemprop"] {
            if let Some(name) = attribute(element, name)
                && self.meta.len() < MOST
            {
                self.meta.push((name.to_ascii_lowercase(), content.to_owned()));
            }
        }
    }

    /// Takes the canonical address that a `link` element states.
    pub fn link(&mut self, element: &Element) {
        let is_canonical = attribute(element, "rel").is_some_and(|rel| {
            rel.split_ascii_whitespace().any(|word| word.eq_ignore_ascii_case("canonical"))
        });
        if is_canonical && self.canonical.is_none() {
            self.canonical = attribute(element, "href").map(str::to_owned);
        }
    }

    /// Takes the address that relative ones start from.
    pub fn base(&mut self, element: &Element) {
        self.base = self.base.take().or_else(|| attribute(element, "href").map(str::to_owned));
    }

    /// Takes the language that the `html` element declares.
    pub fn html(&mut self, element: &Element) {
        self.language = attribute(element, "lang")
            .or_else(|| attribute(element, "xml:lang"))
            .map(str::to_owned);
    }

    /// The first content of the first of these names that has one, and the name.
    pub fn first<'n>(&self, names: &[&'n str]) -> Option<(&'n str, &str)> {
        names.iter().find_map(|&name| self.get(name).map(|content| (name, content)))
    }

    /// The first content of a name.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.all(name).next()
    }

    /// The names of all tags.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.meta.iter().map(|(name, _)| name.as_str())
    }

    /// Every content of a name, in the order of the page.
    pub fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        self.meta
            .iter()
            .filter(move |(known, _)| known == name)
            .map(|(_, content)| content.as_str())
    }
}

fn attribute<'e>(element: &'e Element, name: &str) -> Option<&'e str> {
    element
        .attrs
        .iter()
        .find(|attribute| &*attribute.name.local == name)
        .map(|attribute| attribute.value.trim())
        .filter(|value| !value.is_empty())
}
