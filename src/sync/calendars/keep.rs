//! Keeps what came: the file first, whole, then the manifest that names it.

use std::{fs, path::Path};

use chrono::NaiveDate;

use super::{Outcome, ask::Body, content};
use crate::{
    cache,
    calendar::store::{self, MANIFEST, Source, Store},
    sync::Error,
};

/// The only one who may change the store, as long as the cache is locked.
pub(super) struct Keeper {
    store: Store,
}

impl Keeper {
    /// Opens the store, and takes away what interrupted runs left.
    pub(super) fn open(root: &Path) -> Result<Self, Error> {
        let store = Store::open(root)?;
        let keeper = Self { store };
        let folder = keeper.store.folder();
        fs::create_dir_all(folder).map_err(|source| cache::Error::Io {
            doing: "create the folder",
            path: folder.to_owned(),
            source,
        })?;
        keeper.sweep()?;
        Ok(keeper)
    }

    /// Removes files of ours that the manifest does not name.
    fn sweep(&self) -> Result<(), Error> {
        let folder = self.store.folder();
        let failed = |doing, path: &Path| {
            let path = path.to_owned();
            move |source| cache::Error::Io { doing, path, source }
        };
        let named: std::collections::BTreeSet<&str> =
            self.store.iter().filter_map(|source| source.file.as_deref()).collect();
        for entry in fs::read_dir(folder).map_err(failed("read", folder))? {
            let entry = entry.map_err(failed("read", folder))?;
            let name = entry.file_name();
            let Some(name) = name.to_str() else { continue };
            let ours = store::is_file_name(name.strip_suffix(".new").unwrap_or(name));
            if ours && !named.contains(name) {
                fs::remove_file(entry.path()).map_err(failed("remove", &entry.path()))?;
            }
        }
        Ok(())
    }

    pub(super) fn get(&self, url: &str) -> Option<&Source> {
        self.store.get(url)
    }

    /// Whether the file of a source is there, byte for byte as it came.
    pub(super) fn has_file(&self, source: &Source) -> bool {
        self.store.bytes(source).is_some()
    }

    /// Whether what a source had is a calendar with an event.
    pub(super) fn has_events(&self, source: &Source) -> bool {
        self.store.bytes(source).is_some_and(|bytes| content::has_event(&bytes))
    }

    /// Writes what came, and what is to be said of it into the source.
    pub(super) fn write(
        &mut self,
        source: &mut Source,
        body: &Body,
        today: NaiveDate,
    ) -> Result<Outcome, Error> {
        let file = store::file_name(&source.url, source.kind, &body.bytes);
        let same = source.file.as_deref() == Some(&file);
        cache::replace(self.store.folder(), &file, &body.bytes)?;
        source.file = Some(file);
        source.fetched = Some(today);
        source.etag.clone_from(&body.etag);
        source.last_modified.clone_from(&body.last_modified);
        Ok(if same { Outcome::Unchanged } else { Outcome::New })
    }

    /// Puts a source in the place of the one at its address.
    pub(super) fn put(&mut self, source: Source) -> Result<(), Error> {
        self.store.put(source);
        self.commit()
    }

    /// Drops sources; their files go with the next run's sweep, when nobody reads them any more.
    pub(super) fn drop_old(&mut self, is_old: impl Fn(&Source) -> bool) -> Result<(), Error> {
        if self.store.iter().any(&is_old) {
            self.store.retain(|source| !is_old(source));
            self.commit()?;
        }
        Ok(())
    }

    fn commit(&self) -> Result<(), Error> {
        let folder = self.store.folder();
        let bytes = self.store.to_bytes().map_err(|error| cache::Error::Io {
            doing: "write",
            path: folder.join(MANIFEST),
            source: std::io::Error::other(error),
        })?;
        Ok(cache::replace(folder, MANIFEST, &bytes)?)
    }
}
