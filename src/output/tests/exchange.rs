//! The exchange of the whole folder, and when the folder is changed file by file instead.

use std::{
    fs::Permissions,
    os::unix::fs::{MetadataExt, PermissionsExt, symlink},
    time::SystemTime,
};

use tempfile::TempDir;

use super::{crash::with_hook, *};

const MARK: &str = "twir-events-build.lock";

/// An output folder that holds `first`, and nothing beside it.
fn built() -> (TempDir, PathBuf) {
    let scratch = tempfile::tempdir().unwrap();
    let out = scratch.path().join("public");
    write_tree(&out, &first()).unwrap();
    (scratch, out)
}

fn first() -> Tree {
    tree(&[("a.ics", "one"), ("city/b.ics", "two")])
}

fn second() -> Tree {
    tree(&[("a.ics", "ONE"), ("city/b.ics", "two"), ("group/c.ics", "three")])
}

fn expect(out: &Path, tree: &Tree) {
    for (path, bytes) in tree {
        assert_eq!(&fs::read(out.join(path)).unwrap(), bytes, "{path}");
    }
}

fn names(folder: &Path) -> Vec<String> {
    let names = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names.collect();
    names.sort();
    names
}

fn inode(path: &Path) -> u64 {
    path.symlink_metadata().unwrap().ino()
}

fn modified(path: &Path) -> SystemTime {
    path.symlink_metadata().unwrap().modified().unwrap()
}

/// An early time, so that a file that is written anew does not have it by chance.
fn make_old(path: &Path) {
    fs::File::open(path).unwrap().set_modified(SystemTime::UNIX_EPOCH).unwrap();
}

#[test]
fn the_folder_is_exchanged_and_its_files_are_the_same() {
    let (scratch, out) = built();
    make_old(&out.join("city/b.ics"));
    let (folder, kept, changed) = (inode(&out), inode(&out.join("city/b.ics")), inode(&out.join("a.ics")));
    // Somebody is reading meanwhile.
    let reader = fs::File::open(out.join("a.ics")).unwrap();
    let done = write_tree(&out, &second()).unwrap();
    assert_eq!(done, WriteCount { written: 2, unchanged: 1, removed: 0 });
    expect(&out, &second());
    assert_ne!(inode(&out), folder);
    assert_eq!(inode(&out.join("city/b.ics")), kept);
    assert_eq!(modified(&out.join("city/b.ics")), SystemTime::UNIX_EPOCH);
    assert_ne!(inode(&out.join("a.ics")), changed);
    assert_eq!(out.join("city/b.ics").metadata().unwrap().nlink(), 1);
    assert_eq!(io::read_to_string(reader).unwrap(), "one");
    assert_eq!(names(scratch.path()), ["public"]);
}

#[test]
fn nothing_is_touched_where_nothing_differs() {
    let (scratch, out) = built();
    for path in [&out.join("city"), &out, scratch.path()] {
        make_old(path);
    }
    let folder = inode(&out);
    write_tree(&out, &first()).unwrap();
    assert_eq!(inode(&out), folder);
    for path in [&out.join("city"), &out, scratch.path()] {
        assert_eq!(modified(path), SystemTime::UNIX_EPOCH, "{}", path.display());
    }
}

#[test]
fn what_is_not_ours_stays_as_it_is() {
    let (scratch, out) = built();
    fs::write(out.join("CNAME"), "mine").unwrap();
    fs::set_permissions(out.join("CNAME"), Permissions::from_mode(0o440)).unwrap();
    fs::create_dir_all(out.join("mine/empty")).unwrap();
    fs::write(out.join("mine/x"), "x").unwrap();
    symlink("../a.ics", out.join("mine/link")).unwrap();
    symlink("nowhere", out.join("dangling")).unwrap();
    fs::set_permissions(out.join("mine"), Permissions::from_mode(0o550)).unwrap();
    fs::set_permissions(&out, Permissions::from_mode(0o751)).unwrap();
    make_old(&out.join("mine"));
    let before = (inode(&out.join("CNAME")), inode(&out.join("mine/x")));
    write_tree(&out, &second()).unwrap();
    expect(&out, &second());
    assert_eq!((inode(&out.join("CNAME")), inode(&out.join("mine/x"))), before);
    assert_eq!(names(&out.join("mine")), ["empty", "link", "x"]);
    assert_eq!(fs::read_link(out.join("mine/link")).unwrap(), Path::new("../a.ics"));
    assert_eq!(fs::read_link(out.join("dangling")).unwrap(), Path::new("nowhere"));
    let mode = |path: &Path| path.metadata().unwrap().mode() & 0o777;
    assert_eq!((mode(&out), mode(&out.join("mine")), mode(&out.join("CNAME"))), (0o751, 0o550, 0o440));
    assert_eq!(modified(&out.join("mine")), SystemTime::UNIX_EPOCH);
    assert_eq!(names(scratch.path()), ["public"]);
    // So that the scratch folder can be removed.
    fs::set_permissions(out.join("mine"), Permissions::from_mode(0o750)).unwrap();
}

