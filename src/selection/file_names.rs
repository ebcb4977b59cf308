//! Names for published files: lower-case ASCII, safe on every system, the same for years.

use std::collections::BTreeSet;

use crate::text;

/// Longest stem, in bytes; the rest of a longer name goes into its hash.
const MAX_LENGTH: usize = 64;

/// What Windows takes for a device, whatever the extension.
const RESERVED: [&str; 4] = ["con", "prn", "aux", "nul"];

/// Makes one file stem for each name it is given, never the same twice.
#[derive(Debug, Default)]
pub struct FileNames {
    taken: BTreeSet<String>,
}

impl FileNames {
    /// The stem of a name. Where another name took it before, a hash of the name follows it, so
    /// that whoever came first keeps their file.
    pub fn take(&mut self, name: &str) -> String {
        let mut candidate = stem(name);
        if self.taken.contains(&candidate) {
            candidate = with_hash(&text::slug(name), name);
        }
        let base = candidate.clone();
        let mut count = 1;
        while !self.taken.insert(candidate.clone()) {
            count += 1;
            candidate = format!("{base}-{count}");
        }
        candidate
    }
}

/// The stem of a name on its own: its slug where that says all of it. A hash of the name follows
/// where letters were lost (non-Latin scripts, emoji only), where the slug is too long, and where it
/// would be a device on Windows.
fn stem(name: &str) -> String {
    let slug = text::slug(name);
    let lost = text::fold(name).chars().any(|c| c.is_alphanumeric() && !c.is_ascii());
    let device = RESERVED.contains(&slug.as_str())
        || slug.strip_prefix("com").or(slug.strip_prefix("lpt")).is_some_and(|port| port.len() == 1);
    if slug.is_empty() || lost || device || slug.len() > MAX_LENGTH { with_hash(&slug, name) } else { slug }
}

fn with_hash(slug: &str, name: &str) -> String {
    let hash = format!("{:08x}", hash(&text::fold(name)));
    let kept = &slug[..slug.len().min(MAX_LENGTH - hash.len() - 1)];
    match kept.trim_end_matches('-') {
        "" => hash,
        kept => format!("{kept}-{hash}"),
    }
}

/// FNV-1a: the same on every machine and in every version of the compiler.
fn hash(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plain_name_is_its_slug() {
        assert_eq!(FileNames::default().take("Rust Köln/Bonn"), "rust-koln-bonn");
    }

    #[test]
    fn names_that_would_be_unsafe_are_not() {
        let safe = |name: &str| FileNames::default().take(name);
        assert_eq!(safe("../../x"), "x");
        for device in ["CON", "aux", "Com1", "LPT9"] {
            assert!(safe(device).len() > 8, "{device} stays a device");
        }
        assert_eq!(safe("Community"), "community");
        for name in ["🦀", "東京", "", "../.."] {
            assert!(safe(name).chars().all(|c| c.is_ascii_hexdigit()), "{name}");
        }
        assert_ne!(safe("東京 Rust"), safe("大阪 Rust"));
        let long = safe(&"Rust ".repeat(60));
        assert!(long.len() <= MAX_LENGTH && long.starts_with("rust-rust"), "{long}");
    }

    #[test]
    fn the_first_of_two_keeps_its_file() {
        let mut stems = FileNames::default();
        let first = stems.take("Rust Berlin");
        let second = stems.take("Rust: Berlin");
        let third = stems.take("Rust: Berlin");
        assert_eq!(first, "rust-berlin");
        assert!(second.starts_with("rust-berlin-") && third.starts_with(&second) && third != second);
    }
}
