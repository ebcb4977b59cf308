//! The README's transcripts, run word for word. `TRYCMD=overwrite cargo test readme` blesses them.

use std::{fs, path::Path};

#[test]
fn the_transcripts_of_the_readme_hold() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = tempfile::tempdir().expect("a folder to run in");
    let copy = folder.path().join("README.md");
    fs::copy(root.join("README.md"), &copy).expect("the README is there");
    // The commands run in the folder of this name.
    let inside = folder.path().join("README.in");
    fs::create_dir(&inside).expect("a folder to run in");
    fs::copy(root.join("tests/fixtures/readme/draft.md"), inside.join("draft.md"))
        .expect("its draft is there");
    let cases = trycmd::TestCases::new();
    // Neither the reader's own cache nor the width of a terminal may show.
    cases.env("TWIR_EVENTS_CACHE", folder.path().join("no-cache").display().to_string());
    cases.env("NO_COLOR", "1");
    cases.case(&copy);
    cases.run();
    if std::env::var_os("TRYCMD").is_some_and(|value| value == "overwrite") {
        fs::copy(&copy, root.join("README.md")).expect("the README can be written");
    }
}
