//! Maps by hash, for what is looked up and never listed: their order is none.

/// A map with a fast hash, seeded anew by each process, so that nobody can write issues that fill one
/// bucket.
pub(crate) type HashMap<K, V> = std::collections::HashMap<K, V, foldhash::fast::RandomState>;
