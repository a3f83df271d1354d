//! Items by the handful, to be worked on side by side.
//!
//! What must stay true: they stay in order, and no more than a handful is held in memory.

use super::{Content, Item};

/// Enough for all cores, few enough to hold in memory.
const MOST_ITEMS: usize = 64;
/// The same in bytes of captures; the last item may go beyond it.
const MOST_BYTES: usize = 4 << 20;

/// `items` in their order, some at a time.
pub fn chunks(items: impl Iterator<Item = Item>) -> impl Iterator<Item = Vec<Item>> {
    chunks_of(items, |item| item)
}

/// The same of what has an item in it.
pub fn chunks_of<T>(
    mut items: impl Iterator<Item = T>,
    item_of: fn(&T) -> &Item,
) -> impl Iterator<Item = Vec<T>> {
    std::iter::from_fn(move || {
        let mut chunk = Vec::new();
        let mut bytes = 0;
        while chunk.len() < MOST_ITEMS && bytes < MOST_BYTES {
            let Some(item) = items.next() else { break };
            if let Content::Record { bytes: body, .. } = &item_of(&item).content {
                bytes += body.len();
            }
            chunk.push(item);
        }
        (!chunk.is_empty()).then_some(chunk)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::text;

    #[test]
    fn chunks_are_of_few_items_and_few_bytes() {
        let item = |bytes: usize| {
            let content = Content::Record { bytes: vec![b'a'; bytes], format: &text::FORMAT };
            Item::of_path("a.txt".into(), true, content)
        };
        let sizes = |items: Vec<Item>| -> Vec<usize> {
            chunks(items.into_iter()).map(|chunk| chunk.len()).collect()
        };
        assert!(sizes(Vec::new()).is_empty());
        assert_eq!(sizes((0..MOST_ITEMS + 2).map(|_| item(1)).collect()), [MOST_ITEMS, 2]);
        assert_eq!(sizes((0..3).map(|_| item(MOST_BYTES / 2)).collect()), [2, 1]);
        assert_eq!(sizes((0..2).map(|_| item(MOST_BYTES * 2)).collect()), [1, 1]);
    }
}
