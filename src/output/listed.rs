//! Formats that stand in a list, and are looked up by their names or by how a file's name ends.

/// A format of a list: of rows, of pictures, of documents or of exports.
pub trait Listed: Sized + 'static {
    /// Every format, in the order in which they are told.
    const LIST: &'static [Self];

    fn name(&self) -> &'static str;

    /// How names of files in this format end, without the dot.
    fn endings(&self) -> &'static [&'static str];

    fn by_name(name: &str) -> Option<&'static Self> {
        Self::LIST.iter().find(|format| format.name() == name)
    }

    /// The format that the ending of a file's name says, in capitals or not; `None` where it says nothing.
    fn by_ending(ending: &str) -> Option<&'static Self> {
        let ending = ending.to_ascii_lowercase();
        Self::LIST.iter().find(|format| format.endings().contains(&ending.as_str()))
    }
}
