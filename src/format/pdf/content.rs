//! The content of a page: which characters are shown where.
//!
//! Only what concerns text is executed (ISO 32000-1, 9): states, positions, forms inside the page.
//! What must stay true: the work on a file is counted, and ends when the count is used up.

use std::collections::HashMap;
use std::rc::Rc;

use hayro_syntax::content::UntypedIter;
use hayro_syntax::object::{Array, Dict, Name, Object, ObjectIdentifier, Stream};
use hayro_syntax::page::{Page, Resources};

use super::fonts::Font;
use super::streams::{Budget, LONGEST};

/// More operators and characters than these are not executed in one file, or shown on one page.
const MOST_OPERATORS: usize = 10_000_000;
/// What a form costs beside its operators.
const OPERATORS_OF_A_FORM: usize = 200;
const MOST_GLYPHS_OF_A_PAGE: usize = 300_000;
/// Forms nest, and states within them.
const DEEPEST_FORM: usize = 10;
const DEEPEST_STATE: usize = 256;

/// A character with its place, in points; `y` is the baseline and grows upwards.
#[derive(Clone, Debug)]
pub struct Glyph {
    pub text: String,
    pub x0: f32,
    pub x1: f32,
    pub y: f32,
    /// Height of the font on the page, in points.
    pub size: f32,
    pub is_bold: bool,
    /// How often the text is turned by 90 degrees.
    pub turns: u8,
}

type Matrix = [f32; 6];
const IDENTITY: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

/// `first`, then `second`.
fn concatenated(first: Matrix, second: Matrix) -> Matrix {
    let [a, b, c, d, e, f] = first;
    let [a2, b2, c2, d2, e2, f2] = second;
    [
        a * a2 + b * c2,
        a * b2 + b * d2,
        c * a2 + d * c2,
        c * b2 + d * d2,
        e * a2 + f * c2 + e2,
        e * b2 + f * d2 + f2,
    ]
}

#[derive(Clone)]
struct State {
    matrix: Matrix,
    font: Option<Rc<Font>>,
    size: f32,
    character_spacing: f32,
    word_spacing: f32,
    scaling: f32,
    leading: f32,
    rise: f32,
}

impl State {
    fn new(matrix: Matrix) -> Self {
        Self {
            matrix,
            font: None,
            size: 1.0,
            character_spacing: 0.0,
            word_spacing: 0.0,
            scaling: 1.0,
            leading: 0.0,
            rise: 0.0,
        }
    }
}

/// Executes pages of one file.
pub struct Interpreter {
    pub budget: Budget,
    operators_left: usize,
    /// Whether a page shows more than is read of one.
    is_cut: bool,
    fonts: HashMap<ObjectIdentifier, Rc<Font>>,
    glyphs: Vec<Glyph>,
    /// Words that stand for what is shown, where a program gives them (`ActualText`).
    replacements: Vec<Option<String>>,
}

impl Interpreter {
    /// An interpreter with the whole budget of one file.
    pub fn new() -> Self {
        Self {
            budget: Budget::new(),
            operators_left: MOST_OPERATORS,
            is_cut: false,
            fonts: HashMap::new(),
            glyphs: Vec::new(),
            replacements: Vec::new(),
        }
    }

    /// Whether all the work was done that the pages ask for.
    pub fn is_complete(&self) -> bool {
        self.operators_left > 0 && !self.is_cut && !self.budget.is_spent
    }

    /// The characters of a page in the order in which they are shown.
    pub fn page(&mut self, page: &Page) -> Vec<Glyph> {
        let mut content = Vec::new();
        if let Some(stream) = page.raw().get::<Stream>("Contents") {
            content = self.budget.content(&stream);
        } else if let Some(streams) = page.raw().get::<Array>("Contents") {
            for stream in streams.iter::<Stream>().take(10_000) {
                content.extend(self.budget.content(&stream));
                content.push(b'\n');
                // One stream may stand in it many times.
                if content.len() as u64 > LONGEST {
                    break;
                }
            }
        }
        let coefficients = page.initial_transform(false).as_coeffs().map(|value| value as f32);
        self.glyphs.clear();
        self.replacements.clear();
        self.run(&content, page.resources(), coefficients, 0);
        std::mem::take(&mut self.glyphs)
    }

