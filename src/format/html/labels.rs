//! What an element says of itself in its class, id, role and the like.
//!
//! Page makers name things in a few hundred words that are much the same everywhere: `entry-content`,
//! `related`, `newsletter-signup`. A label is cut into words at punctuation and where a capital follows
//! a small letter, and the words and pairs of neighbouring words are looked up. What must stay true: no
//! site's own name is in the tables.

use std::collections::HashMap;
use std::sync::LazyLock;

use dom_query::Element;

/// What the labels of one element say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Labels {
    /// The article's text: `articleBody`, `entry-content`.
    pub is_body: bool,
    /// Something that holds or may hold the text: `content`, `story`, `main`.
    pub is_content: bool,
    /// Never text of the article: comments, links to other articles, advertisements, forms.
    pub is_furniture: bool,
    /// Probably none, unless most of the text is in it: `sidebar`, `widget`, `header`.
    pub is_doubtful: bool,
    /// What stands about an article: author line, date, topics, picture captions.
    pub is_about: bool,
    /// What stands under a picture.
    pub is_caption: bool,
    /// Who took it.
    pub is_credit: bool,
    /// What leads to the text: standfirst, summary, introduction.
    pub is_lead: bool,
    /// What stands over the text: headline, standfirst, author line.
    pub is_header: bool,
    /// What readers wrote.
    pub is_comment: bool,
    /// Bold or the like: a paragraph that is so from end to end is a heading.
    pub is_strong: bool,
    /// Text that is kept from those who have not paid.
    pub is_paywall: bool,
}

/// Reads labels, and remembers what it has read: a page uses few of them, many times.
#[derive(Default)]
pub struct LabelReader {
    known: HashMap<String, Labels>,
}

impl LabelReader {
    /// What an element's labels say.
    pub fn read(&mut self, element: &Element) -> Labels {
        let mut labels = Labels {
            is_strong: matches!(element.name.local.as_ref(), "b" | "strong" | "u"),
            ..Labels::default()
        };
        for attribute in &element.attrs {
            let value: &str = attribute.value.as_ref();
            match attribute.name.local.as_ref() {
                "class" => value.split_ascii_whitespace().take(24).for_each(|class| {
                    labels.is_furniture |= HIDDEN.contains(&class);
                    labels.join(self.label(class));
                }),
                "id"
                | "data-component"
                | "data-testid"
                | "data-test-id"
                | "data-module"
                | "data-type"
                | "data-component-name"
                | "data-block" => {
                    labels.join(self.label(value));
                }
                "itemprop" => labels.property(value),
                "role" => labels.role(value),
                "aria-label" if value.len() < 40 => labels.join(self.label(value)),
                _ => {}
            }
        }
        labels
    }

    fn label(&mut self, label: &str) -> Labels {
        // Longer ones are made by programs and say nothing.
        if label.len() > 80 {
            return Labels::default();
        }
        if let Some(&labels) = self.known.get(label) {
            return labels;
        }
        let labels = Labels::of(label);
        self.known.insert(label.to_owned(), labels);
        labels
    }
}

impl Labels {
    /// What one class or id says.
    fn of(label: &str) -> Self {
        let mut labels = Self::default();
        let words = words(label);
        let mut last = "";
        let mut pair = String::new();
        for word in words.split(' ') {
            labels.word(word);
            if !last.is_empty() {
                pair.clear();
                pair.push_str(last);
                pair.push(' ');
                pair.push_str(word);
                labels.word(&pair);
            }
            last = word;
        }
        labels
    }

    fn word(&mut self, word: &str) {
        if let Some(&labels) = MEANINGS.get(word) {
            self.join(labels);
        }
    }

    fn join(&mut self, other: Self) {
        self.is_body |= other.is_body;
        self.is_content |= other.is_content;
        self.is_furniture |= other.is_furniture;
        self.is_doubtful |= other.is_doubtful;
        self.is_about |= other.is_about;
        self.is_caption |= other.is_caption;
        self.is_credit |= other.is_credit;
        self.is_lead |= other.is_lead;
        self.is_header |= other.is_header;
        self.is_comment |= other.is_comment;
        self.is_paywall |= other.is_paywall;
    }

    /// Microdata (schema.org).
    fn property(&mut self, value: &str) {
        match value.trim() {
            "articleBody" | "reviewBody" | "text" => self.is_body = true,
            "author"
            | "datePublished"
            | "dateModified"
            | "headline"
            | "keywords"
            | "publisher"
            | "image"
            | "alternativeHeadline" => self.is_about = true,
            "caption" => (self.is_about, self.is_caption) = (true, true),
            "copyrightHolder" | "creditText" => self.is_credit = true,
            "comment" => self.is_comment = true,
            _ => {}
        }
    }

