//! The options that select, the same for every command that does.

use anyhow::Result;
use twir_events::{catalogue::Catalogue, knowledge::Knowledge, selection::Selection};

/// Which events. The values are read by the library, which knows what there is.
#[derive(Debug, Clone, Default, clap::Args)]
#[command(next_help_heading = "Selection (each may be repeated or hold a comma list; values of one \
                               option are alternatives, different options all hold)")]
pub struct Filters {
    /// africa, asia, europe, north_america, oceania or south_america
    #[arg(long)]
    region: Vec<String>,
    /// Country by its code: DE
    #[arg(long)]
    country: Vec<String>,
    /// City, with its state or country where there are several: "Portland, OR"; what is hosted from
    /// there online counts, too
    #[arg(long)]
    city: Vec<String>,
    /// Group by name, page or the name of its feed: rust-berlin
    #[arg(long)]
    group: Vec<String>,
    /// in_person, virtual or hybrid
    #[arg(long)]
    format: Vec<String>,
    /// First day; an event of several days counts when any of them does
    #[arg(long, value_name = "DATE")]
    from: Vec<String>,
    /// Last day, inclusive
    #[arg(long, value_name = "DATE")]
    to: Vec<String>,
    /// So many weeks from the first day, or from today
    #[arg(long, allow_hyphen_values = true)]
    weeks: Vec<String>,
    /// In person near this city or point
    #[arg(long, value_name = "PLACE|LAT,LON", allow_hyphen_values = true)]
    near: Vec<String>,
    /// How far that is [default: 50]
    #[arg(long, value_name = "KM", allow_hyphen_values = true)]
    within: Vec<String>,
    /// Words of the title, group or place, or another name of one (`Firenze`, `Texas`)
    #[arg(long)]
    text: Vec<String>,
    /// First listed after this issue or day
    #[arg(long, value_name = "ISSUE|DATE")]
    new_since: Vec<String>,
}

impl Filters {
    /// Reads the options, with `--history` where the command has it.
    pub fn read(
        &self,
        history: Option<&str>,
        catalogue: &Catalogue,
        knowledge: &Knowledge,
    ) -> Result<Selection> {
        let options = [
            ("region", &self.region),
            ("country", &self.country),
            ("city", &self.city),
            ("group", &self.group),
            ("format", &self.format),
            ("from", &self.from),
            ("to", &self.to),
            ("weeks", &self.weeks),
            ("near", &self.near),
            ("within", &self.within),
            ("text", &self.text),
            ("new-since", &self.new_since),
        ];
        let pairs =
            options.iter().flat_map(|(name, values)| values.iter().map(|value| (*name, value.as_str())));
        let pairs = pairs.chain(history.map(|history| ("history", history)));
        Ok(Selection::from_pairs(pairs, catalogue, knowledge)?)
    }
}
