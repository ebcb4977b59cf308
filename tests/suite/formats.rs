//! Every format of the list is one of `export`, and of `serve` where it is a feed.

use std::collections::BTreeSet;

use twir_events::{
    Archive, Catalogue, Knowledge, Selection,
    export::{Choices, FORMATS, format},
};

use crate::run::run_on_issues;

#[test]
fn each_format_has_a_name_of_its_own_and_prints() {
    let knowledge = Knowledge::bundled();
    let catalogue = Catalogue::read(Archive::bundled().issues, &knowledge, None);
    let names: BTreeSet<&str> = FORMATS.iter().map(|format| format.name).collect();
    assert_eq!(names.len(), FORMATS.len());
    for listed in FORMATS {
        assert_eq!(format(listed.name).map(|found| found.about), Some(listed.about));
        let printed = listed.print(&catalogue, Selection::default(), Choices::default()).unwrap();
        assert!(!printed.bytes.is_empty(), "{}", listed.name);
        assert!(!run_on_issues(&["export", listed.name]).ok().is_empty(), "{}", listed.name);
    }
    assert!(format("pdf").is_none());
}

#[test]
fn the_help_names_each_format() {
    let help = run_on_issues(&["export", "--help"]).ok();
    for format in FORMATS {
        assert!(help.contains(&format!("- {}", format.name)) && help.contains(format.about), "{help}");
    }
}
