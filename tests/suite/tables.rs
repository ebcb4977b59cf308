//! The tables under `data/`: in normal form, and nothing of them in the code.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use twir_events::text::fold;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every table: its name and its text.
fn tables() -> Vec<(String, String)> {
    let mut tables: Vec<(String, String)> = fs::read_dir(root().join("data"))
        .expect("the folder data")
        .map(|entry| entry.expect("an entry of data").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "tsv"))
        .map(|path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            (name, fs::read_to_string(&path).expect("a table in UTF-8"))
        })
        .collect();
    tables.sort();
    tables
}

/// The rows of a table below its header.
fn rows(name: &str) -> Vec<Vec<String>> {
    let text = fs::read_to_string(root().join("data").join(name)).expect("the table");
    text.lines().skip(1).map(|line| line.split('\t').map(str::to_owned).collect()).collect()
}

#[test]
fn tables_are_in_normal_form() {
    let tables = tables();
    assert!(tables.len() > 10, "the tables of data/ are here");
    for (name, text) in tables {
        let mut lines = text.split('\n');
        let header = lines.next().unwrap_or_default();
        let columns = header.split('\t').count();
        let mut rows: Vec<String> = lines
            .filter(|line| !line.is_empty())
            .map(|line| {
                assert_eq!(line.split('\t').count(), columns, "{name}: the cells of {line:?}");
                line.split('\t').map(str::trim).collect::<Vec<_>>().join("\t")
            })
            .collect();
        rows.sort();
        rows.dedup();
        let normal = format!("{header}\n{}\n", rows.join("\n"));
        assert!(normal == text, "{name}: sort its rows by their bytes, drop doubles and blanks round cells");
    }
}

#[test]
fn every_row_of_the_place_tables_leads_somewhere() {
    let set = |name: &str, columns: &[usize]| -> BTreeSet<Vec<String>> {
        rows(name).iter().map(|row| columns.iter().map(|column| row[*column].clone()).collect()).collect()
    };
    let countries = set("countries.tsv", &[0]);
    let subdivisions = set("subdivisions.tsv", &[0, 1]);
    let cities = set("cities.tsv", &[0, 1, 2]);
    assert_eq!(cities.len(), rows("cities.tsv").len(), "a city stands once");
    for row in rows("cities.tsv") {
        assert!(countries.contains(&row[2..3]), "{row:?}");
        assert!(row[1].is_empty() || subdivisions.contains(&vec![row[2].clone(), row[1].clone()]), "{row:?}");
        let degrees = |cell: &str| cell.parse::<f64>().unwrap_or(f64::NAN);
        assert!(degrees(&row[3]).abs() <= 90.0 && degrees(&row[4]).abs() <= 180.0, "{row:?}");
        assert!(row[5].parse::<chrono_tz::Tz>().is_ok(), "{row:?}");
    }
    for row in rows("city_aliases.tsv") {
        assert!(cities.contains(&row[1..4]), "{row:?}");
        assert_ne!(fold(&row[0]), fold(&row[1]), "folded it is the name itself: {row:?}");
    }
    for row in rows("subdivisions.tsv") {
        assert!(countries.contains(&row[..1]), "{row:?}");
    }
    for name in ["subdivision_aliases.tsv", "geonames_subdivisions.tsv"] {
        for row in rows(name) {
            assert!(subdivisions.contains(&vec![row[0].clone(), row[2].clone()]), "{name}: {row:?}");
        }
    }
    for row in rows("country_aliases.tsv") {
        assert!(countries.contains(&row[1..2]), "{row:?}");
    }
    for row in rows("areas.tsv") {
        assert!(countries.contains(&row[2..3]), "{row:?}");
        assert!(row[1].is_empty() || subdivisions.contains(&vec![row[2].clone(), row[1].clone()]), "{row:?}");
    }
    for row in rows("groups.tsv").iter().filter(|row| !row[2].is_empty()) {
        assert!(cities.contains(&row[2..5]), "the home of a group: {row:?}");
    }
}

