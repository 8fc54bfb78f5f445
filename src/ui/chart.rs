//! The geometry of an autoscaler's chart: series to SVG paths in a box of 1000 by 100, stretched by the page.

use crate::view::HpaPoint;

pub const WIDTH: f64 = 1000.0;
pub const HEIGHT: f64 = 100.0;

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Chart {
    /// Pieces of the usage line: it is broken where usage is unknown.
    pub usage: Vec<String>,
    /// Height of the target line.
    pub target_y: f64,
    pub usage_top: i64,
    /// Steps of current and desired replicas.
    pub current: String,
    pub desired: String,
    pub replicas_top: u32,
    pub from_us: u64,
    pub to_us: u64,
}

pub fn chart(points: &[HpaPoint], max: u32) -> Chart {
    let (Some(first), Some(last)) = (points.first(), points.last()) else {
        return Chart::default();
    };
    let (from_us, to_us) = (first.at_us, last.at_us.max(first.at_us + 1));
    let highest = points.iter().flat_map(|point| [point.usage.unwrap_or(0), point.target]).max().unwrap_or(0);
    let usage_top = round_up(highest.max(1) * 11 / 10);
    let replicas_top = points.iter().flat_map(|p| [p.current, p.desired]).max().unwrap_or(0).max(max).max(1);
    let x = |at_us: u64| (at_us - from_us) as f64 / (to_us - from_us) as f64 * WIDTH;
    let replicas_y = |count: u32| HEIGHT - f64::from(count) / f64::from(replicas_top) * HEIGHT;
    Chart {
        usage: usage_lines(points, &x, usage_top),
        target_y: height_of(last.target, usage_top),
        usage_top,
        current: steps(points.iter().map(|point| (x(point.at_us), replicas_y(point.current)))),
        desired: steps(points.iter().map(|point| (x(point.at_us), replicas_y(point.desired)))),
        replicas_top,
        from_us,
        to_us,
    }
}

/// A line through values in time: its path, the top of the scale, and the height of a limit.
pub fn line(points: &[(u64, u64)], limit: Option<u64>) -> (String, u64, Option<String>) {
    let (Some(first), Some(last)) = (points.first(), points.last()) else {
        return (String::new(), 0, None);
    };
    let signed = |value: u64| i64::try_from(value).unwrap_or(i64::MAX);
    let highest = points.iter().map(|(_, value)| *value).chain(limit).max().unwrap_or(0);
    let top = round_up(signed(highest).max(1).saturating_add(signed(highest) / 10));
    let width = (last.0 - first.0).max(1) as f64;
    let place = |(at, (moment, value)): (usize, &(u64, u64))| {
        let x = (moment - first.0) as f64 / width * WIDTH;
        format!("{}{x:.1} {:.1}", if at == 0 { "M" } else { "L" }, height_of(signed(*value), top))
    };
    let limit_y = limit.map(|limit| format!("{:.1}", height_of(signed(limit), top)));
    (points.iter().enumerate().map(place).collect(), top as u64, limit_y)
}

fn height_of(value: i64, top: i64) -> f64 {
    HEIGHT - value.clamp(0, top) as f64 / top as f64 * HEIGHT
}

fn usage_lines(points: &[HpaPoint], x: &impl Fn(u64) -> f64, top: i64) -> Vec<String> {
    let known = points.split(|point| point.usage.is_none()).filter(|run| !run.is_empty());
    let path = |run: &[HpaPoint]| {
        let places = run.iter().map(|point| (x(point.at_us), height_of(point.usage.unwrap_or(0), top)));
        places
            .enumerate()
            .map(|(at, (x, y))| format!("{}{x:.1} {y:.1}", if at == 0 { "M" } else { "L" }))
            .collect()
    };
    known.map(path).collect()
}

/// A value holds until the next one.
fn steps(places: impl Iterator<Item = (f64, f64)>) -> String {
    let mut path = String::new();
    for (x, y) in places {
        path += &if path.is_empty() { format!("M{x:.1} {y:.1}") } else { format!("H{x:.1}V{y:.1}") };
    }
    path
}

/// To the next 1, 2 or 5 times a power of ten, in steps a reader can divide in his head.
fn round_up(value: i64) -> i64 {
    let mut unit: i64 = 1;
    for _ in 0..15 {
        for step in [1, 2, 3, 4, 5, 6, 8, 10] {
            if unit * step >= value {
                return unit * step;
            }
        }
        unit *= 10;
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(at_s: u64, usage: Option<i64>, current: u32) -> HpaPoint {
        HpaPoint { at_us: at_s * 1_000_000, usage, target: 50, current, desired: current + 1 }
    }

    #[test]
    fn an_empty_series_has_an_empty_chart() {
        assert_eq!(chart(&[], 10), Chart::default());
    }

    #[test]
    fn the_usage_line_breaks_where_nothing_is_known() {
        let points =
            [point(0, Some(50), 2), point(15, None, 2), point(30, Some(100), 2), point(45, Some(0), 4)];
        let drawn = chart(&points, 10);
        assert_eq!(drawn.usage, ["M0.0 75.0", "M666.7 50.0L1000.0 100.0"]);
        assert_eq!((drawn.usage_top, drawn.target_y), (200, 75.0));
    }

    #[test]
    fn replicas_go_in_steps() {
        let drawn = chart(&[point(0, None, 2), point(15, None, 5)], 10);
        assert_eq!(drawn.current, "M0.0 80.0H1000.0V50.0");
        assert_eq!(drawn.replicas_top, 10);
    }

    #[test]
    fn one_point_is_no_trouble() {
        assert_eq!(chart(&[point(3, Some(60), 1)], 1).usage, ["M0.0 25.0"]);
    }

    #[test]
    fn a_line_keeps_its_limit_in_sight() {
        assert_eq!(line(&[], Some(5)), (String::new(), 0, None));
        let (path, top, limit) = line(&[(0, 0), (10, 50)], Some(90));
        assert_eq!((path.as_str(), top, limit.as_deref()), ("M0.0 100.0L1000.0 50.0", 100, Some("10.0")));
    }

    #[test]
    fn tops_are_round() {
        assert_eq!([1, 7, 11, 55, 110, 660].map(round_up), [1, 8, 20, 60, 200, 800]);
    }
}
