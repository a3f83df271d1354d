//! Formats that stand in a list, and are looked up by their names or by how a file's name ends.

/// A format of a list: of rows, of pictures, of documents or of exports.
pub trait Listed: Sized + 'static {
    /// Every format, in the order in which they are told.
    const LIST: &'static [Self];

    /// The name that people type.
    fn name(&self) -> &'static str;

    /// How names of files in this format end, without the dot.
    fn endings(&self) -> &'static [&'static str];

    /// The format of that name; `None` where there is none.
    fn by_name(name: &str) -> Option<&'static Self> {
        Self::LIST.iter().find(|format| format.name() == name)
    }

    /// The format that the ending of a file's name says, in capitals or not; `None` where it says nothing.
    fn by_ending(ending: &str) -> Option<&'static Self> {
        let ending = ending.to_ascii_lowercase();
        Self::LIST.iter().find(|format| format.endings().contains(&ending.as_str()))
    }
}

/// Lists a type of formats that has the fields `name` and `endings`.
macro_rules! is_listed {
    ($format:ty, $list:expr) => {
        impl $crate::output::Listed for $format {
            const LIST: &'static [Self] = $list;

            fn name(&self) -> &'static str {
                self.name
            }

            fn endings(&self) -> &'static [&'static str] {
                self.endings
            }
        }
    };
}
pub(crate) use is_listed;
