//! The words of a small piece of HTML inside a field.
//!
//! Programs put a story's body into JSON as a fragment of HTML that is nothing but the story, so
//! taking off the tags is enough; whole pages are not read here. A tag that ends a block becomes a
//! paragraph's end, scripts and styles are left out, the entities that prose uses are resolved.

/// Whether a text is a fragment of HTML rather than prose that mentions a tag.
pub fn is_html(text: &str) -> bool {
    let start = text.trim_start();
    let tag = start
        .strip_prefix('<')
        .and_then(|rest| rest.split(|c: char| !c.is_ascii_alphanumeric()).next());
    tag.is_some_and(|tag| {
        matches!(
            tag.to_ascii_lowercase().as_str(),
            "p" | "div"
                | "article"
                | "section"
                | "h1"
                | "h2"
                | "h3"
                | "h4"
                | "ul"
                | "ol"
                | "blockquote"
                | "span"
                | "figure"
                | "a"
                | "strong"
                | "b"
                | "em"
                | "i"
                | "br"
                | "table"
        )
    }) && start.contains("</")
}

/// The text between the tags.
pub fn text_of(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        push_words(&mut text, rest.get(..open).unwrap_or_default());
        rest = rest.get(open..).unwrap_or_default();
        if let Some(comment) = rest.strip_prefix("<!--") {
            rest = comment.split_once("-->").map_or("", |(_, after)| after);
            continue;
        }
        let Some((tag, after)) = rest.split_once('>') else {
            // An unclosed bracket is a character of the text.
            break;
        };
        let name: String = tag
            .chars()
            .skip(1)
            .skip_while(|&c| c == '/')
            .take_while(char::is_ascii_alphanumeric)
            .collect::<String>()
            .to_ascii_lowercase();
        if !tag.chars().nth(1).is_some_and(|c| c.is_ascii_alphabetic() || c == '/' || c == '!') {
            text.push('<');
            rest = rest.get(1..).unwrap_or_default();
            continue;
        }
        rest = after;
        match name.as_str() {
            "script" | "style" if !tag.starts_with("</") => {
                let end = find_ignoring_case(after, &format!("</{name}"));
                rest = end.and_then(|end| after.get(end..)).unwrap_or_default();
            }
            "p" | "div" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "blockquote" | "ul" | "ol"
            | "table" | "section" | "article" | "figure" | "figcaption" | "header" | "footer"
            | "hr" => end_line(&mut text, "\n\n"),
            "br" | "li" | "tr" | "dt" | "dd" => end_line(&mut text, "\n"),
            "td" | "th" => end_line(&mut text, " "),
            _ => {}
        }
    }
    push_words(&mut text, rest);
    text.trim().to_owned()
}

/// Adds characters as HTML means them: white space in runs is one space.
fn push_words(text: &mut String, words: &str) {
    for (place, word) in words.split_ascii_whitespace().enumerate() {
        let had_space = place > 0 || words.starts_with(|c: char| c.is_ascii_whitespace());
        if had_space && !text.is_empty() && !text.ends_with(char::is_whitespace) {
            text.push(' ');
        }
        push_resolved(text, word);
    }
    if words.ends_with(|c: char| c.is_ascii_whitespace())
        && !text.is_empty()
        && !text.ends_with(char::is_whitespace)
    {
        text.push(' ');
    }
}

fn push_resolved(text: &mut String, word: &str) {
    let mut rest = word;
    while let Some(start) = rest.find('&') {
        text.push_str(rest.get(..start).unwrap_or_default());
        rest = rest.get(start..).unwrap_or_default();
        let resolved = rest
            .get(1..)
            .and_then(|body| body.split_once(';'))
            .filter(|(name, _)| name.len() <= 8)
            .and_then(|(name, after)| Some((entity(name)?, after)));
        match resolved {
            Some((character, after)) => {
                text.push(character);
                rest = after;
            }
            None => {
                text.push('&');
                rest = rest.get(1..).unwrap_or_default();
            }
        }
    }
    text.push_str(rest);
}

fn entity(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code).filter(|&c| c != '\0');
    }
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        "ndash" => '–',
        "mdash" => '—',
        "lsquo" => '‘',
        "rsquo" => '’',
        "ldquo" => '“',
        "rdquo" => '”',
        "hellip" => '…',
        "pound" => '£',
        "euro" => '€',
        "copy" => '©',
        "eacute" => 'é',
        _ => return None,
    })
}

fn end_line(text: &mut String, end: &str) {
    let kept = text.trim_end_matches(' ').len();
    text.truncate(kept);
    if text.is_empty() {
        return;
    }
    let had = text.bytes().rev().take_while(|&byte| byte == b'\n').count();
    for _ in had..end.matches('\n').count() {
        text.push('\n');
    }
    if end == " " && had == 0 {
        text.push(' ');
    }
}

fn find_ignoring_case(text: &str, word: &str) -> Option<usize> {
    text.as_bytes()
        .windows(word.len())
        .position(|window| window.eq_ignore_ascii_case(word.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_go_and_words_stay() {
        for (html, text) in [
            (
                "<p>The <a href=\"x\">minister</a> said\n no.</p><p>Twice.</p>",
                "The minister said no.\n\nTwice.",
            ),
            ("<div><ul><li>One</li><li>Two &amp; three</li></ul></div>", "One\nTwo & three"),
            ("<p>a<br/>b</p><script>alert('</p>')</script><p>c</p>", "a\nb\n\nc"),
            ("<p>&pound;5 &#8211; &#x2014; &unknown; &</p>", "£5 – — &unknown; &"),
            ("<p>1 < 2 and 3", "1 < 2 and 3"),
            ("<p>a<!-- <p>b --> c</p>", "a c"),
            ("<p><strong>No</strong>.</p>", "No."),
        ] {
            assert!(is_html(html) || !html.contains("</"), "{html}");
            assert_eq!(text_of(html), text, "{html}");
        }
    }

    #[test]
    fn prose_is_no_html() {
        for text in ["The minister said no.", "<3 from </all> of us", "", "a <p>b</p>"] {
            assert!(!is_html(text), "{text}");
        }
    }
}
