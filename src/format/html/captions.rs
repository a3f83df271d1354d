//! What stands under the pictures of a page's article: captions and credits.
//!
//! What must stay true: nothing is taken that the body has, that leads to another article, or that stands
//! in a part of the page that is not the article's; where that is in doubt there is no caption.

use super::body::PageBlock;
use super::outline::Outline;
use crate::format::article::facts::Facts;
use crate::format::article::residue;
use crate::format::markup::elements::ElementKind;
use crate::model::RegionRole;
use crate::text::bylines;

/// Longer ones are no captions, in bytes.
const LONGEST: usize = 1500;

/// Lines of the body's blocks that are captions or credits by their words: `Photo: Ann Ng/AAP`.
pub fn lines(blocks: &[PageBlock]) -> Vec<(String, String)> {
    let mut last = String::new();
    let mut lines = Vec::new();
    for block in blocks {
        let role = residue::role(&block.text);
        if matches!(role, Some(RegionRole::Caption | RegionRole::Credit)) && block.linked == 0 {
            lines.push((block.text.clone(), last.clone()));
        } else if block.is_prose {
            last.clone_from(&block.text);
        }
    }
    lines
}

/// Takes those of `lines` that the body has not: each comes with the paragraph before it, which it must
/// have, so that no line of another article is taken.
pub fn take_lines(lines: Vec<(String, String)>, body: &str, facts: &mut Facts) {
    for (line, before) in lines {
        if body.contains(&before) && !body.contains(&line) {
            let is_credit = residue::role(&line) == Some(RegionRole::Credit);
            let sides = if is_credit { (None, Some(line.as_str())) } else { (Some(&*line), None) };
            facts.say_caption(sides.0, sides.1, "text:caption");
        }
    }
}

/// Adds the captions around and in the subtrees `roots`, in the page's order.
pub fn find(outline: &Outline, roots: &[usize], body: &str, facts: &mut Facts) {
    let Some(scope) = scope(outline, roots) else { return };
    let end = outline.end(scope);
    let mut at = scope + 1;
    while at < end {
        let Some(node) = outline.get(at) else { break };
        let is_figure = node.tag == ElementKind::Figure;
        let is_caption = is_caption(outline, at);
        if is_elsewhere(outline, at, roots) {
            at = node.end.max(at + 1);
        } else if is_caption || is_figure && has_caption(outline, at) {
            take(outline, at, body, facts);
            at = node.end.max(at + 1);
        } else {
            at += 1;
        }
    }
}

/// The part of the page in which pictures are the article's: the `article` or `main` around its text, else
/// what is around that.
fn scope(outline: &Outline, roots: &[usize]) -> Option<usize> {
    let first = *roots.first()?;
    let of = |tag| outline.around(first).find(|&at| outline.is(at, |node| node.tag == tag));
    let article = of(ElementKind::Article).or_else(|| of(ElementKind::Main));
    article.or_else(|| outline.get(first).map(|node| node.parent))
}

fn is_caption(outline: &Outline, at: usize) -> bool {
    outline.is(at, |node| {
        node.tag == ElementKind::Caption || node.tag != ElementKind::Text && node.labels.is_caption
    })
}

fn has_caption(outline: &Outline, figure: usize) -> bool {
    (figure + 1..outline.end(figure)).any(|at| is_caption(outline, at) || is_credit(outline, at))
}

fn is_credit(outline: &Outline, at: usize) -> bool {
    outline.is(at, |node| node.tag != ElementKind::Text && node.labels.is_credit)
}

/// Whether a subtree is of something else than the article: navigation, comments, another article.
fn is_elsewhere(outline: &Outline, at: usize, roots: &[usize]) -> bool {
    let Some(node) = outline.get(at) else { return true };
    if roots.iter().any(|root| (at..node.end).contains(root)) {
        return false;
    }
    let is_link = node.linked * 2 > node.length;
    match node.tag {
        ElementKind::Text => false,
        ElementKind::Navigation
        | ElementKind::Aside
        | ElementKind::Footer
        | ElementKind::Form
        | ElementKind::Article => true,
        _ => is_link || node.labels.is_furniture || node.labels.is_comment,
    }
}

/// Takes a caption, or a figure with its caption and credit.
fn take(outline: &Outline, at: usize, body: &str, facts: &mut Facts) {
    let is_figure = outline.is(at, |node| node.tag == ElementKind::Figure);
    let end = outline.end(at);
    let mut caption = Words::default();
    let mut credit = Words::default();
    let mut in_caption = if is_figure { 0 } else { end };
    let mut in_credit = 0;
    let mut inner = at;
    while inner < end {
        let Some(node) = outline.get(inner) else { break };
        if node.tag == ElementKind::Text {
            if inner < in_credit {
                credit.add(&node.text);
            } else if inner < in_caption {
                caption.add(&node.text);
            }
            inner += 1;
            continue;
        }
        if inner >= in_credit && inner > at && is_credit(outline, inner) {
            in_credit = node.end;
        } else if inner >= in_caption && is_caption(outline, inner) {
            in_caption = node.end;
        }
        if node.is_block || node.tag == ElementKind::Break {
            caption.part();
            credit.part();
        }
        inner += 1;
    }
    let (mut caption, mut credit) = (once(caption.line()), once(credit.line()));
    // `Photo by Ann Ng` is marked as the credit, and the agency behind it, `/AP`, is not.
    if let Some(at) = caption.rfind('/').filter(|_| !credit.is_empty())
        && caption.get(..at).is_some_and(|before| before.is_empty() || before.ends_with(' '))
        && caption.len() - at <= LONGEST_AGENCY
    {
        credit.push_str(&caption.split_off(at));
    }
    let is_said = |text: &str| {
        let furniture = matches!(
            residue::role(text),
            Some(RegionRole::Furniture | RegionRole::Link | RegionRole::Copyright)
        );
        text.len() <= LONGEST && !furniture && !is_author_line(text) && !body.contains(text)
    };
    let caption = Some(caption).filter(|text| is_said(text));
    let credit = Some(credit).filter(|text| text.len() <= LONGEST && !body.contains(text.as_str()));
    facts.say_caption(caption.as_deref(), credit.as_deref(), "html:figcaption");
}

