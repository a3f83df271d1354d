//! Stand-in; replaced at merge.
use super::Known;
use crate::model::{Field, Head, Origins};

pub struct Described {
    pub head: Head,
    pub origins: Origins,
    pub claims: Claims,
}
#[derive(Default)]
pub struct Claims {
    pub is_article: Option<bool>,
    pub article_body: Option<String>,
    pub is_free: Option<bool>,
}

pub fn describe(document: &dom_query::Document, known: &Known<'_>, body: &str) -> Described {
    let mut d =
        Described { head: Head::default(), origins: Origins::default(), claims: Claims::default() };
    d.head.url = known.url.map(str::to_owned);
    for s in document.select("script[type='application/ld+json']").nodes() {
        let Ok(v) = serde_json::from_str::<serde_json::Value>(&s.text()) else { continue };
        walk(&v, &mut d);
    }
    let meta = |p: &str| document.select_single(p).attr("content").map(|s| s.to_string());
    match meta("meta[property='og:type']").as_deref() {
        Some("article") => {
            d.claims.is_article = Some(true);
        }
        Some("website") => {
            d.claims.is_article.get_or_insert(false);
        }
        _ => {}
    }
    if d.head.headline.is_none() {
        d.head.headline = meta("meta[property='og:title']");
    }
    if d.head.headline.is_none() {
        d.head.headline =
            Some(document.select_single("h1").text().to_string()).filter(|t| !t.trim().is_empty());
    }
    if d.head.headline.is_some() {
        d.origins.set(Field::Headline, "html:title");
    }
    d.head.standfirst = meta("meta[property='og:description']");
    d.head.language = crate::text::language::language(body).map(str::to_owned);
    d
}

fn walk(v: &serde_json::Value, d: &mut Described) {
    match v {
        serde_json::Value::Array(a) => a.iter().for_each(|v| walk(v, d)),
        serde_json::Value::Object(o) => {
            let t = o.get("@type").map(|t| t.to_string()).unwrap_or_default();
            if t.contains("Article") || t.contains("BlogPosting") {
                d.claims.is_article = Some(true);
                if let Some(b) = o.get("articleBody").and_then(|b| b.as_str()) {
                    d.claims.article_body = Some(if crate::format::markup::is_html(b) {
                        crate::format::markup::text_of(b)
                    } else {
                        b.to_owned()
                    });
                }
                if let Some(h) = o.get("headline").and_then(|h| h.as_str()) {
                    d.head.headline = Some(h.to_owned());
                }
                if let Some(a) =
                    o.get("author").and_then(|a| a.get("name")).and_then(|a| a.as_str())
                {
                    d.head.authors = vec![a.to_owned()];
                }
                if let Some(f) = o.get("isAccessibleForFree") {
                    d.claims.is_free = Some(!f.to_string().to_lowercase().contains("false"));
                }
            } else if t.contains("CollectionPage") {
                d.claims.is_article.get_or_insert(false);
            }
            if let Some(g) = o.get("@graph") {
                walk(g, d);
            }
        }
        _ => {}
    }
}
