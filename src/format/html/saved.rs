//! What a browser wrote into a page when it saved it.

/// How far into the page a browser's own remark is looked for.
const REACH: usize = 4096;

/// The address that a page was saved from: Internet Explorer's and Chrome's
/// `<!-- saved from url=(0042)https://… -->`, SingleFile's ` url: https://…`.
pub fn address(html: &str) -> Option<&str> {
    let start = html.get(..html.floor_char_boundary(REACH)).unwrap_or(html);
    for (mark, skips_count) in [("saved from url=", true), ("Page saved with SingleFile", false)] {
        let Some((_, rest)) = start.split_once(mark) else { continue };
        let (remark, _) = rest.split_once("-->")?;
        let remark = if skips_count {
            remark
                .split_once(')')
                .filter(|_| remark.starts_with('('))
                .map_or(remark, |(_, rest)| rest)
        } else {
            remark.split_once("url:")?.1
        };
        let address = remark.split_whitespace().next()?;
        if address.starts_with("http://") || address.starts_with("https://") {
            return Some(address);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_saved_page_tells_where_it_was() {
        let singlefile = "<html><!--\n Page saved with SingleFile \n url: https://a.example/s?x=1 \n saved date: Mon Mar 04 2024\n--><head>";
        for (html, expected) in [
            (
                "<!-- saved from url=(0023)https://a.example/story -->\n<html>",
                Some("https://a.example/story"),
            ),
            (
                "<!DOCTYPE html>\n<!-- saved from url=http://a.example/ --><html>",
                Some("http://a.example/"),
            ),
            ("<!-- saved from url=(0014)about:internet -->", None),
            (singlefile, Some("https://a.example/s?x=1")),
            ("<html><p>It was saved from url=(1) nothing.", None),
            ("", None),
        ] {
            assert_eq!(address(html), expected, "{html}");
        }
    }
}