    /// ARIA roles.
    fn role(&mut self, value: &str) {
        match value.trim().to_ascii_lowercase().as_str() {
            "navigation" | "search" | "dialog" | "alertdialog" | "menu" | "menubar" | "tablist"
            | "toolbar" | "complementary" => self.is_furniture = true,
            "banner" | "contentinfo" => self.is_doubtful = true,
            "main" | "article" => self.is_content = true,
            _ => {}
        }
    }
}

/// A label as words in small letters with one space between.
fn words(label: &str) -> String {
    let mut words = String::with_capacity(label.len() + 8);
    let mut was_small = false;
    for character in label.chars() {
        if character.is_ascii_alphabetic() {
            if character.is_ascii_uppercase() && was_small {
                words.push(' ');
            }
            was_small = character.is_ascii_lowercase();
            words.push(character.to_ascii_lowercase());
        } else {
            was_small = false;
            if !words.is_empty() && !words.ends_with(' ') {
                words.push(' ');
            }
        }
    }
    words.truncate(words.trim_end().len());
    words
}

/// Sets what a table's words say.
type Mark = fn(&mut Labels);

/// What each word and pair of words says, out of the tables below.
static MEANINGS: LazyLock<HashMap<&str, Labels>> = LazyLock::new(|| {
    let tables: [(&[&str], Mark); 11] = [
        (BODY, |labels| labels.is_body = true),
        (CONTENT, |labels| labels.is_content = true),
        (FURNITURE, |labels| labels.is_furniture = true),
        (DOUBTFUL, |labels| labels.is_doubtful = true),
        (ABOUT, |labels| labels.is_about = true),
        (CAPTION, |labels| labels.is_caption = true),
        (CREDIT, |labels| labels.is_credit = true),
        (LEAD, |labels| labels.is_lead = true),
        (HEADER, |labels| labels.is_header = true),
        (COMMENT, |labels| labels.is_comment = true),
        (PAYWALL, |labels| labels.is_paywall = true),
    ];
    let mut meanings: HashMap<&str, Labels> = HashMap::new();
    for (table, set) in tables {
        table.iter().for_each(|word| set(meanings.entry(word).or_default()));
    }
    meanings
});

/// Classes by which the widespread style sheets hide an element.
const HIDDEN: &[&str] =
    &["hidden", "d-none", "hide", "is-hidden", "u-hidden", "display-none", "invisible"];

#[rustfmt::skip]
const BODY: &[&str] = &[
    "article body", "article content", "article copy", "article main", "article text",
    "articlebody", "articlecontent", "articletext", "blog content", "body content", "body copy",
    "body text", "bodycopy", "content body", "content text", "entry body", "entry content",
    "entry text", "field body", "main text", "news body", "news content", "news text", "newstext",
    "page content text", "post body", "post content", "post entry", "post text", "postcontent",
    "rich text", "richtext", "single content", "story body", "story content", "story text",
    "storybody", "storytext", "td post", "text body", "the content", "wysiwyg",
];

#[rustfmt::skip]
const CONTENT: &[&str] = &[
    "article", "articulo", "artikel", "beitrag", "blog", "body", "column", "content", "contents",
    "copy", "entry", "hentry", "inhalt", "main", "maincontent", "news", "page", "paragraph", "post",
    "prose", "story", "text", "texte", "texto",
];

#[rustfmt::skip]
const FURNITURE: &[&str] = &[
    "about author", "about the author", "access wall", "ad", "ad container", "ad slot", "ad unit",
    "ad wrapper", "addthis", "addtoany", "ads", "adsbygoogle", "advert", "advertisement",
    "advertising", "advertorial", "affiliate", "also read", "article footer", "article list",
    "article teaser", "article tools", "author bio", "author box", "author description",
    "author info", "authorbox", "banner ad", "breadcrumb", "breadcrumbs", "breaking news",
    "breaking ticker", "buy box", "buybox", "cart", "consent", "cookie", "cookies", "crp related",
    "cta", "dialog", "donate", "donation", "dropdown", "email form", "email signup", "entry footer",
    "entry utility", "expandable box", "fact box", "factbox", "facts box", "feedback", "follow us",
    "further reading", "gallery item", "gdpr", "image gallery", "info box", "infobox", "infobox ad",
    "inline related", "jetpack", "jobs", "jp relatedposts", "jump link", "lightbox",
    "linked stories", "live blog entries", "load more", "login", "mailchimp", "mailing list",
    "marketing", "menu", "modal", "more articles", "more from", "more news", "more on",
    "more stories", "most popular", "most read", "most viewed", "mostpopular", "mostread", "nav",
    "navbar", "navbox", "navigation", "newsletter", "next article", "next post", "next story",
    "nextstory", "nocontent", "noprint", "outbrain", "pager", "pagination", "paging",
    "paywall offer", "photo gallery", "popover", "popular", "popup", "post footer", "post nav",
    "post navigation", "post tags", "prev next", "print only", "product list", "promo", "promobox",
    "promoted", "promotion", "pull quote", "pullquote", "read also", "read more", "read next",
    "readmore", "recirc", "recirculation", "recommendation", "recommendations", "recommended",
    "registration wall", "relacionadas", "related", "related content", "related news",
    "related post", "related stories", "relatedarticles", "relatedlinks", "relatedposts", "rrssb",
    "screen reader", "see also", "share", "sharebar", "sharedaddy", "sharing", "shop", "sign in",
    "signin", "signup", "site footer", "site header", "skip link", "skiplink", "snackbar", "social",
    "social links", "socialmedia", "sponsor", "sponsored", "sponsors", "sr only", "subscribe",
    "subscription", "taboola", "tag list", "taglist", "tags", "teaser item", "teaser list",
    "teasers", "ticker", "toast", "toolbar", "tooltip", "topics", "trending", "tts player",
    "up next", "upsell", "visually hidden", "weather", "whatsapp", "wp rp", "yarpp", "you may",
];

