//! The two axes: where a date and a count stand, and which of them are written there.

use super::{Tick, tenths};
use crate::Language;
use chrono::{Datelike as _, Days, Months, NaiveDate};

/// Marks further from the data than this many days are left out: they would press it together.
const FARTHEST_MARK: i64 = 400;

/// Ticks that the axis of dates has at most.
const MOST_TICKS: usize = 7;

/// The axis of dates.
pub(super) struct Dates {
    first: NaiveDate,
    /// From `first` to the right edge, at least 1.
    days: i64,
}

/// The axis of counts.
pub(super) struct Heights {
    step: f64,
    steps: u32,
    top: f64,
    bottom: f64,
}

/// What lies between two ticks.
#[derive(Clone, Copy)]
enum Step {
    Days(u64),
    Months(u32),
}

impl Dates {
    /// The span of some days and of the marks near them; each day is `period` days wide.
    pub(super) fn of(days: impl Iterator<Item = NaiveDate> + Clone, marks: &[NaiveDate], period: i64) -> Option<Self> {
        let (mut first, mut last) = (days.clone().min()?, days.max()?);
        let (first_day, last_day) = (first, last);
        let is_near = |mark: &&NaiveDate| {
            (first_day - **mark).num_days() <= FARTHEST_MARK && (**mark - last_day).num_days() <= FARTHEST_MARK
        };
        for mark in marks.iter().filter(is_near) {
            first = first.min(*mark);
            last = last.max(*mark);
        }
        let mut days = (last - first).num_days() + period;
        if days == 0 {
            // A single point stands in the middle.
            first = first.pred_opt().unwrap_or(first);
            days = 2;
        }
        Some(Self { first, days })
    }

    pub(super) fn holds(&self, day: NaiveDate) -> bool {
        (0..=self.days).contains(&(day - self.first).num_days())
    }

    pub(super) fn place(&self, day: NaiveDate, left: f64, right: f64) -> f64 {
        left + self.width((day - self.first).num_days(), left, right)
    }

    /// How wide so many days are.
    pub(super) fn width(&self, days: i64, left: f64, right: f64) -> f64 {
        (right - left) * days as f64 / self.days as f64
    }

    pub(super) fn ticks(&self, left: f64, right: f64) -> Vec<Tick> {
        let last = self.first.checked_add_days(Days::new(self.days.unsigned_abs())).unwrap_or(NaiveDate::MAX);
        let step = self.step();
        let mut ticks = Vec::new();
        let mut day = step.first_from(self.first);
        while let Some(at) = day.filter(|at| *at <= last && ticks.len() <= MOST_TICKS) {
            let place = tenths(self.place(at, left, right));
            ticks.push(Tick { at: place, label: step.label(at), is_minor: ticks.len() % 2 == 1 });
            day = step.next(at);
        }
        ticks
    }

    /// The shortest step that leaves room between the labels.
    fn step(&self) -> Step {
        let few = MOST_TICKS as i64;
        let days = [1, 2, 7, 14].into_iter().find(|days| self.days <= days * few);
        if let Some(days) = days {
            return Step::Days(days.unsigned_abs());
        }
        let months = [1, 2, 3, 6].into_iter().find(|months| self.days <= months * 30 * few);
        if let Some(months) = months {
            return Step::Months(months.unsigned_abs() as u32);
        }
        let years = (self.days as f64 / 365.0 / few as f64).ceil();
        Step::Months(12 * nice(years).ceil() as u32)
    }
}

impl Step {
    /// The first day of such a step at a day or after it.
    fn first_from(self, day: NaiveDate) -> Option<NaiveDate> {
        match self {
            Self::Days(days) if days < 7 => Some(day),
            Self::Days(_) => {
                let monday = u64::from(7 - day.weekday().num_days_from_monday()) % 7;
                day.checked_add_days(Days::new(monday))
            }
            Self::Months(months) => {
                let passed = i64::from(day.year()) * 12 + i64::from(day.month0());
                let whole = passed.div_euclid(i64::from(months)) * i64::from(months);
                let is_exact = whole == passed && day.day() == 1;
                let whole = if is_exact { whole } else { whole + i64::from(months) };
                let year = i32::try_from(whole.div_euclid(12)).ok()?;
                NaiveDate::from_ymd_opt(year, u32::try_from(whole.rem_euclid(12)).ok()? + 1, 1)
            }
        }
    }

    fn next(self, day: NaiveDate) -> Option<NaiveDate> {
        match self {
            Self::Days(days) => day.checked_add_days(Days::new(days)),
            Self::Months(months) => day.checked_add_months(Months::new(months)),
        }
    }

    fn label(self, day: NaiveDate) -> String {
        match self {
            Self::Days(_) => day.format("%m-%d").to_string(),
            Self::Months(months) if months % 12 == 0 => day.year().to_string(),
            Self::Months(_) => day.format("%Y-%m").to_string(),
        }
    }
}

impl Heights {
    /// An axis from zero to at least `most`, in steps of 1, 2 or 5 times a power of ten.
    pub(super) fn of(most: u64, top: f64, bottom: f64) -> Self {
        let most = (most as f64).max(1.0);
        let step = nice(most / 4.0).max(1.0);
        Self { step, steps: ((most / step).ceil() as u32).max(1), top, bottom }
    }

    pub(super) fn place(&self, value: u64) -> f64 {
        self.bottom - (self.bottom - self.top) * value as f64 / (self.step * f64::from(self.steps))
    }

    pub(super) fn ticks(&self, language: Language) -> Vec<Tick> {
        let tick = |index: u32| Tick {
            at: tenths(self.bottom - (self.bottom - self.top) * f64::from(index) / f64::from(self.steps)),
            label: short(self.step * f64::from(index), language),
            is_minor: false,
        };
        (0..=self.steps).map(tick).collect()
    }
}

/// The least of 1, 2 or 5 times a power of ten that is not below a value.
fn nice(value: f64) -> f64 {
    let power = 10_f64.powf(value.max(f64::MIN_POSITIVE).log10().floor());
    let factors = [1.0, 2.0, 5.0, 10.0];
    let factor = factors.into_iter().find(|factor| value <= factor * power * (1.0 + 1e-9));
    factor.unwrap_or(10.0) * power
}

/// A count in at most four signs and a prefix of the SI: `1.5k`, `20M`.
fn short(value: f64, language: Language) -> String {
    let prefixes = ["", "k", "M", "G", "T", "P", "E"];
    let (mut amount, mut prefix) = (value, 0);
    while amount >= 1000.0 && prefix + 1 < prefixes.len() {
        amount /= 1000.0;
        prefix += 1;
    }
    let text = format!("{amount:.1}");
    let text = text.strip_suffix(".0").unwrap_or(&text);
    let text = match language {
        Language::English => text.to_owned(),
        Language::French => text.replace('.', ","),
    };
    format!("{text}{}", prefixes[prefix])
}