#[test]
fn every_ambiguous_city_has_one_default() {
    let mut meant: std::collections::BTreeMap<String, BTreeSet<Vec<String>>> = Default::default();
    for row in rows("cities.tsv") {
        meant.entry(fold(&row[0])).or_default().insert(row[..3].to_vec());
    }
    for row in rows("city_aliases.tsv") {
        meant.entry(fold(&row[0])).or_default().insert(row[1..].to_vec());
    }
    let mut defaults = BTreeSet::new();
    for row in rows("default_cities.tsv") {
        let key = fold(&row[0]);
        let here = |city: &Vec<String>| city[1..] == row[1..];
        assert_eq!(
            meant.get(&key).map(|cities| cities.iter().filter(|city| here(city)).count()),
            Some(1),
            "{row:?}"
        );
        assert!(defaults.insert(key), "{} has two defaults", row[0]);
    }
    for (name, cities) in meant.iter().filter(|(_, cities)| cities.len() > 1) {
        assert!(defaults.contains(name), "{name} needs a row in default_cities.tsv: {cities:?}");
    }
}

#[test]
fn vague_places_and_format_words_are_no_places() {
    let mut names = BTreeSet::new();
    for (name, column) in
        [("cities.tsv", 0), ("city_aliases.tsv", 0), ("countries.tsv", 0), ("countries.tsv", 1)]
    {
        names.extend(rows(name).iter().map(|row| fold(&row[column])));
    }
    let formats = rows("words.tsv").into_iter().filter(|row| row[1] == "place.format");
    let mut words: Vec<Vec<String>> = rows("vague_places.tsv").into_iter().chain(formats).collect();
    words.retain(|row| names.contains(&fold(&row[0])));
    assert_eq!(words, Vec::<Vec<String>>::new(), "these are places");
}

#[test]
fn no_name_of_a_city_country_or_group_stands_in_the_code() {
    let mut names = BTreeSet::new();
    for (name_of_table, column) in [
        ("cities.tsv", 0),
        ("city_aliases.tsv", 0),
        ("countries.tsv", 1),
        ("country_aliases.tsv", 0),
        ("groups.tsv", 0),
        ("group_aliases.tsv", 0),
    ] {
        // `GEO` and `CN` are codes of countries and words of other languages.
        let name = |name: &String| name.chars().any(char::is_lowercase);
        names.extend(rows(name_of_table).into_iter().map(|row| row[column].clone()).filter(name));
    }
    let mut sources = Vec::new();
    collect(&root().join("src"), &mut sources);
    assert!(sources.len() > 20, "the sources are here");
    let mut literals = 0;
    for path in sources {
        let text = fs::read_to_string(&path).expect("a source in UTF-8");
        let code = text.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
        for literal in string_literals(code) {
            literals += 1;
            assert!(!names.contains(literal), "{}: {literal:?} belongs into a table", path.display());
        }
    }
    assert!(literals > 100, "{literals} literals were looked at");
}

/// The sources that are not tests.
fn collect(folder: &Path, sources: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> =
        fs::read_dir(folder).expect("a folder of src").map(|entry| entry.expect("an entry").path()).collect();
    entries.sort();
    for path in entries {
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        if name == "tests" || name.ends_with("_tests") {
            continue;
        }
        if path.is_dir() {
            collect(&path, sources);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            sources.push(path);
        }
    }
}

/// What stands between quotes outside comments, escapes as they are.
fn string_literals(code: &str) -> Vec<&str> {
    let bytes = code.as_bytes();
    let mut literals = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'/' if bytes.get(at + 1) == Some(&b'/') => {
                at += code[at..].find('\n').unwrap_or(code.len() - at);
            }
            b'\'' if bytes.get(at + 1) == Some(&b'"') => at += 3,
            b'\'' if code[at..].starts_with("'\\\"'") => at += 4,
            b'"' => {
                let hashes = code[..at].bytes().rev().take_while(|byte| *byte == b'#').count();
                let raw = code[..at - hashes].ends_with('r');
                let end = if raw {
                    code[at + 1..].find(&format!("\"{}", "#".repeat(hashes)))
                } else {
                    let mut escaped = false;
                    code[at + 1..].bytes().position(|byte| {
                        let end = byte == b'"' && !escaped;
                        escaped = byte == b'\\' && !escaped;
                        end
                    })
                };
                let Some(end) = end else { break };
                literals.push(&code[at + 1..at + 1 + end]);
                at += end + 2;
            }
            _ => at += 1,
        }
    }
    literals
}
