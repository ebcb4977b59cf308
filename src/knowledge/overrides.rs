//! What only knowledge can mend: fields that one issue got wrong, from `data/overrides.tsv`.

use chrono::NaiveDate;

/// A part of a listing that a row can mend.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Field {
    /// The date field of a first line.
    Date,
    /// The place field of a first line.
    Place,
}

/// One row: in the issue of a day, a field that reads so has to read otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Override {
    issue_date: NaiveDate,
    /// A text that the item holds, to tell it from others with the same field.
    beside: String,
    field: Field,
    written: String,
    /// What to read instead.
    pub(crate) right: String,
    /// How we know.
    pub(crate) why: String,
}

/// The table.
#[derive(Debug, Clone, Default)]
pub struct Overrides {
    rows: Vec<Override>,
}

impl Overrides {
    /// The bundled table.
    pub fn bundled() -> Self {
        Self::from_table(include_str!("../../data/overrides.tsv"))
    }

    /// From a table with a header line and cells parted by tabs: `issue_date beside field written
    /// right why`. Rows that name no issue or no field are left out.
    pub fn from_table(table: &str) -> Self {
        let rows = table
            .lines()
            .skip(1)
            .filter_map(|row| {
                let mut cells = row.split('\t');
                Some(Override {
                    issue_date: cells.next()?.parse().ok()?,
                    beside: cells.next()?.to_owned(),
                    field: match cells.next()? {
                        "date" => Field::Date,
                        "place" => Field::Place,
                        _ => return None,
                    },
                    written: cells.next()?.to_owned(),
                    right: cells.next()?.to_owned(),
                    why: cells.next()?.to_owned(),
                })
            })
            .collect();
        Self { rows }
    }

    /// The row that mends a field of an item; `item_holds` says whether a text stands in it.
    pub(crate) fn find(
        &self,
        issue_date: NaiveDate,
        field: Field,
        written: &str,
        item_holds: impl Fn(&str) -> bool,
    ) -> Option<&Override> {
        self.rows.iter().find(|row| {
            row.issue_date == issue_date
                && row.field == field
                && row.written == written
                && item_holds(&row.beside)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_normal_form() {
        let table = include_str!("../../data/overrides.tsv");
        let rows: Vec<&str> = table.lines().skip(1).collect();
        let mut sorted = rows.clone();
        sorted.sort_unstable();
        sorted.dedup();
        assert_eq!(rows, sorted);
        let read = Overrides::bundled().rows;
        assert_eq!(read.len(), rows.len());
    }
}
