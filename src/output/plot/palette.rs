//! Colours that people who see fewer of them can tell apart, on a light ground and on a dark one.
//!
//! The eight of Okabe and Ito, "Color Universal Design" (2008, jfly.uni-koeln.de/color). On the dark ground
//! they are as published, with nearly white for black. On white four of them are too light to be seen well
//! (orange is 2.2 to 1), and are darkened there. What must stay true, and is tested: every colour stands
//! out 3 to 1 from its ground (WCAG 2.2, 1.4.11), and two that would look alike to somebody with one of the
//! three deficiencies differ in their pattern as well.

use std::fmt::Write;

struct Colour {
    on_light: &'static str,
    on_dark: &'static str,
    pattern: Option<&'static str>,
}

const fn colour(
    on_light: &'static str,
    on_dark: &'static str,
    pattern: Option<&'static str>,
) -> Colour {
    Colour { on_light, on_dark, pattern }
}

const LINES: Option<&str> = Some("lines");
const DOTS: Option<&str> = Some("dots");

/// In the order in which they are taken: neighbours in a stack are far apart.
const COLOURS: [Colour; 10] = [
    colour("#0072B2", "#0072B2", None),
    colour("#865B00", "#E69F00", LINES),
    colour("#009E73", "#009E73", None),
    colour("#499BC9", "#56B4E9", LINES),
    colour("#D55E00", "#D55E00", None),
    colour("#9E9528", "#F0E442", LINES),
    colour("#C776A3", "#CC79A7", None),
    colour("#1A1A1A", "#F2F2F2", LINES),
    // For what is no name of its own.
    colour("#686C72", "#6E7278", None),
    colour("#686C72", "#6E7278", DOTS),
];

/// What is drawn in one colour.
const ONE: Colour = colour("#0072B2", "#56B4E9", None);

/// Links, and where the keyboard is.
const ACCENT: Colour = colour("#005F96", "#7CC4EC", None);

/// The ground of words that are marked.
const MARK: Colour = colour("#FFF0A8", "#4D4200", None);

/// The colours of others and of those without a name.
pub(super) const REST: [usize; 2] = [8, 9];

/// Ground, text, text of less weight, lines of a scale, links of a network.
const LIGHT: [&str; 5] = ["#FFFFFF", "#16191D", "#4C535B", "#D5D9DE", "#8A9099"];
const DARK: [&str; 5] = ["#15181C", "#F1F3F5", "#B4BBC3", "#3A4048", "#6F7780"];

/// The pattern that lies over a colour.
pub(super) fn pattern_of(colour: usize) -> Option<&'static str> {
    COLOURS.get(colour).and_then(|colour| colour.pattern)
}

/// The patterns, drawn in the colour of the ground.
pub(super) fn patterns(id: &str) -> String {
    format!(
        "<defs>\
         <pattern id=\"{id}-lines\" width=\"7\" height=\"7\" patternUnits=\"userSpaceOnUse\" \
         patternTransform=\"rotate(45)\"><rect class=\"ground\" width=\"1.3\" height=\"7\"/></pattern>\
         <pattern id=\"{id}-dots\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\">\
         <circle class=\"ground\" cx=\"3\" cy=\"3\" r=\"1.1\"/></pattern></defs>"
    )
}

/// The style of every drawing: light, and dark where its reader has it so; paper is light.
pub fn css() -> String {
    let mut css = String::from(
        "svg { font-family: system-ui, sans-serif; font-variant-numeric: tabular-nums; }\n\
         .bold { font-weight: 600; }\n\
         .grid { stroke-width: 1; }\n\
         .curve { fill: none !important; stroke-width: 2; stroke-linejoin: round; stroke-linecap: round; }\n\
         .thin { stroke-width: 1.2; }\n\
         .area { fill-opacity: .16; }\n\
         .hit { fill-opacity: 0; }\n\
         .hit:hover { fill-opacity: .12; }\n\
         .over { pointer-events: none; }\n\
         .link { stroke-linecap: round; }\n\
         .halo { paint-order: stroke; stroke-width: 3px; stroke-linejoin: round; }\n\
         .node { stroke-width: 1.5; }\n",
    );
    rules(&mut css, "", LIGHT, |colour| colour.on_light);
    css.push_str("@media screen and (prefers-color-scheme: dark) {\n");
    rules(&mut css, "  ", DARK, |colour| colour.on_dark);
    css.push_str("}\n");
    css
}

fn rules(css: &mut String, indent: &str, of: [&str; 5], pick: impl Fn(&Colour) -> &'static str) {
    let [ground, ink, soft, grid, link] = of;
    let _ = writeln!(
        css,
        "{indent}.ground {{ fill: {ground}; }} .ink {{ fill: {ink}; }} .soft {{ fill: {soft}; }} \
         .grid {{ stroke: {grid}; }} .base {{ stroke: {soft}; }} .hit {{ fill: {ink}; }}\n\
         {indent}.link {{ stroke: {link}; }} .halo {{ stroke: {ground}; }} .node {{ stroke: {ground}; }}"
    );
    // A single colour need not be told from others, and on a dark ground the lighter blue is seen better.
    let one = pick(&ONE);
    let _ = writeln!(css, "{indent}.one {{ fill: {one}; }} .curve {{ stroke: {one}; }}");
    for (at, colour) in COLOURS.iter().enumerate() {
        let _ = writeln!(css, "{indent}.f{at} {{ fill: {}; }}", pick(colour));
    }
}