    fn run(&mut self, content: &[u8], resources: &Resources, matrix: Matrix, depth: usize) {
        let mut text = TextRun {
            state: State::new(matrix),
            about: Vec::new(),
            text_matrix: IDENTITY,
            line_matrix: IDENTITY,
        };
        let open_marks = self.replacements.len();
        let mut instructions = UntypedIter::new(content);
        while let Some(instruction) = instructions.next() {
            let Some(left) = self.operators_left.checked_sub(1) else { return };
            self.operators_left = left;
            if self.glyphs.len() > MOST_GLYPHS_OF_A_PAGE {
                self.is_cut = true;
                return;
            }
            let operands: Vec<&Object> = instruction.operands().collect();
            let operator: &[u8] = instruction.operator;
            match (operator, operands.as_slice()) {
                (b"Do", [Object::Name(name), ..]) => {
                    if let Some(form) = resources.get_x_object(name) {
                        self.form(&form, resources, text.state.matrix, depth);
                    }
                }
                (b"Tf", [Object::Name(name), Object::Number(size)]) => {
                    text.state.size = size.as_f32();
                    text.state.font = self.font(resources, name);
                }
                (b"BDC", operands) => {
                    let properties = operands.get(1);
                    let replacement =
                        properties.and_then(|properties| replacement(properties, resources));
                    self.replacements.push(replacement);
                }
                (b"BMC", _) => self.replacements.push(None),
                (b"EMC", _) if self.replacements.len() > open_marks => {
                    self.replacements.pop();
                }
                (b"Tj", [.., Object::String(string)]) => self.show(&mut text, string),
                (b"'" | b"\"", operands) => {
                    text.next_line();
                    if let Some(Object::String(string)) = operands.last() {
                        self.show(&mut text, string);
                    }
                }
                (b"TJ", [Object::Array(array), ..]) => self.show_spaced(&mut text, array),
                (operator, operands) => text.operate(operator, &numbers(operands)),
            }
        }
        self.replacements.truncate(open_marks);
    }

    /// Shows strings with the shifts between them, in thousandths of the font's size.
    fn show_spaced(&mut self, text: &mut TextRun, array: &Array) {
        for object in array.iter::<Object>() {
            match object {
                Object::String(string) => self.show(text, &string),
                Object::Number(number) => {
                    let shift = -number.as_f32() / 1000.0 * text.state.size;
                    text.advance(shift * text.state.scaling);
                }
                _ => {}
            }
        }
    }

    fn form(&mut self, form: &Stream, about: &Resources, matrix: Matrix, depth: usize) {
        let dict = form.dict();
        if depth >= DEEPEST_FORM || dict.get::<Name>("Subtype").as_deref() != Some(b"Form") {
            return;
        }
        self.operators_left = self.operators_left.saturating_sub(OPERATORS_OF_A_FORM);
        let mut own = IDENTITY;
        if let Some(array) = dict.get::<Array>("Matrix") {
            for (value, number) in own.iter_mut().zip(array.iter::<f32>()) {
                *value = number;
            }
        }
        let content = self.budget.content(form);
        let matrix = concatenated(own, matrix);
        match dict.get::<Dict>("Resources") {
            Some(resources) => self.run(&content, &Resources::new(resources), matrix, depth + 1),
            None => self.run(&content, about, matrix, depth + 1),
        }
    }

    fn font(&mut self, resources: &Resources, name: &Name) -> Option<Rc<Font>> {
        let dict = resources.get_font(name)?;
        let Some(identifier) = dict.obj_id() else {
            return Some(Rc::new(Font::read(&dict, &mut self.budget)));
        };
        if let Some(font) = self.fonts.get(&identifier) {
            return Some(Rc::clone(font));
        }
        let font = Rc::new(Font::read(&dict, &mut self.budget));
        self.fonts.insert(identifier, Rc::clone(&font));
        Some(font)
    }

    fn show(&mut self, text: &mut TextRun, string: &[u8]) {
        let Some(font) = text.state.font.clone() else { return };
        let room = MOST_GLYPHS_OF_A_PAGE.saturating_sub(self.glyphs.len());
        let string = string.get(..room.min(self.operators_left)).unwrap_or(string);
        self.operators_left = self.operators_left.saturating_sub(string.len());
        for shown in font.shown(string) {
            let state = &text.state;
            let mut width = shown.width / 1000.0 * state.size + state.character_spacing;
            if shown.is_space {
                width += state.word_spacing;
            }
            let width = width * state.scaling;
            let bare = shown.width / 1000.0 * state.size * state.scaling;
            let glyph = text.glyph(bare, &font, shown.text);
            text.advance(width);
            let Some(mut glyph) = glyph else { continue };
            // The first glyph gets all the words, the others none.
            if let Some(words) = self.replacements.iter_mut().rev().find_map(Option::as_mut) {
                glyph.text = std::mem::take(words);
            }
            if !glyph.text.is_empty() && self.glyphs.len() <= MOST_GLYPHS_OF_A_PAGE {
                self.glyphs.push(glyph);
            }
        }
    }
}

/// The words that stand for what is shown, by the properties of marked content or by their name.
fn replacement(properties: &Object, resources: &Resources) -> Option<String> {
    match properties {
        Object::Dict(dict) => actual_text(dict),
        Object::Name(name) => actual_text(&resources.properties.get::<Dict>(&**name)?),
        _ => None,
    }
}

fn numbers(operands: &[&Object]) -> Vec<f32> {
    let number = |operand: &&Object| match operand {
        Object::Number(number) => Some(number.as_f32()),
        _ => None,
    };
    operands.iter().filter_map(number).collect()
}

