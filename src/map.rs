//! Maps by hash, for what is looked up and never listed: their order is none. What was read once: the
//! archive writes the same few thousand places and links over and over.

use std::{
    fmt,
    sync::{Mutex, PoisonError},
};

/// A map with a fast hash, seeded anew by each process, so that nobody can write issues that fill one
/// bucket.
pub(crate) type HashMap<K, V> = std::collections::HashMap<K, V, foldhash::fast::RandomState>;

/// So many texts are remembered; twelve years of issues hold some 4,000 places and 12,000 links.
const MAX_TEXTS: usize = 1 << 15;

/// Longer texts are rare, and not worth their memory.
const MAX_TEXT_BYTES: usize = 200;

/// Answers by the text that was asked about. What is answered depends on the text and the tables only,
/// so that nobody can tell whether it was remembered.
pub(crate) struct Memo<T>(Mutex<HashMap<Box<str>, T>>);

impl<T: Clone> Memo<T> {
    pub(crate) fn get_or(&self, text: &str, read: impl FnOnce() -> T) -> T {
        let known = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(answer) = known().get(text) {
            return answer.clone();
        }
        let answer = read();
        if text.len() <= MAX_TEXT_BYTES {
            let mut known = known();
            if known.len() < MAX_TEXTS {
                known.insert(text.into(), answer.clone());
            }
        }
        answer
    }
}

impl<T> Default for Memo<T> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<T> fmt::Debug for Memo<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Memo")
    }
}
