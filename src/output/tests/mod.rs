use super::*;
use crate::output::FEEDS_FILE;

#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
pub mod crash;
#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
mod exchange;

fn tree(files: &[(&str, &str)]) -> Tree {
    files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect()
}

fn feeds(paths: &[&str]) -> String {
    let row = |path: &&str| format!(r#"{{"path":"{path}","title":"","kind":"city","count":0}}"#);
    format!("[{}]", paths.iter().map(row).collect::<Vec<_>>().join(","))
}

#[test]
fn only_what_differs_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("new/public");
    let first = tree(&[("a.ics", "one"), ("city/b.ics", "two")]);
    let done = write_tree(&out, &first).unwrap();
    assert_eq!(done, WriteCount { written: 2, unchanged: 0, removed: 0 });
    let stamp = || fs::metadata(out.join("city/b.ics")).unwrap().modified().unwrap();
    let before = stamp();
    let done = write_tree(&out, &tree(&[("a.ics", "ONE"), ("city/b.ics", "two")])).unwrap();
    assert_eq!(done, WriteCount { written: 1, unchanged: 1, removed: 0 });
    assert_eq!(stamp(), before);
    assert_eq!(fs::read_to_string(out.join("a.ics")).unwrap(), "ONE");
}

#[test]
fn old_feeds_go_and_foreign_files_stay() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("public");
    let listed =
        feeds(&["city/old.ics", "city/kept.ics", "../outside.ics", "city/../../outside.ics", "index.html"]);
    write_tree(&out, &tree(&[("city/old.ics", "x"), ("city/kept.ics", "x"), (FEEDS_FILE, &listed)])).unwrap();
    fs::write(folder.path().join("outside.ics"), "mine").unwrap();
    fs::write(out.join("index.html"), "mine").unwrap();
    fs::write(out.join("city/foreign.ics"), "mine").unwrap();
    fs::create_dir(out.join(".twir-events-killed")).unwrap();
    let new = feeds(&["city/kept.ics"]);
    let done = write_tree(&out, &tree(&[("city/kept.ics", "x"), (FEEDS_FILE, &new)])).unwrap();
    assert_eq!(done, WriteCount { written: 1, unchanged: 1, removed: 1 });
    assert!(!out.join("city/old.ics").exists());
    assert!(!out.join(".twir-events-killed").exists());
    for path in ["../outside.ics", "index.html", "city/foreign.ics", "city/kept.ics"] {
        assert!(out.join(path).exists(), "{path} is gone");
    }
}

/// Where the folder cannot be exchanged as a whole, two builds would leave files of both.
#[test]
#[cfg(unix)]
fn file_by_file_one_build_at_a_time() {
    let folder = tempfile::tempdir().unwrap();
    let other = fs::File::open(folder.path()).unwrap();
    other.lock().unwrap();
    let error = in_place::write(folder.path(), &tree(&[("a.ics", "x")])).unwrap_err();
    let why = std::error::Error::source(&error).unwrap().to_string();
    assert!(why.contains("another build is at work"), "{why}");
    assert!(!folder.path().join("a.ics").exists());
    drop(other);
    in_place::write(folder.path(), &tree(&[("a.ics", "x")])).unwrap();
}

#[test]
fn a_file_in_the_folders_place_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("public");
    fs::write(&out, "a file").unwrap();
    let error = write_tree(&out, &tree(&[("a.ics", "x")])).unwrap_err().to_string();
    assert!(error.starts_with("cannot create the folder") && error.contains("public"), "{error}");
    assert_eq!(fs::read_to_string(&out).unwrap(), "a file");
}

#[test]
fn a_failure_leaves_the_folder_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path();
    write_tree(out, &tree(&[("a.ics", "old"), ("z.ics", "old")])).unwrap();
    // A folder stands where a file is to be.
    fs::create_dir_all(out.join("m.ics/inside")).unwrap();
    write_tree(out, &tree(&[("a.ics", "new"), ("m.ics", "new"), ("z.ics", "new")])).unwrap_err();
    assert_eq!(fs::read_to_string(out.join("a.ics")).unwrap(), "old");
    assert_eq!(fs::read_to_string(out.join("z.ics")).unwrap(), "old");
    let left = fs::read_dir(out)
        .unwrap()
        .filter(|entry| entry.as_ref().unwrap().file_name().to_string_lossy().starts_with(STAGING));
    assert_eq!(left.count(), 0);
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_outside_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let (out, outside) = (folder.path().join("public"), folder.path().join("outside"));
    fs::create_dir_all(&out).unwrap();
    fs::create_dir_all(&outside).unwrap();
    std::os::unix::fs::symlink(&outside, out.join("city")).unwrap();
    let error = write_tree(&out, &tree(&[("city/a.ics", "x")])).unwrap_err();
    let reason = std::error::Error::source(&error).unwrap().to_string();
    assert!(reason.contains("symbolic link"), "{reason}");
    assert_eq!(fs::read_dir(&outside).unwrap().count(), 0);
}

#[test]
fn a_single_file_is_replaced_whole() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.ics");
    write_file(&path, b"one").unwrap();
    write_file(&path, b"two").unwrap();
    assert_eq!(fs::read(&path).unwrap(), b"two");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    assert!(write_file(&folder.path().join("none/x.ics"), b"x").is_err());
}