/// Whether the words beside a picture are of whom it shows because they wrote the article.
fn is_author_line(text: &str) -> bool {
    text.len() < 90 && !text.contains(':') && !text.ends_with('.') && bylines::is_byline(text)
}

/// A longer name of an agency is none, in bytes.
const LONGEST_AGENCY: usize = 40;

/// A line without the second half where it says the same: a page may hold what it shows on a small screen
/// and on a large one.
fn once(line: String) -> String {
    match line.split_at_checked(line.len() / 2) {
        Some((one, other)) if other.strip_prefix(' ') == Some(one) => one.to_owned(),
        _ => line,
    }
}

/// Words as they come, in one line.
#[derive(Default)]
struct Words(String);

impl Words {
    fn add(&mut self, text: &str) {
        self.0.push_str(text);
    }

    /// A block begins or ends here.
    fn part(&mut self) {
        self.0.push(' ');
    }

    fn line(&self) -> String {
        self.0.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::super::{PageContext, page};
    use crate::model::Caption;

    const STORY: &str = "<p>The harbour board of Porto Velmar voted on Tuesday to raise its tolls by a tenth, ending a dispute that had kept eleven ferries tied up since the spring.</p><p>Skippers had asked for a year's delay, arguing that fuel alone costs them twice what it did, and that passengers would stay away.</p>";

    fn captions(html: &str) -> Vec<(Option<String>, Option<String>)> {
        let (facts, body) = page(html, &PageContext::default()).unwrap();
        assert!(body.contains("would stay away."), "{body}");
        let both = |one: Caption| (one.caption, one.credit);
        facts.captions.into_iter().map(both).collect()
    }

    #[test]
    fn what_stands_under_the_article_s_pictures_is_found() {
        for (html, caption, credit) in [
            (
                format!(
                    "<article><figure><figcaption><span>Ferries in the rain.</span> <span>Ferries in the rain.</span> <span class=credit>Photo by Ann Ng</span> /AP</figcaption></figure>{STORY}</article>"
                ),
                Some("Ferries in the rain. Ferries in the rain."),
                Some("Photo by Ann Ng/AP"),
            ),
            (
                format!(
                    "<article><figure><figcaption><span>Ferries in the rain.</span> <span>Ferries in the rain.</span></figcaption></figure>{STORY}</article>"
                ),
                Some("Ferries in the rain."),
                None,
            ),
            (
                format!(
                    "<article><figure><img><figcaption>Ferries in the rain.</figcaption></figure>{STORY}</article>"
                ),
                Some("Ferries in the rain."),
                None,
            ),
            (
                format!(
                    "<article>{STORY}<figure><img><figcaption><p>Ferries in<br>the rain.</p><span class=credit>Ann Ng/AAP</span></figcaption></figure></article>"
                ),
                Some("Ferries in the rain."),
                Some("Ann Ng/AAP"),
            ),
            (
                format!(
                    "<article><figure><img><figcaption>Ferries in the rain.</figcaption><small class='image-credit'>Ann Ng</small></figure>{STORY}</article>"
                ),
                Some("Ferries in the rain."),
                Some("Ann Ng"),
            ),
            (
                format!(
                    "<div class=entry-content><div class=wp-caption><img><p class=wp-caption-text>Ferries in the rain. Photo: Ann Ng</p></div>{STORY}</div>"
                ),
                Some("Ferries in the rain."),
                Some("Photo: Ann Ng"),
            ),
            (
                format!(
                    "<article><p>{}</p><p>Photo: Ann Ng / Lagoon Times</p>{STORY}</article>",
                    "A first paragraph that is long enough to be one, of ferries and of tolls and of rain on the quay."
                ),
                None,
                Some("Photo: Ann Ng / Lagoon Times"),
            ),
        ] {
            let expected = (caption.map(str::to_owned), credit.map(str::to_owned));
            assert_eq!(captions(&html), [expected], "{html}");
        }
    }

    #[test]
    fn what_is_another_s_is_left() {
        let figure = "<figure><img><figcaption>Who owns the old quay</figcaption></figure>";
        for html in [
            format!(
                "<article><figure><img><figcaption>Von Ines Caldeira 04.03.2024</figcaption></figure>{STORY}</article>"
            ),
            format!("<article><p class=caption>04.03.2024, 09:15 Uhr</p>{STORY}</article>"),
            format!("<article>{STORY}<aside>{figure}</aside></article>"),
            format!("<article>{STORY}</article><div class=related>{figure}</div>"),
            format!("<main><div>{STORY}</div><article>{figure}</article></main>"),
            format!("<article>{STORY}<a href=/quay>{figure}</a></article>"),
            format!(
                "<article>{STORY}<table><caption>Tolls by year</caption><tr><td>9</td></tr></table></article>"
            ),
            format!(
                "<article>{STORY}<figure><img><figcaption>Advertisement</figcaption></figure></article>"
            ),
        ] {
            assert_eq!(captions(&html), [], "{html}");
        }
    }
}
