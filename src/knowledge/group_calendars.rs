//! The calendars that organisers publish and that do not follow from a group's page:
//! `data/group_calendars.tsv`.

use chrono_tz::Tz;

use crate::tsv::{self, TableError};

const CALENDARS: &str = include_str!("../../data/group_calendars.tsv");

/// The columns of a table of calendars.
const COLUMNS: [&str; 3] = ["calendar", "group", "zone"];

/// A calendar that organisers publish.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupCalendar {
    /// Its address.
    pub url: String,
    /// The name of its group; `None` for one of many groups.
    pub group: Option<String>,
    /// The zone of the group, where its home does not say it.
    pub time_zone: Option<Tz>,
}

/// The bundled table.
pub(super) fn bundled() -> Result<Vec<GroupCalendar>, TableError> {
    let table = "group_calendars.tsv";
    let row = |row: tsv::Row<'_, 3>| {
        let [url, group, zone] = row.cells;
        let time_zone = zone_of(zone).map_err(|message| TableError::row(table, row.line, message))?;
        Ok(GroupCalendar { url: url.to_owned(), group: tsv::filled(group).map(str::to_owned), time_zone })
    };
    tsv::rows(table, CALENDARS, COLUMNS)?.into_iter().map(row).collect()
}

/// A cell of a table as a zone; an empty one is none.
pub(super) fn zone_of(cell: &str) -> Result<Option<Tz>, String> {
    let zone = tsv::filled(cell)
        .map(|zone| zone.parse().map_err(|_| format!("`{zone}` is no time zone such as Europe/Berlin")));
    zone.transpose()
}

#[cfg(test)]
mod tests {
    use super::{super::groups::Groups, *};

    #[test]
    fn the_table_is_sorted_and_names_groups_and_zones() {
        let groups = Groups::bundled();
        let rows = tsv::rows("group_calendars.tsv", CALENDARS, COLUMNS).unwrap();
        assert!(rows.windows(2).all(|pair| pair[0].cells < pair[1].cells));
        for row in &rows {
            let [url, group, zone] = row.cells;
            assert!(url.starts_with("https://"), "{url}");
            assert!(
                group.is_empty() || groups.canonical(group).is_some_and(|known| known.name == group),
                "{group}"
            );
            assert!(zone.is_empty() || zone.parse::<Tz>().is_ok(), "{zone}");
        }
        assert_eq!(rows.len(), bundled().unwrap().len());
    }
}
