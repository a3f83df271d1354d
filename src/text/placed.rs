//! Where the characters of an article's field stand in the text that it was read from.
//!
//! A field is some stretches of its text, in NFC, with other white space and without characters that only say where a
//! line may break. What must stay true: a place that cannot be told is none, and whoever asks compares the words that
//! stand there; memory and time do not grow with more than the length of the text.

use std::collections::{HashMap, HashSet};
use std::slice;

use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::{Graphemes, UnicodeSegmentation};

use crate::model::{Region, RegionRole};

/// From where to where in a text something goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    pub start_char: usize,
    pub end_char: usize,
    pub start_byte: usize,
    pub end_byte: usize,
}

/// How far ahead a character is looked for: of what stands in the text and not in the field there is little, such as the
/// marks of a quoted message.
const LOOK: usize = 256;

/// Where in `text` each `wanted` character of `field` stands, by its number there. The field is of that part, and of the
/// stretches with that role. What is not found, and white space, is left out.
pub fn places(
    text: &str,
    regions: &[Region],
    (part, role): (u32, RegionRole),
    field: &str,
    wanted: &HashSet<usize>,
) -> HashMap<usize, Place> {
    let mut places = HashMap::with_capacity(wanted.len());
    let mut stretches = Stretches::new(text, regions, part, role);
    for (number, character) in field.chars().enumerate().filter(|(_, c)| is_seen(*c)) {
        let mut ahead = stretches.clone();
        let Some(at) = ahead.by_ref().take(LOOK).find(|(found, _)| *found == character) else {
            continue;
        };
        stretches = ahead;
        if wanted.contains(&number) {
            places.insert(number, at.1);
        }
    }
    places
}

/// The characters of some stretches of a text, in NFC, each with its place.
#[derive(Clone)]
struct Stretches<'t> {
    text: &'t str,
    regions: slice::Iter<'t, Region>,
    of: (u32, RegionRole),
    graphemes: Graphemes<'t>,
    /// Where the next grapheme begins.
    byte: usize,
    char: usize,
    /// What is left of a grapheme of several characters.
    rest: Vec<char>,
    place: Place,
}

impl<'t> Stretches<'t> {
    fn new(text: &'t str, regions: &'t [Region], part: u32, role: RegionRole) -> Self {
        Self {
            text,
            regions: regions.iter(),
            of: (part, role),
            graphemes: "".graphemes(true),
            byte: 0,
            char: 0,
            rest: Vec::new(),
            place: Place { start_char: 0, end_char: 0, start_byte: 0, end_byte: 0 },
        }
    }
}

impl Iterator for Stretches<'_> {
    type Item = (char, Place);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(character) = self.rest.pop() {
                return Some((character, self.place));
            }
            let Some(grapheme) = self.graphemes.next() else {
                let (part, role) = self.of;
                let region = self.regions.find(|it| it.part == Some(part) && it.role == role)?;
                let between = self.text.get(self.byte..region.start)?;
                self.char += between.chars().count();
                self.byte = region.start;
                self.graphemes = self.text.get(region.start..region.end)?.graphemes(true);
                continue;
            };
            let (start_char, start_byte) = (self.char, self.byte);
            self.char += grapheme.chars().count();
            self.byte += grapheme.len();
            self.place = Place { start_char, end_char: self.char, start_byte, end_byte: self.byte };
            let mut characters = grapheme.nfc().filter(|character| is_seen(*character));
            if let Some(first) = characters.next() {
                self.rest.extend(characters);
                self.rest.reverse();
                return Some((first, self.place));
            }
        }
    }
}

/// Whether it stands in a field as it stands in the text.
fn is_seen(character: char) -> bool {
    let is_format =
        matches!(character, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' | '\0');
    !character.is_whitespace() && !is_format
}

#[cfg(test)]
mod tests {
    use super::*;

    fn region(start: usize, end: usize, role: RegionRole) -> Region {
        Region { start, end, part: Some(0), role }
    }

    #[test]
    fn places_are_those_of_the_text_whatever_became_of_its_characters() {
        // A letter of two bytes, a line break, a soft hyphen and an accent of its own stand before and in it.
        let text = "Ä\nBy A\nZo\u{ad}e\u{308}\n> met Ana.\nAna";
        let (body, foot) = (text.find('Z').unwrap(), text.rfind('A').unwrap());
        let regions = [
            region(0, body, RegionRole::Byline),
            region(body, foot, RegionRole::Body),
            region(foot, text.len(), RegionRole::Copyright),
        ];
        let field = "Zoë met Ana. Ana";
        let all: HashSet<usize> = (0..field.chars().count()).collect();
        let places = places(text, &regions, (0, RegionRole::Body), field, &all);
        let words = |from: usize, to: usize| {
            let (first, last) = (places[&from], places[&(to - 1)]);
            let characters: Vec<char> = text.chars().collect();
            let found: String = characters[first.start_char..last.end_char].iter().collect();
            assert_eq!(found, text[first.start_byte..last.end_byte]);
            found
        };
        assert_eq!(words(0, 3), "Zo\u{ad}e\u{308}");
        assert_eq!(words(4, 7), "met");
        assert_eq!(words(8, 11), "Ana");
        // White space, and what stands in no stretch of the body.
        assert!([3, 7, 13, 14, 15].iter().all(|number| !places.contains_key(number)));
    }

    #[test]
    fn only_what_is_wanted_is_told_and_another_part_has_its_own() {
        let regions = [region(0, 3, RegionRole::Body)];
        let found = |part, wanted: &[usize]| {
            let wanted = wanted.iter().copied().collect();
            places("Ana", &regions, (part, RegionRole::Body), "Ana", &wanted)
        };
        let last = Place { start_char: 2, end_char: 3, start_byte: 2, end_byte: 3 };
        assert_eq!(found(0, &[2]), HashMap::from([(2, last)]));
        assert!(found(1, &[0, 1, 2]).is_empty());
    }
}
