//! What only knowledge can mend: fields that one issue got wrong, from `data/overrides.tsv`.

use chrono::NaiveDate;

use crate::tsv::{self, TableError};

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
            .expect("the bundled table can be read, which a test shows")
    }

    /// From a table `issue_date beside field written right why`.
    ///
    /// # Errors
    ///
    /// A row that names no issue or no field.
    pub fn from_table(table: &str) -> Result<Self, TableError> {
        let columns = ["issue_date", "beside", "field", "written", "right", "why"];
        let read = |row: tsv::Row<'_, 6>| {
            let [issue_date, beside, field, written, right, why] = row.cells;
            let wrong = |message: String| TableError::row("overrides.tsv", row.line, message);
            Ok(Override {
                issue_date: issue_date.parse().map_err(|_| wrong(format!("`{issue_date}` is no date")))?,
                beside: beside.to_owned(),
                field: match field {
                    "date" => Field::Date,
                    "place" => Field::Place,
                    _ => return Err(wrong(format!("`{field}` is no field: expected date or place"))),
                },
                written: written.to_owned(),
                right: right.to_owned(),
                why: why.to_owned(),
            })
        };
        let rows = tsv::rows("overrides.tsv", table, columns)?.into_iter().map(read);
        Ok(Self { rows: rows.collect::<Result<_, _>>()? })
    }

    /// What the rows have read in the place of date fields.
    #[cfg(test)]
    pub(crate) fn dates(&self) -> impl Iterator<Item = &str> {
        self.rows.iter().filter(|row| row.field == Field::Date).map(|row| row.right.as_str())
    }

    /// Whether a row mends something in the issue of a day.
    pub(crate) fn touches(&self, issue_date: NaiveDate) -> bool {
        self.rows.iter().any(|row| row.issue_date == issue_date)
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
    fn bad_rows_are_told_with_their_line() {
        let header = "issue_date\tbeside\tfield\twritten\tright\twhy\n";
        for (row, message) in [
            ("2022-10-05\tx\tdate\n", "3 cells where 6 are expected"),
            ("5 October\tx\tdate\ta\tb\tc\n", "`5 October` is no date"),
            ("2022-10-05\tx\tplaces\ta\tb\tc\n", "`places` is no field"),
        ] {
            let error = Overrides::from_table(&format!("{header}{row}")).expect_err(message).to_string();
            assert!(error.starts_with(&format!("overrides.tsv, line 2: {message}")), "{error}");
        }
    }
}
