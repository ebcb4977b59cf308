//! A net under everything that is printed: a hash of each output over the newsletter's whole archive.
//!
//! What comes out otherwise on purpose is taken for right with
//!
//! ```text
//! TWIR_EVENTS_BLESS=1 cargo test --test suite digest
//! ```

use std::{collections::BTreeMap, env, fmt::Write as _, fs, path::Path, thread};

use twir_events::{
    catalogue::Catalogue,
    desk::draft,
    export::{listings, options, site},
    knowledge::Knowledge,
    newsletter::{Archive, Issue},
};

use crate::shared;

const BLESSED: &str = "tests/suite/digest.txt";

/// FNV-1a, 64 bits: enough to see a change, and no dependency.
fn hash(bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

/// The rows of `export listings`, one output an issue.
fn rows(catalogue: &Catalogue) -> Vec<(String, u64)> {
    let mut outputs = Vec::new();
    let mut at = 0;
    for chunk in catalogue.listings.chunk_by(|a, b| a.source.file == b.source.file) {
        let indices: Vec<usize> = (at..at + chunk.len()).collect();
        at += chunk.len();
        let mut out = Vec::new();
        listings::write(catalogue, &indices, &mut out).expect("memory takes everything");
        outputs.push((format!("listings/{}", chunk[0].source.file), hash(&out)));
    }
    outputs
}

/// What `draft` makes of each issue, with its report.
fn drafts(issues: &[Issue], knowledge: &Knowledge) -> Vec<(String, u64)> {
    let one = |issue: &Issue| {
        let mut issue = issue.clone();
        issue.draft = true;
        let options = draft::Options::of(&issue);
        let text = match draft::draft(&issue, knowledge, &[], options) {
            Ok(drafted) => format!("{}\n{:?}", drafted.text, drafted.report),
            Err(error) => error.to_string(),
        };
        (format!("draft/{}", issue.file), hash(text.as_bytes()))
    };
    let workers = thread::available_parallelism().map_or(1, usize::from);
    let share = issues.len().div_ceil(workers).max(1);
    thread::scope(|scope| {
        let parts: Vec<_> = issues
            .chunks(share)
            .map(|part| scope.spawn(move || part.iter().map(one).collect::<Vec<_>>()))
            .collect();
        parts.into_iter().flat_map(|part| part.join().expect("no draft panics")).collect()
    })
}

#[test]
fn digest_of_everything_printed() {
    let Some(twir) = shared::archive() else { return };
    let knowledge = Knowledge::bundled();
    let issues = Archive::read(&[twir]).expect("the archive").issues;
    let catalogue = Catalogue::read(issues, &knowledge, None);
    let built = site::generate(&catalogue, &knowledge, &options::Options::default()).expect("a folder");
    let mut outputs: BTreeMap<String, u64> =
        built.iter().map(|(path, text)| (format!("build/{path}"), hash(text))).collect();
    outputs.extend(rows(&catalogue));
    outputs.extend(drafts(&catalogue.issues, &knowledge));
    let text = outputs.iter().fold(String::new(), |mut text, (path, hash)| {
        let _ = writeln!(text, "{hash:016x} {path}");
        text
    });

    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(BLESSED);
    if env::var_os("TWIR_EVENTS_BLESS").is_some() {
        fs::write(&file, &text).expect("the digest is written");
        return;
    }
    let blessed = fs::read_to_string(&file).expect("the digest");
    let lines = |text: &str| text.lines().map(str::to_owned).collect::<std::collections::BTreeSet<_>>();
    let (before, after) = (lines(&blessed), lines(&text));
    let changed: Vec<&str> = after.symmetric_difference(&before).filter_map(|line| line.get(17..)).collect();
    assert!(
        changed.is_empty(),
        "{} outputs changed: {:#?}",
        changed.len(),
        &changed[..changed.len().min(40)]
    );
}
