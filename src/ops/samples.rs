//! The sample articles of `seeds/articles`, in the program, so that `cuttings demo` needs no files.
//!
//! A new sample is one file there and one line here.

/// Every sample: the name of its file, and its text.
pub const SAMPLES: &[(&str, &str)] = &[
    ("front-matter-toml.md", include_str!("../../seeds/articles/front-matter-toml.md")),
    ("front-matter-yaml.md", include_str!("../../seeds/articles/front-matter-yaml.md")),
    ("headline-in-capitals.txt", include_str!("../../seeds/articles/headline-in-capitals.txt")),
    ("headline-over-one-blob.txt", include_str!("../../seeds/articles/headline-over-one-blob.txt")),
    (
        "headline-standfirst-byline.txt",
        include_str!("../../seeds/articles/headline-standfirst-byline.txt"),
    ),
    ("liveblog.txt", include_str!("../../seeds/articles/liveblog.txt")),
    ("mail-forward.txt", include_str!("../../seeds/articles/mail-forward.txt")),
    ("names-with-marks.txt", include_str!("../../seeds/articles/names-with-marks.txt")),
    ("newsletter-of-two.txt", include_str!("../../seeds/articles/newsletter-of-two.txt")),
    ("own-fields.json", include_str!("../../seeds/articles/own-fields.json")),
    ("own-fields.jsonl", include_str!("../../seeds/articles/own-fields.jsonl")),
    (
        "page-with-photo-caption.txt",
        include_str!("../../seeds/articles/page-with-photo-caption.txt"),
    ),
    ("press-release.txt", include_str!("../../seeds/articles/press-release.txt")),
    ("question-and-answer.txt", include_str!("../../seeds/articles/question-and-answer.txt")),
    ("same-story-first-paper.txt", include_str!("../../seeds/articles/same-story-first-paper.txt")),
    (
        "same-story-second-paper.txt",
        include_str!("../../seeds/articles/same-story-second-paper.txt"),
    ),
    (
        "surname-only-in-headline.txt",
        include_str!("../../seeds/articles/surname-only-in-headline.txt"),
    ),
    (
        "wire-starting-with-date.txt",
        include_str!("../../seeds/articles/wire-starting-with-date.txt"),
    ),
    ("wire-with-correction.txt", include_str!("../../seeds/articles/wire-with-correction.txt")),
    ("wire-with-dateline.txt", include_str!("../../seeds/articles/wire-with-dateline.txt")),
    ("wire-without-headline.txt", include_str!("../../seeds/articles/wire-without-headline.txt")),
];

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::SAMPLES;

    #[test]
    fn every_sample_is_in_the_program() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds/articles");
        let mut files: Vec<String> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        files.sort();
        assert_eq!(files, SAMPLES.iter().map(|(name, _)| *name).collect::<Vec<_>>());
        let bytes: usize = SAMPLES.iter().map(|(_, text)| text.len()).sum();
        assert!(bytes < 200_000, "{bytes} bytes of samples are in every copy of the program");
    }
}
