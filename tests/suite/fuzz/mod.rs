//! The laws of [`laws`], asked of the seeds and of all that coverage-guided runs found.

use std::{fs, path::Path};

mod laws;

#[test]
fn every_law_holds_for_its_seeds() {
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/fuzz");
    for (name, law) in laws::LAWS {
        let folder = seeds.join(name);
        let mut files: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.sort();
        assert!(!files.is_empty(), "{name} has no seeds");
        for file in files {
            let bytes = fs::read(&file).unwrap();
            if let Err(broken) = law(&bytes) {
                panic!("{}: {broken}", file.display());
            }
            // What is cut off anywhere is read, too.
            for at in (0..bytes.len()).step_by(1 + bytes.len() / 16) {
                laws::ask(name, &bytes[..at]);
            }
        }
    }
}

#[test]
fn every_law_has_its_target() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz");
    // A package of its own, and in no package of the program.
    let Ok(manifest) = fs::read_to_string(root.join("Cargo.toml")) else {
        eprintln!("not run: every_law_has_its_target; {} is not there", root.display());
        return;
    };
    for (name, _) in laws::LAWS {
        let target = fs::read_to_string(root.join(format!("fuzz_targets/{name}.rs"))).unwrap();
        assert!(target.contains(&format!("laws::ask(\"{name}\"")), "{name}");
        assert!(manifest.contains(&format!("path = \"fuzz_targets/{name}.rs\"")), "{name}");
    }
}