#[test]
fn a_folder_of_its_own_is_as_any_other() {
    let scratch = tempfile::tempdir().unwrap();
    let (first_built, empty) = (scratch.path().join("deep/public"), scratch.path().join("empty"));
    write_tree(&first_built, &first()).unwrap();
    fs::create_dir(&empty).unwrap();
    let mode = empty.metadata().unwrap().mode();
    let before = inode(&empty);
    write_tree(&empty, &first()).unwrap();
    for out in [&first_built, &empty] {
        expect(out, &first());
        assert_eq!(out.metadata().unwrap().mode(), mode);
    }
    assert_ne!(inode(&empty), before);
    assert_eq!(names(scratch.path()), ["deep", "empty"]);
    assert_eq!(names(&scratch.path().join("deep")), ["public"]);
}

#[test]
fn a_link_to_the_folder_stays_a_link() {
    let (scratch, out) = built();
    fs::create_dir(scratch.path().join("links")).unwrap();
    let link = scratch.path().join("links/site");
    symlink("../public", &link).unwrap();
    let before = inode(&out);
    write_tree(&link, &second()).unwrap();
    assert!(link.is_symlink() && !out.is_symlink());
    expect(&out, &second());
    assert_ne!(inode(&out), before);
    assert_eq!(names(scratch.path()), ["links", "public"]);
    assert_eq!(names(&scratch.path().join("links")), ["site"]);
}

#[test]
fn one_build_at_a_time() {
    let (scratch, out) = built();
    let again = out.clone();
    let mut refused = 0;
    let try_another = move |_| {
        // Not while the lock itself is being removed.
        if again.with_file_name(".twir-events.public").join(MARK).exists() {
            let error = write_tree(&again, &tree(&[("a.ics", "other")])).unwrap_err();
            assert!(error.to_string().ends_with("public"), "{error}");
            let reason = std::error::Error::source(&error).unwrap().to_string();
            assert!(reason.contains("another build"), "{reason}");
            refused += 1;
        }
        assert!(refused > 0);
    };
    with_hook(try_another, || write_tree(&out, &second())).unwrap();
    expect(&out, &second());
    assert_eq!(names(scratch.path()), ["public"]);
}

#[test]
fn what_killed_builds_left_is_swept() {
    for is_marked in [true, false] {
        for wanted in [first(), second()] {
            let (scratch, out) = built();
            let beside = scratch.path().join(".twir-events.public");
            fs::create_dir(&beside).unwrap();
            fs::set_permissions(&beside, Permissions::from_mode(0o700)).unwrap();
            // A build may be killed before it has left its mark.
            if is_marked {
                fs::write(beside.join(MARK), "").unwrap();
                fs::create_dir_all(beside.join("tree/closed")).unwrap();
                fs::write(beside.join("tree/closed/x"), "x").unwrap();
                fs::set_permissions(beside.join("tree/closed"), Permissions::from_mode(0o500)).unwrap();
            }
            fs::create_dir(out.join(".twir-events-killed")).unwrap();
            write_tree(&out, &wanted).unwrap();
            expect(&out, &wanted);
            assert_eq!(names(scratch.path()), ["public"]);
            assert!(!out.join(".twir-events-killed").exists());
        }
    }
}

/// The folder is changed file by file: it is still the same one.
fn expect_in_place(out: &Path) {
    let before = inode(out);
    let done = write_tree(out, &second()).unwrap();
    assert_eq!(done, WriteCount { written: 2, unchanged: 1, removed: 0 });
    expect(out, &second());
    assert_eq!(inode(out), before);
    assert!(!names(out).iter().any(|name| name.starts_with('.')));
}

#[test]
fn somebodys_folder_in_the_place_beside_is_left_alone() {
    for (mode, file) in [(0o700, "tree"), (0o755, MARK)] {
        let (scratch, out) = built();
        let theirs = scratch.path().join(".twir-events.public");
        fs::create_dir(&theirs).unwrap();
        fs::write(theirs.join(file), "theirs").unwrap();
        fs::set_permissions(&theirs, Permissions::from_mode(mode)).unwrap();
        expect_in_place(&out);
        assert_eq!(fs::read(theirs.join(file)).unwrap(), b"theirs");
        assert_eq!(names(&theirs), [file]);
    }
    let (scratch, out) = built();
    fs::create_dir(scratch.path().join("theirs")).unwrap();
    symlink("theirs", scratch.path().join(".twir-events.public")).unwrap();
    expect_in_place(&out);
    assert_eq!(names(&scratch.path().join("theirs")), [""; 0]);
}

