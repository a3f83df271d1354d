//! Words to small numbers, in bytes that are used where they lie.
//!
//! Nothing is built when a table is loaded. A key is the 64-bit hash of a word or of a sequence of
//! words; its upper bits choose a bucket, 16 further bits tell it from the others there. A word that
//! is not in the table is taken for one that is about four times in 65,536.

use std::ops::Range;

/// A table inside the bytes of a model.
#[derive(Clone, Debug, Default)]
pub struct Table {
    bits: u32,
    /// Where in the bytes the starts of the buckets lie, 4 bytes each, one more than buckets.
    starts: Range<usize>,
    /// Where the entries lie: 2 bytes of the key, 2 of the value.
    entries: Range<usize>,
}

impl Table {
    /// Lays a table out, sorted by key. Of equal keys the first stands.
    pub fn build(mut pairs: Vec<(u64, u16)>) -> Vec<u8> {
        pairs.sort_by_key(|&(key, _)| (key, 0));
        pairs.dedup_by_key(|&mut (key, _)| key);
        let bits = (pairs.len() / 3).max(2).ilog2();
        let mut bytes = Vec::with_capacity(pairs.len() * 4 + (4 << bits) + 16);
        bytes.extend(bits.to_le_bytes());
        bytes.extend((pairs.len() as u32).to_le_bytes());
        let mut next = 0;
        for bucket in 0..=1_u64 << bits {
            while next < pairs.len() && bucket_of(pairs[next].0, bits) < bucket as usize {
                next += 1;
            }
            bytes.extend((next as u32).to_le_bytes());
        }
        for (key, value) in pairs {
            bytes.extend(mark_of(key, bits).to_le_bytes());
            bytes.extend(value.to_le_bytes());
        }
        bytes
    }

    /// Finds a table that begins at `from`; gives it and where it ends. `None`: it is not whole.
    pub fn at(bytes: &[u8], from: usize) -> Option<(Self, usize)> {
        let number = |at: usize| Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?));
        let bits = number(from).filter(|bits| *bits <= 24)?;
        let count = number(from + 4)? as usize;
        let starts = from + 8..from + 8 + 4 * ((1 << bits) + 1);
        let entries = starts.end..starts.end.checked_add(count.checked_mul(4)?)?;
        bytes.get(entries.clone())?;
        let table = Self { bits, starts, entries };
        let ordered = (0..1 << bits).all(|bucket| {
            let range = table.bucket(bytes, bucket);
            range.start <= range.end && range.end <= table.entries.end
        });
        let end = table.entries.end;
        ordered.then_some((table, end))
    }

    /// The value of a key.
    #[inline]
    pub fn get(&self, bytes: &[u8], key: u64) -> Option<u16> {
        if self.entries.is_empty() {
            return None;
        }
        let mark = mark_of(key, self.bits).to_le_bytes();
        let bucket = bytes.get(self.bucket(bytes, bucket_of(key, self.bits)))?;
        let entry = bucket.chunks_exact(4).find(|entry| entry[..2] == mark)?;
        Some(u16::from_le_bytes([entry[2], entry[3]]))
    }

    fn bucket(&self, bytes: &[u8], bucket: usize) -> Range<usize> {
        let start = |bucket: usize| {
            let at = self.starts.start + bucket * 4;
            let number = bytes.get(at..at + 4).and_then(|four| four.try_into().ok());
            self.entries.start + 4 * number.map_or(0, u32::from_le_bytes) as usize
        };
        start(bucket)..start(bucket + 1)
    }
}

fn bucket_of(key: u64, bits: u32) -> usize {
    (key >> (64 - bits)) as usize
}

fn mark_of(key: u64, bits: u32) -> u16 {
    (key >> (48 - bits)) as u16
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_put_in_is_found() {
        let key = |n: u64| n.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        for count in [0, 1, 5, 1000] {
            let mut bytes = vec![9; 3];
            bytes.extend(Table::build((1..=count).map(|n| (key(n), n as u16)).collect()));
            let length = bytes.len();
            bytes.push(7);
            let (table, end) = Table::at(&bytes, 3).unwrap();
            assert_eq!(end, length);
            for n in 1..=count {
                assert_eq!(table.get(&bytes, key(n)), Some(n as u16));
            }
            let others = (count + 1..count + 5000).filter(|&n| table.get(&bytes, key(n)).is_some());
            assert!(others.count() < 10);
            assert!(Table::at(&bytes[..length - 1], 3).is_none() || count == 0);
        }
    }
}
