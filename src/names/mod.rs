//! Text to mentions: who is named where, and whom each name means.

use crate::model::{Catalogue, Head, Mention};

/// Everything needed to find the names in a text; made once, used from many threads.
pub struct Recogniser {}

impl Recogniser {
    /// Stands in `mentions.recogniser`; raised whenever the same text would give other mentions.
    pub const VERSION: &'static str = "lexicon-1";

    /// Builds the matcher over a catalogue.
    pub fn new(_catalogue: &Catalogue) -> Self {
        Self {}
    }

    /// The mentions in `body`, in order, without overlap. The head is evidence (a full name in the
    /// headline explains a surname in the body) but its own names get no mention.
    pub fn mentions(&self, _head: &Head, _body: &str) -> Vec<Mention> {
        Vec::new()
    }
}