#[test]
fn where_nothing_can_stand_beside_the_folder_changes_in_place() {
    let scratch = tempfile::tempdir().unwrap();
    let out = scratch.path().join("x".repeat(250));
    write_tree(&out, &first()).unwrap();
    expect_in_place(&out);
    assert_eq!(names(scratch.path()).len(), 1);

    let (scratch, out) = built();
    fs::set_permissions(scratch.path(), Permissions::from_mode(0o500)).unwrap();
    if fs::write(scratch.path().join("x"), "").is_ok() {
        eprintln!("skipped: this user may write everywhere");
    } else {
        expect_in_place(&out);
    }
    fs::set_permissions(scratch.path(), Permissions::from_mode(0o700)).unwrap();
}

#[test]
fn where_the_exchange_fails_the_folder_changes_in_place() {
    let (scratch, out) = built();
    let tree = scratch.path().join(".twir-events.public/tree");
    // The last file is written; the exchange follows.
    let spoil = move |_| {
        if tree.join("group/c.ics").exists() {
            fs::rename(&tree, tree.with_file_name("elsewhere")).unwrap();
            fs::remove_dir_all(tree.with_file_name("elsewhere")).unwrap();
        }
    };
    with_hook(spoil, || expect_in_place(&out));
    assert_eq!(names(scratch.path()), ["public"]);
}

#[test]
fn a_failure_on_the_way_leaves_the_folder_as_it_was() {
    let (scratch, out) = built();
    let before = inode(&out);
    let group = scratch.path().join(".twir-events.public/tree/group");
    // The first file is written; now a file is in the way of the second.
    let spoil = move |_| {
        if fs::read(group.with_file_name("a.ics")).is_ok_and(|bytes| bytes == b"ONE") {
            fs::write(&group, "").unwrap();
        }
    };
    let error = with_hook(spoil, || write_tree(&out, &second())).unwrap_err();
    assert_eq!(error.path, out.join("group"), "the path that users know");
    assert_eq!(inode(&out), before);
    expect(&out, &first());
    assert_eq!(names(&out), ["a.ics", "city"]);
    assert_eq!(names(scratch.path()), ["public"]);
}

#[test]
fn what_comes_in_meanwhile_is_not_lost() {
    let (scratch, out) = built();
    fs::write(out.join("CNAME"), "old").unwrap();
    symlink("a.ics", out.join("link")).unwrap();
    let (folder, tree) = (out.clone(), scratch.path().join(".twir-events.public/tree"));
    let mut is_late = false;
    let come_in = move |_| {
        if tree.join("group/c.ics").exists() && !is_late {
            is_late = true;
            fs::create_dir_all(folder.join(".well-known/deep")).unwrap();
            fs::write(folder.join(".well-known/deep/token"), "theirs").unwrap();
            fs::write(folder.join("CNAME.new"), "other").unwrap();
            fs::rename(folder.join("CNAME.new"), folder.join("CNAME")).unwrap();
        }
    };
    with_hook(come_in, || write_tree(&out, &second())).unwrap();
    expect(&out, &second());
    assert_eq!(fs::read(out.join(".well-known/deep/token")).unwrap(), b"theirs");
    assert_eq!(fs::read(out.join("CNAME")).unwrap(), b"other");
    assert_eq!(names(&out), [".well-known", "CNAME", "a.ics", "city", "group", "link"]);
    assert_eq!(names(scratch.path()), ["public"]);
}

/// `setfacl --default --modify user::rwx,group::r-x,other::r-x`, in the form of Linux
/// (`linux/posix_acl_xattr.h`).
#[cfg(target_os = "linux")]
#[test]
fn a_folder_with_permissions_of_its_own_keeps_them() {
    let (_scratch, out) = built();
    let mut acl = 2_u32.to_le_bytes().to_vec();
    for (tag, permissions) in [(0x01_u16, 7_u16), (0x04, 5), (0x20, 5)] {
        acl.extend(tag.to_le_bytes());
        acl.extend(permissions.to_le_bytes());
        acl.extend(u32::MAX.to_le_bytes());
    }
    let flags = rustix::fs::XattrFlags::empty();
    match rustix::fs::setxattr(&out, "system.posix_acl_default", &acl, flags) {
        Ok(()) => expect_in_place(&out),
        Err(error) => eprintln!("skipped: no access control lists here ({error})"),
    }
}

#[test]
fn a_copy_is_as_old_as_the_file() {
    let scratch = tempfile::tempdir().unwrap();
    let (from, to) = (scratch.path().join("from"), scratch.path().join("to"));
    fs::write(&from, "text").unwrap();
    fs::set_permissions(&from, Permissions::from_mode(0o440)).unwrap();
    make_old(&from);
    crate::output::exchange::copy(&from, &to).unwrap();
    assert_eq!(fs::read(&to).unwrap(), b"text");
    assert_eq!(modified(&to), SystemTime::UNIX_EPOCH);
    assert_eq!(to.metadata().unwrap().mode() & 0o777, 0o440);
    assert!(crate::output::exchange::is_same(&from, &to));
}
