//! `docs/architecture.md` and the laws of the house, held against the sources.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn document() -> String {
    fs::read_to_string(root().join("docs/architecture.md")).expect("the document")
}

/// Each room and its floor, from the document's table.
fn floors() -> BTreeMap<String, u32> {
    let document = document();
    let rows = document.lines().filter_map(|line| {
        let mut cells = line.strip_prefix('|')?.split('|').map(str::trim);
        let (floor, room) = (cells.next()?.parse().ok()?, cells.next()?);
        Some((room.trim_matches('`').to_owned(), floor))
    });
    rows.collect()
}

/// Every source with its module path: `["export", "ics", "print"]`.
fn sources(folder: &Path, found: &mut Vec<(PathBuf, Vec<String>)>) {
    for entry in fs::read_dir(folder).expect("a folder of src") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let below = path.strip_prefix(root().join("src")).expect("a source").with_extension("");
            let parts = below.iter().map(|part| part.to_string_lossy().into_owned());
            found.push((path.clone(), parts.filter(|part| part != "mod").collect()));
        }
    }
}

/// What a source imports from the crate, as paths.
fn imports(code: &str) -> BTreeSet<Vec<String>> {
    let mut found = BTreeSet::new();
    let uncommented: String = code
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .flat_map(|line| [line, "\n"])
        .collect();
    let product = uncommented.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
    for crate_name in ["crate::", "twir_events::"] {
        for (at, _) in product.match_indices(crate_name) {
            let inside = |c: char| c.is_alphanumeric() || c == '_';
            if product[..at].ends_with(inside) {
                continue;
            }
            leaves(&product[at + crate_name.len()..], &mut Vec::new(), &mut found);
        }
    }
    found
}

/// Reads a tree of paths (`a::{b, c::D}`) and returns what is left behind it.
fn leaves<'c>(mut text: &'c str, above: &mut Vec<String>, found: &mut BTreeSet<Vec<String>>) -> &'c str {
    let depth = above.len();
    loop {
        text = text.trim_start();
        let length = text.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(text.len());
        if length > 0 {
            above.push(text[..length].to_owned());
            text = &text[length..];
        }
        if let Some(rest) = text.strip_prefix("::") {
            text = rest;
            continue;
        }
        if length == 0
            && let Some(rest) = text.strip_prefix('{')
        {
            text = rest;
            while !text.trim_start().starts_with('}') && !text.trim_start().is_empty() {
                let before = text.len();
                text = leaves(text, above, found).trim_start();
                text = text.strip_prefix(',').unwrap_or(text);
                if text.len() == before {
                    break;
                }
            }
            text = text.trim_start().strip_prefix('}').unwrap_or(text);
        } else if above.len() > depth {
            found.insert(above.clone());
        }
        above.truncate(depth);
        return text;
    }
}

#[test]
fn nothing_is_imported_from_above() {
    let floors = floors();
    assert!(floors.len() > 12, "the table of floors: {floors:?}");
    let mut files = Vec::new();
    sources(&root().join("src"), &mut files);
    assert!(files.len() > 80, "the sources are here");
    let mut seen = BTreeSet::new();
    let mut arrows = 0;
    for (path, module) in &files {
        let Some(room) = module.first().filter(|room| !matches!(room.as_str(), "lib" | "main")) else {
            continue;
        };
        let floor = floors.get(room).unwrap_or_else(|| panic!("docs/architecture.md lacks the room {room}"));
        seen.insert(room.clone());
        if module.iter().any(|part| part == "tests") {
            continue;
        }
        for import in imports(&fs::read_to_string(path).expect("a source")) {
            let Some(other) = floors.get(&import[0]).filter(|_| import[0] != *room) else { continue };
            arrows += 1;
            assert!(
                other < floor,
                "{}: imports {} of floor {other}, and stands on floor {floor} itself",
                path.display(),
                import.join("::")
            );
        }
    }
    assert_eq!(seen, floors.keys().cloned().collect(), "every room of the table is there");
    assert!(arrows > 150, "{arrows} imports were looked at");
}

#[test]
fn imports_are_found() {
    let code = "use crate::{a::{self, B}, c::D};\nfn f() { crate::e::g(); }\n// crate::no::way\n";
    let found: Vec<String> = imports(code).iter().map(|path| path.join("::")).collect();
    assert_eq!(found, ["a::B", "a::self", "c::D", "e::g"]);
}

#[test]
fn every_path_of_the_document_is_there() {
    let document = document();
    let mut paths = 0;
    for line in document.lines().filter(|line| !line.contains("(new)")) {
        for path in line.split('`').skip(1).step_by(2) {
            let of_ours = ["src/", "docs/", "data/", "tests/", "templates/"];
            if of_ours.iter().any(|folder| path.starts_with(folder)) {
                paths += 1;
                assert!(root().join(path).exists(), "docs/architecture.md: {path} is not there");
            }
        }
    }
    assert!(paths > 20, "{paths} paths were looked at");
}