/// The colours of a page around the pictures.
pub fn page_colours() -> [(&'static str, &'static str, &'static str); 6] {
    let [ground, ink, soft, grid, _] = LIGHT;
    let [dark_ground, dark_ink, dark_soft, dark_grid, _] = DARK;
    [
        ("ground", ground, dark_ground),
        ("ink", ink, dark_ink),
        ("soft", soft, dark_soft),
        ("grid", grid, dark_grid),
        ("accent", ACCENT.on_light, ACCENT.on_dark),
        ("mark", MARK.on_light, MARK.on_dark),
    ]
}

/// The colours of a terminal of 256, for the eight series: as near as that has them.
pub(super) const TERMINAL: [u8; 8] = [32, 172, 35, 74, 166, 184, 175, 250];

#[cfg(test)]
mod tests {
    use super::*;

    /// Red, green and blue as light, from 0 to 1.
    fn light(colour: &str) -> [f64; 3] {
        [1, 3, 5].map(|at| {
            let part = f64::from(u8::from_str_radix(&colour[at..at + 2], 16).unwrap()) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        })
    }

    fn contrast(one: &str, other: &str) -> f64 {
        let luminance = |colour: &str| {
            let [red, green, blue] = light(colour);
            0.2126 * red + 0.7152 * green + 0.0722 * blue
        };
        let (one, other) = (luminance(one) + 0.05, luminance(other) + 0.05);
        one.max(other) / one.min(other)
    }

    #[test]
    fn colours_stand_out_from_their_ground() {
        for colour in COLOURS.iter().chain([&ONE]) {
            for (ground, colour) in [(LIGHT[0], colour.on_light), (DARK[0], colour.on_dark)] {
                assert!(contrast(ground, colour) >= 3.0, "{colour} on {ground}");
            }
        }
        for [ground, ink, soft, _, link] in [LIGHT, DARK] {
            // Text: 4.5 to 1 (1.4.3).
            assert!(contrast(ground, ink) >= 12.0 && contrast(ground, soft) >= 4.5);
            assert!(contrast(ground, link) >= 3.0, "{link} on {ground}");
        }
        for (ground, link) in [(LIGHT[0], ACCENT.on_light), (DARK[0], ACCENT.on_dark)] {
            assert!(contrast(ground, link) >= 4.5, "{link} on {ground}");
        }
        for (ink, mark) in [(LIGHT[1], MARK.on_light), (DARK[1], MARK.on_dark)] {
            assert!(contrast(ink, mark) >= 7.0, "{ink} on {mark}");
        }
        assert!((contrast("#FFFFFF", "#000000") - 21.0).abs() < 1e-9);
    }

    /// Machado, Oliveira and Fernandes (2009), severity 1: how protan, deutan and tritan eyes see.
    const EYES: [[[f64; 3]; 3]; 4] = [
        [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]],
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ],
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ],
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ],
    ];

    fn lab(light: [f64; 3]) -> [f64; 3] {
        let [red, green, blue] = light;
        let curve = |part: f64| {
            if part > 0.008856 { part.cbrt() } else { 7.787 * part + 16.0 / 116.0 }
        };
        let x = curve((0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047);
        let y = curve(0.2126 * red + 0.7152 * green + 0.0722 * blue);
        let z = curve((0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883);
        [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
    }

    /// The least difference (CIE 1976) that two colours have for any of the eyes.
    fn distance(one: &str, other: &str) -> f64 {
        let seen = |colour: &str, eye: &[[f64; 3]; 3]| {
            let light = light(colour);
            lab(eye.map(|row| {
                let sum: f64 = row.iter().zip(light).map(|(part, light)| part * light).sum();
                sum.clamp(0.0, 1.0)
            }))
        };
        let between = |eye: &[[f64; 3]; 3]| {
            let (one, other) = (seen(one, eye), seen(other, eye));
            one.iter().zip(other).map(|(one, other)| (one - other).powi(2)).sum::<f64>().sqrt()
        };
        EYES.iter().map(between).fold(f64::INFINITY, f64::min)
    }

    #[test]
    fn colours_or_patterns_can_be_told_apart_by_everyone() {
        for (at, one) in COLOURS.iter().enumerate() {
            for other in COLOURS.iter().skip(at + 1) {
                for pick in [|colour: &Colour| colour.on_light, |colour: &Colour| colour.on_dark] {
                    let apart = distance(pick(one), pick(other));
                    assert!(
                        apart >= 14.0 || one.pattern != other.pattern,
                        "{} and {}: {apart}",
                        pick(one),
                        pick(other)
                    );
                }
            }
        }
        // Red and green of one lightness, the mistake that this is about.
        assert!(distance("#C0392B", "#5D7A2B") < 14.0);
    }
}
