//! SVG, written by hand: a drawing of a given width, with the words that describe it.
//!
//! Everything that is written goes through here, so that text is escaped and numbers are rounded in one
//! place. Colours are classes (`palette`), which a dark ground gives other colours.

use super::scale::rounded;
use super::text::{shortened, whole, width, xml};
use super::{Drawing, Error, Picture, Rows, palette};

/// What a drawing is made for. Its units are CSS pixels at the width that it is meant for.
#[derive(Debug)]
pub(super) struct Frame {
    /// Before every id, so that two drawings can stand on one page.
    pub(super) id: &'static str,
    pub(super) width: f64,
    /// The size of all letters but a heading's.
    pub(super) text: f64,
    /// How high what lies over time is.
    pub(super) height: f64,
    /// Small pictures in a row.
    pub(super) columns: usize,
    /// Whether names stand beside the picture or above it.
    pub(super) has_side: bool,
    /// How high a network is, and the widest name in it.
    pub(super) network: (f64, f64),
}

/// A file: its letters are 9 pixels where it is shown 390 wide, and 16 at its own width.
const FILE: Frame = Frame {
    id: "p",
    width: 640.0,
    text: 16.0,
    height: 330.0,
    columns: 3,
    has_side: false,
    network: (860.0, 165.0),
};

/// What is drawn upon, and how far it has been used from the top.
pub(super) struct Svg {
    pub(super) frame: &'static Frame,
    pub(super) top: f64,
    title: String,
    about: String,
    body: String,
}

/// How much wider bold letters are.
pub(super) const BOLD: f64 = 1.1;

/// Where text stands to its place.
#[derive(Clone, Copy, Debug)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

impl Svg {
    /// A drawing of this size.
    pub(super) fn new(frame: &'static Frame, title: &str, said: &str, axis: &str) -> Self {
        let mut svg = Self {
            frame,
            top: 0.0,
            title: title.to_owned(),
            about: said.to_owned(),
            body: String::new(),
        };
        for line in wrapped(axis, frame.text, frame.width) {
            svg.top += frame.text * 1.25;
            let baseline = svg.top - frame.text * 0.25;
            svg.text("soft", 0.0, baseline, Anchor::Start, &line);
        }
        svg.top += frame.text * 0.5;
        svg
    }

