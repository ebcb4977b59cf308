//! Canonical links, and the ids that platforms give.
