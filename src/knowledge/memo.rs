//! What a gazetteer has read once.

use crate::{
    map::Memo,
    model::{Place, PlaceField},
};

/// What a gazetteer remembers.
#[derive(Debug, Default)]
pub(crate) struct Memos {
    pub(crate) fields: Memo<PlaceField>,
    pub(crate) places: Memo<PlaceField>,
    pub(crate) is_place: Memo<bool>,
    pub(crate) named: Memo<Option<Place>>,
}