    /// The drawing: of the height that was used, a file's with a heading above it.
    fn element(&self, heading: Option<&str>, style: &str) -> String {
        let (id, text) = (self.frame.id, self.frame.text);
        let mut head = String::new();
        let mut above = 0.0;
        for line in heading
            .map(|heading| wrapped(heading, text * 1.3, self.frame.width))
            .unwrap_or_default()
        {
            above += text * 1.7;
            head.push_str(&format!(
                "<text class=\"ink bold\" x=\"0\" y=\"{}\" font-size=\"{}\">{}</text>\n",
                rounded(above - text * 0.5),
                rounded(text * 1.3),
                xml(&line)
            ));
        }
        // A little room on every side, so that neither a dark ground nor letters end at the edge.
        let room = if heading.is_some() { text } else { 1.0 };
        let (wide, high) = (self.frame.width + 2.0 * room, self.top + above + 2.0 * room);
        let size = match heading {
            Some(_) => format!(" width=\"{}\" height=\"{}\"", rounded(wide), rounded(high)),
            None => String::new(),
        };
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"{id}\"{size} viewBox=\"{} {} {} {}\" role=\"img\" \
             aria-labelledby=\"{id}-title {id}-desc\">\n\
             <title id=\"{id}-title\">{}</title>\n<desc id=\"{id}-desc\">{}</desc>\n{style}{}\n\
             <rect class=\"ground\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/>\n{head}\
             <g transform=\"translate(0 {})\" font-size=\"{}\">\n{}</g>\n</svg>\n",
            rounded(-room),
            rounded(-room),
            rounded(wide),
            rounded(high),
            xml(&self.title),
            xml(&self.about),
            palette::patterns(id),
            rounded(-room),
            rounded(-room),
            rounded(wide),
            rounded(high),
            rounded(above),
            rounded(text),
            self.body
        )
    }

    /// As part of a page, which has heading and style.
    pub(super) fn part(&self) -> String {
        self.element(None, "")
    }

    // --- What is drawn

    /// Writes words.
    pub(super) fn text(&mut self, class: &str, x: f64, y: f64, anchor: Anchor, text: &str) {
        let anchor = match anchor {
            Anchor::Start => "",
            Anchor::Middle => " text-anchor=\"middle\"",
            Anchor::End => " text-anchor=\"end\"",
        };
        self.body.push_str(&format!(
            "<text class=\"{class}\" x=\"{}\" y=\"{}\"{anchor}>{}</text>\n",
            rounded(x),
            rounded(y),
            xml(text)
        ));
    }

    /// A name that may be cut, and is shown whole on pointing at it.
    pub(super) fn name(
        &mut self,
        class: &str,
        x: f64,
        y: f64,
        anchor: Anchor,
        name: &str,
        room: f64,
    ) {
        let weight = if class.contains("bold") { BOLD } else { 1.0 };
        let shown = shortened(name, self.frame.text * weight, room);
        self.text(class, x, y, anchor, &shown);
        if shown != name
            && let Some(end) = self.body.rfind("</text>\n")
        {
            let whole = format!("<title>{}</title>", xml(&whole(name)));
            self.body.insert_str(end, &whole);
        }
    }

    /// Draws a straight line.
    pub(super) fn line(&mut self, class: &str, from: (f64, f64), to: (f64, f64)) {
        self.body.push_str(&format!(
            "<line class=\"{class}\" x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\"/>\n",
            rounded(from.0),
            rounded(from.1),
            rounded(to.0),
            rounded(to.1)
        ));
    }

    /// A line whose width says something.
    pub(super) fn link(&mut self, from: (f64, f64), to: (f64, f64), width: f64, title: &str) {
        self.body.push_str(&format!(
            "<line class=\"link\" x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\" stroke-width=\"{}\"><title>{}</title></line>\n",
            rounded(from.0),
            rounded(from.1),
            rounded(to.0),
            rounded(to.1),
            rounded(width),
            xml(title)
        ));
    }

    /// Draws a disc.
    pub(super) fn circle(&mut self, class: &str, at: (f64, f64), radius: f64, title: &str) {
        self.body.push_str(&format!(
            "<circle class=\"{class}\" cx=\"{}\" cy=\"{}\" r=\"{}\"><title>{}</title></circle>\n",
            rounded(at.0),
            rounded(at.1),
            rounded(radius),
            xml(title)
        ));
    }

    /// Draws a rectangle.
    pub(super) fn rect(&mut self, class: &str, at: (f64, f64), size: (f64, f64), title: &str) {
        let title = match title {
            "" => String::new(),
            title => format!("<title>{}</title>", xml(title)),
        };
        self.body.push_str(&format!(
            "<rect class=\"{class}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\">{title}</rect>\n",
            rounded(at.0),
            rounded(at.1),
            rounded(size.0),
            rounded(size.1)
        ));
    }

    /// A part of a stack: its colour and, over it, its pattern.
    pub(super) fn filled(&mut self, colour: usize, at: (f64, f64), size: (f64, f64), title: &str) {
        self.rect(&format!("f{colour}"), at, size, title);
        if let Some(pattern) = palette::pattern_of(colour) {
            self.body.push_str(&format!(
                "<rect class=\"over\" fill=\"url(#{}-{pattern})\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/>\n",
                self.frame.id,
                rounded(at.0),
                rounded(at.1),
                rounded(size.0),
                rounded(size.1)
            ));
        }
    }

    /// A line through points; `base` closes it to an area above that height.
    pub(super) fn path(&mut self, class: &str, points: &[(f64, f64)], base: Option<f64>) {
        let mut path = String::new();
        for (at, (x, y)) in points.iter().enumerate() {
            let word = if at == 0 { 'M' } else { 'L' };
            path.push_str(&format!("{word}{} {}", rounded(*x), rounded(*y)));
        }
        if let (Some(base), Some(first), Some(last)) = (base, points.first(), points.last()) {
            path.push_str(&format!(
                "L{} {1}L{2} {1}Z",
                rounded(last.0),
                rounded(base),
                rounded(first.0)
            ));
        }
        self.body.push_str(&format!("<path class=\"{class}\" d=\"{path}\"/>\n"));
    }
}

/// Text in lines of so many units.
pub(super) fn wrapped(text: &str, size: f64, room: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if width(line, size) + width(" ", size) + width(word, size) <= room => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(shortened(word, size, room)),
        }
    }
    lines
}

/// A picture in a file of its own.
pub(super) fn file(drawing: &Drawing<'_>, rows: &Rows) -> Result<String, Error> {
    let picture = Picture::new(drawing, rows)?;
    let mut svg = picture.drawn(&FILE, drawing.title);
    for note in picture.notes() {
        for line in wrapped(note, FILE.text, FILE.width) {
            svg.top += FILE.text * 1.3;
            let baseline = svg.top - FILE.text * 0.3;
            svg.text("soft", 0.0, baseline, Anchor::Start, &line);
        }
    }
    let heading = match drawing.asked.iter().find(|(name, _)| name == "name") {
        Some((_, name)) => whole(&format!("{}: {name}", drawing.title)),
        None => whole(drawing.title),
    };
    let style = format!(
        "<style>\n{}:root {{ max-width: 100%; height: auto; }}\n</style>\n",
        palette::css()
    );
    Ok(svg.element(Some(&heading), &style))
}