/// The words that a program says are shown.
fn actual_text(properties: &Dict) -> Option<String> {
    let string = properties.get::<hayro_syntax::object::String>("ActualText")?;
    Some(text_string(&string))
}

/// A text string (ISO 32000-1, 7.9.2.2): UTF-16 or UTF-8 with a mark, else nearly Latin-1.
pub fn text_string(bytes: &[u8]) -> String {
    let text = match bytes {
        [0xfe, 0xff, rest @ ..] => encoding_rs::UTF_16BE.decode_without_bom_handling(rest).0,
        [0xff, 0xfe, rest @ ..] => encoding_rs::UTF_16LE.decode_without_bom_handling(rest).0,
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest),
        bytes => encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0,
    };
    text.chars().filter(|character| !character.is_control()).collect()
}

/// The states while a content is executed.
struct TextRun {
    state: State,
    about: Vec<State>,
    text_matrix: Matrix,
    line_matrix: Matrix,
}

impl TextRun {
    fn operate(&mut self, operator: &[u8], numbers: &[f32]) {
        let first = numbers.first().copied();
        match (operator, numbers) {
            (b"q", _) if self.about.len() < DEEPEST_STATE => self.about.push(self.state.clone()),
            (b"Q", _) => {
                if let Some(state) = self.about.pop() {
                    self.state = state;
                }
            }
            (b"cm", &[a, b, c, d, e, f]) => {
                self.state.matrix = concatenated([a, b, c, d, e, f], self.state.matrix);
            }
            (b"BT", _) => {
                self.text_matrix = IDENTITY;
                self.line_matrix = IDENTITY;
            }
            (b"Tm", &[a, b, c, d, e, f]) => {
                self.line_matrix = [a, b, c, d, e, f];
                self.text_matrix = self.line_matrix;
            }
            (b"Td", &[x, y]) => self.move_line(x, y),
            (b"TD", &[x, y]) => {
                self.state.leading = -y;
                self.move_line(x, y);
            }
            (b"T*", _) => self.next_line(),
            (b"Tc", _) => self.state.character_spacing = first.unwrap_or_default(),
            (b"Tw", _) => self.state.word_spacing = first.unwrap_or_default(),
            (b"Tz", _) => self.state.scaling = first.unwrap_or(100.0) / 100.0,
            (b"TL", _) => self.state.leading = first.unwrap_or_default(),
            (b"Ts", _) => self.state.rise = first.unwrap_or_default(),
            _ => {}
        }
    }

    fn move_line(&mut self, x: f32, y: f32) {
        self.line_matrix = concatenated([1.0, 0.0, 0.0, 1.0, x, y], self.line_matrix);
        self.text_matrix = self.line_matrix;
    }

    fn next_line(&mut self) {
        self.move_line(0.0, -self.state.leading);
    }

    fn advance(&mut self, width: f32) {
        self.text_matrix = concatenated([1.0, 0.0, 0.0, 1.0, width, 0.0], self.text_matrix);
    }

    /// A character of that width at the present position; `None` where it cannot be seen on any
    /// page.
    fn glyph(&self, width: f32, font: &Font, text: String) -> Option<Glyph> {
        let [a, b, c, d, e, f] = concatenated(self.text_matrix, self.state.matrix);
        let (x, y) = (e + c * self.state.rise, f + d * self.state.rise);
        let size = (c * c + d * d).sqrt() * self.state.size.abs() * font.height;
        // Where the text runs to: right, up, left or down.
        let turns = if a.abs() >= b.abs() {
            if a >= 0.0 { 0 } else { 2 }
        } else if b > 0.0 {
            1
        } else {
            3
        };
        let (along, across) = turned(x, y, turns);
        let length = (a * a + b * b).sqrt() * width.abs();
        let is_placed = [along, across, length, size].iter().all(|value| value.abs() < 100_000.0);
        (is_placed && size > 0.5).then_some(Glyph {
            text,
            x0: along,
            x1: along + length,
            y: across,
            size,
            is_bold: font.is_bold,
            turns,
        })
    }
}

/// A point as it is seen by who turns the page so that the text runs to the right.
fn turned(x: f32, y: f32, turns: u8) -> (f32, f32) {
    match turns {
        0 => (x, y),
        1 => (y, -x),
        2 => (-x, -y),
        _ => (-y, x),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_strings_say_in_what_they_are_written() {
        for (bytes, expected) in [
            (&b"\xfe\xff\x00T\x20\x19"[..], "T’"),
            (b"\xef\xbb\xbf\xc3\xa9", "é"),
            (b"caf\xe9", "café"),
            (b"", ""),
        ] {
            assert_eq!(text_string(bytes), expected);
        }
    }

    #[test]
    fn matrices_apply_one_after_the_other() {
        let moved = concatenated([1.0, 0.0, 0.0, 1.0, 5.0, 0.0], [2.0, 0.0, 0.0, 2.0, 1.0, 1.0]);
        assert_eq!(moved, [2.0, 0.0, 0.0, 2.0, 11.0, 1.0]);
    }
}