#[rustfmt::skip]
const DOUBTFUL: &[&str] = &[
    "aside", "banner", "bottom", "box", "callout", "card", "cards", "carousel", "foot", "footer",
    "gallery", "head", "header", "inset", "links", "list", "masthead", "message", "notice", "outro",
    "overlay", "player", "poll", "preview", "quiz", "rail", "rating", "ratings", "right",
    "shopping", "sidebar", "slider", "slideshow", "sticky", "survey", "tab", "tabs", "teaser",
    "tip", "tips", "toc", "tools", "top", "utility", "video", "widget", "widgets",
];

#[rustfmt::skip]
const ABOUT: &[&str] = &[
    "article author", "article date", "article info", "article meta", "article title", "author",
    "authors", "bildtext", "bildunterschrift", "byline", "bylines", "caption", "captions",
    "copyright", "credit", "credits", "dateline", "disclaimer", "entry date", "entry meta",
    "entry title", "figcaption", "figure caption", "fotograf", "image caption", "image description",
    "image text", "img caption", "img description", "kicker", "last modified", "legende", "meta",
    "metadata", "photo caption", "photo credit", "photo description", "photographer",
    "picture description", "post date", "post info", "post meta", "post title", "posted on",
    "postmeta", "pubdate", "published", "reading time", "source", "story date", "timestamp",
    "wp caption",
];

/// Those of `ABOUT` that are said of the words under a picture and of nothing else: `caption` alone is a
/// size of letters too.
const CAPTION: &[&str] = &[
    "bildtext",
    "bildunterschrift",
    "figcaption",
    "figure caption",
    "image caption",
    "img caption",
    "photo caption",
    "picture description",
    "wp caption",
];

const CREDIT: &[&str] =
    &["attribution", "copyright", "credit", "credits", "fotograf", "photographer"];

#[rustfmt::skip]
const LEAD: &[&str] = &[
    "abstract", "anrisstext", "bajada", "chapeau", "chapo", "deck", "dek", "description",
    "einleitung", "entradilla", "excerpt", "hero text", "ingress", "intro", "introduction", "lead",
    "lead in", "leader", "leadin", "leadtext", "lede", "page hero", "preamble", "sapo",
    "standfirst", "strapline", "sub headline", "sub title", "subheading", "subheadline", "subline",
    "subtitle", "subtitulo", "summary", "synopsis", "teaser text", "vorspann",
];

#[rustfmt::skip]
const HEADER: &[&str] = &[
    "article head", "article header", "article heading", "article top", "content header",
    "entry header", "headline", "news header", "page header", "post header", "story header",
    "title area",
];

#[rustfmt::skip]
const COMMENT: &[&str] = &[
    "comment", "comment form", "comment list", "commentlist", "comments", "discussion", "disqus",
    "forum", "kommentar", "kommentare", "livefyre", "reactions", "replies", "reply", "respond",
    "responses", "spot im",
];

#[rustfmt::skip]
const PAYWALL: &[&str] = &[
    "meter", "metered", "paid content", "paywall", "piano", "premium", "regwall", "subscriber only",
    "subscribers only",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_cut_into_words() {
        for (label, expected) in [
            ("entry-content", "entry content"),
            ("relatedPosts2", "related posts"),
            ("article__body--main", "article body main"),
            ("_x9", "x"),
        ] {
            assert_eq!(words(label), expected, "{label}");
        }
    }
}
