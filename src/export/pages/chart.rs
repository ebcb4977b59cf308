//! Bars drawn as SVG: heights in a box, one path a colour, so that a chart of twelve years stays small.

use std::fmt::Write;

/// The box of a chart.
pub(super) const WIDTH: usize = 720;
/// The height of its bars.
pub(super) const HEIGHT: usize = 200;

/// One colour of a chart.
pub(super) struct Series {
    pub(super) name: String,
    /// The stem of its class: `c0`.
    pub(super) class: String,
    pub(super) path: String,
}

/// A line across a chart with its number.
pub(super) struct Rule {
    pub(super) y: String,
    pub(super) label: usize,
}

/// A year below a chart.
pub(super) struct Tick {
    pub(super) x: String,
    pub(super) label: String,
}

/// Bars on bars: for each column the values of the series from below.
pub(super) struct Stacked {
    pub(super) series: Vec<Series>,
    pub(super) rules: Vec<Rule>,
}

impl Stacked {
    /// `values[series][column]`.
    pub(super) fn new(names: &[&str], values: &[Vec<usize>]) -> Self {
        let columns = values.first().map_or(0, Vec::len).max(1);
        let sums: Vec<usize> =
            (0..columns).map(|column| values.iter().filter_map(|row| row.get(column)).sum()).collect();
        let top = round_up(sums.iter().copied().max().unwrap_or(0));
        let scale = |value: usize| value * HEIGHT * 10 / top;
        let mut below = vec![0usize; columns];
        let mut series = Vec::new();
        for (index, (name, row)) in names.iter().zip(values).enumerate() {
            let mut path = String::new();
            for (column, value) in row.iter().enumerate().filter(|(_, value)| **value > 0) {
                let (x, next) = (column * WIDTH * 10 / columns, (column + 1) * WIDTH * 10 / columns);
                let low = HEIGHT * 10 - scale(below[column]);
                let high = HEIGHT * 10 - scale(below[column] + value);
                below[column] += value;
                // Writing to a string does not fail.
                let _ = write!(path, "M{x} {low}V{high}H{}V{low}z", next.saturating_sub(5).max(x + 5));
            }
            series.push(Series { name: (*name).to_owned(), class: format!("c{index}"), path });
        }
        let rules = [top / 2, top]
            .into_iter()
            .filter(|value| *value > 0)
            .map(|value| Rule { y: (HEIGHT * 10 - scale(value)).to_string(), label: value })
            .collect();
        Self { series, rules }
    }
}

/// The next number that is round enough for a scale.
fn round_up(value: usize) -> usize {
    let steps = [2, 4, 10, 20, 40, 60, 80, 100, 150, 200, 300, 400, 600, 800, 1000];
    let value = value.max(1);
    steps.into_iter().find(|step| *step >= value).unwrap_or(value.div_ceil(1000) * 1000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_stand_on_bars() {
        let chart = Stacked::new(&["a", "b"], &[vec![1, 0], vec![1, 2]]);
        assert_eq!(chart.series[0].path, "M0 2000V1000H3595V2000z");
        assert_eq!(chart.series[1].path, "M0 1000V0H3595V1000zM3600 2000V0H7195V2000z");
        assert_eq!(chart.rules.iter().map(|rule| rule.label).collect::<Vec<_>>(), [1, 2]);
    }

    #[test]
    fn nothing_is_drawn_of_nothing() {
        assert_eq!(Stacked::new(&["a"], &[vec![]]).series[0].path, "");
    }
}
