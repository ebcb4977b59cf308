//! Selections from text: what `--region europe` or `?region=europe` names.

use std::{cell::LazyCell, ops::Deref};

use super::{Error, Known, Selection, option_reader::OptionReader};
use crate::{catalogue::Catalogue, knowledge::Knowledge};

impl Selection {
    /// Reads a selection from names of [`OPTIONS`](super::OPTIONS) and their values. Each may come several times or
    /// hold a comma list; a city, group or place whose name has a comma itself is understood.
    ///
    /// ```
    /// use twir_events::{Archive, Catalogue, Knowledge, Selection};
    ///
    /// let knowledge = Knowledge::bundled();
    /// let catalogue = Catalogue::read(Archive::bundled().issues, &knowledge, None);
    /// let online = Selection::from_pairs([("format", "virtual")], &catalogue, &knowledge)?;
    /// assert!(online.events(&catalogue).iter().all(|event| online.matches(event)));
    /// let error = Selection::from_pairs([("region", "erope")], &catalogue, &knowledge).unwrap_err();
    /// assert!(error.to_string().ends_with("the nearest is `europe`"));
    /// # Ok::<(), twir_events::selection::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// When a value names nothing known, has the wrong form, or two options contradict each other.
    pub fn from_pairs<'a>(
        pairs: impl IntoIterator<Item = (&'a str, &'a str)>,
        catalogue: &Catalogue,
        knowledge: &Knowledge,
    ) -> Result<Self, Error> {
        // Most selections name neither a city nor a group.
        let known = LazyCell::new(|| Known::of(catalogue, knowledge));
        Self::read_pairs(pairs, catalogue, knowledge, &known)
    }

    /// The same with what the catalogue names at hand, for whoever selects often.
    ///
    /// # Errors
    ///
    /// As [`from_pairs`](Self::from_pairs).
    pub fn from_pairs_of<'a>(
        pairs: impl IntoIterator<Item = (&'a str, &'a str)>,
        catalogue: &Catalogue,
        knowledge: &Knowledge,
        known: &Known,
    ) -> Result<Self, Error> {
        Self::read_pairs(pairs, catalogue, knowledge, &known)
    }

    fn read_pairs<'a>(
        pairs: impl IntoIterator<Item = (&'a str, &'a str)>,
        catalogue: &Catalogue,
        knowledge: &Knowledge,
        known: &dyn Deref<Target = Known>,
    ) -> Result<Self, Error> {
        let mut selection = Self::default();
        let reader = OptionReader { known, catalogue, knowledge };
        for (option, value) in pairs {
            reader.read(&mut selection, option, value)?;
        }
        selection.check()?;
        Ok(selection)
    }

    fn check(&self) -> Result<(), Error> {
        if self.weeks.is_some() && self.to.is_some() {
            return Err(Error::Contradiction("weeks and to both set the end: give one of them"));
        }
        if self.history.is_some() && self.from.is_some() {
            return Err(Error::Contradiction("history and from both set the beginning: give one of them"));
        }
        if self.within_km.is_some() && self.near.is_empty() {
            return Err(Error::Contradiction("within says how far, but near does not say from where"));
        }
        if let (Some(from), Some(to)) = (self.from, self.to)
            && from > to
        {
            return Err(Error::Contradiction("from lies after to"));
        }
        Ok(())
    }
}
