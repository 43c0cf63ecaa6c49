//! Switches, their history, and what the surge protection counts by the hour.

use crate::{
    change,
    db::{Read, Write},
    select,
};
use anyhow::{Context as _, Result};
use chrono::{DateTime, Utc};
use domain::{
    ids::AccountId,
    switches::{Surge, SurgeFacts, Switch, SwitchedOff},
};
use uuid::Uuid;

/// A switch that is on, or proposed by the surge protection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SwitchState {
    pub switch: Switch,
    pub reason: String,
    /// What every page says about it.
    pub banner: Option<String>,
    /// The user name of whoever turned it on; `None` for a command or the surge protection.
    pub by: Option<String>,
    pub by_surge: bool,
    /// `None` while it is only proposed.
    pub on_since: Option<DateTime<Utc>>,
    pub proposed_at: Option<DateTime<Utc>>,
}

/// A switch as it is turned on or proposed.
#[derive(Clone, Copy, Debug)]
pub struct NewState<'a> {
    pub switch: Switch,
    pub reason: &'a str,
    pub banner: Option<&'a str>,
    pub actor: Option<AccountId>,
    pub by_surge: bool,
    pub on_since: Option<DateTime<Utc>>,
    pub proposed_at: Option<DateTime<Utc>>,
}

/// What became of a switch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SwitchChange {
    On,
    Off,
    Proposed,
    Dismissed,
}

impl SwitchChange {
    const ALL: [Self; 4] = [Self::On, Self::Off, Self::Proposed, Self::Dismissed];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::On => "on",
            Self::Off => "off",
            Self::Proposed => "proposed",
            Self::Dismissed => "dismissed",
        }
    }
}

/// A line of the history, about to be written.
#[derive(Clone, Copy, Debug)]
pub struct NewLine<'a> {
    pub id: Uuid,
    pub switch: Switch,
    pub change: SwitchChange,
    pub reason: &'a str,
    pub actor: Option<AccountId>,
    pub by_surge: bool,
    pub at: DateTime<Utc>,
}

/// A line of the history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HistoryLine {
    pub switch: Switch,
    pub change: SwitchChange,
    pub reason: String,
    pub by: Option<String>,
    pub by_surge: bool,
    pub at: DateTime<Utc>,
}

#[derive(sqlx::FromRow)]
struct StateRow {
    name: String,
    reason: String,
    banner: Option<String>,
    by_surge: bool,
    on_since: Option<DateTime<Utc>>,
    proposed_at: Option<DateTime<Utc>>,
    username: Option<String>,
}

#[derive(sqlx::FromRow)]
struct HistoryRow {
    name: String,
    change: String,
    reason: String,
    by_surge: bool,
    at: DateTime<Utc>,
    username: Option<String>,
}

/// The switches that are on, for the decision about an act.
pub async fn switched_off(read: &mut Read) -> Result<Vec<SwitchedOff>> {
    let rows: Vec<(String, String, DateTime<Utc>)> = read
        .select(select!("SELECT name, reason, on_since FROM switches WHERE on_since IS NOT NULL ORDER BY name"))
        .all()
        .await?;
    let switched_off =
        |(name, reason, since): (String, String, _)| Ok(SwitchedOff { switch: parsed(&name)?, reason, since });
    rows.into_iter().map(switched_off).collect()
}

/// Every switch that is on or proposed.
pub async fn states(read: &mut Read) -> Result<Vec<SwitchState>> {
    let rows: Vec<StateRow> = read
        .select(select!(
            "SELECT s.name, s.reason, s.banner, s.by_surge, s.on_since, s.proposed_at, a.username
             FROM switches s LEFT JOIN accounts a ON a.id = s.actor_id ORDER BY s.name"
        ))
        .all()
        .await?;
    let mut states: Vec<SwitchState> = rows.into_iter().map(state).collect::<Result<_>>()?;
    states.sort_by_key(|state| state.switch);
    Ok(states)
}

/// A switch, if it is on or proposed.
pub async fn find(read: &mut Read, switch: Switch) -> Result<Option<SwitchState>> {
    let row: Option<StateRow> = read
        .select(select!(
            "SELECT s.name, s.reason, s.banner, s.by_surge, s.on_since, s.proposed_at, a.username
             FROM switches s LEFT JOIN accounts a ON a.id = s.actor_id WHERE s.name = $1"
        ))
        .bind(switch.as_str())
        .optional()
        .await?;
    row.map(state).transpose()
}

/// Writes the state of a switch in place of any earlier one.
pub async fn put(write: &mut Write, new: &NewState<'_>) -> Result<()> {
    write
        .change(change!(
            "INSERT INTO switches (name, reason, banner, actor_id, by_surge, on_since, proposed_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7)
             ON CONFLICT (name) DO UPDATE SET reason = excluded.reason, banner = excluded.banner,
                 actor_id = excluded.actor_id, by_surge = excluded.by_surge,
                 on_since = excluded.on_since, proposed_at = excluded.proposed_at"
        ))
        .bind(new.switch.as_str())
        .bind(new.reason)
        .bind(new.banner)
        .bind(new.actor.map(|actor| actor.0))
        .bind(new.by_surge)
        .bind(new.on_since)
        .bind(new.proposed_at)
        .execute()
        .await?;
    Ok(())
}

/// Takes a switch away: it is off, and nothing is proposed.
pub async fn remove(write: &mut Write, switch: Switch) -> Result<()> {
    write.change(change!("DELETE FROM switches WHERE name = $1")).bind(switch.as_str()).execute().await?;
    Ok(())
}

/// Writes a line of the history.
pub async fn record(write: &mut Write, line: &NewLine<'_>) -> Result<()> {
    write
        .change(change!(
            "INSERT INTO switch_history (id, name, change, reason, actor_id, by_surge, at)
             VALUES ($1, $2, $3, $4, $5, $6, $7)"
        ))
        .bind(line.id)
        .bind(line.switch.as_str())
        .bind(line.change.as_str())
        .bind(line.reason)
        .bind(line.actor.map(|actor| actor.0))
        .bind(line.by_surge)
        .bind(line.at)
        .execute()
        .await?;
    Ok(())
}

/// The newest lines of the history, newest first.
pub async fn history(read: &mut Read, most: i64) -> Result<Vec<HistoryLine>> {
    let rows: Vec<HistoryRow> = read
        .select(select!(
            "SELECT h.name, h.change, h.reason, h.by_surge, h.at, a.username
             FROM switch_history h LEFT JOIN accounts a ON a.id = h.actor_id
             ORDER BY h.at DESC, h.id DESC LIMIT $1"
        ))
        .bind(most)
        .all()
        .await?;
    rows.into_iter()
        .map(|row| {
            let change = SwitchChange::ALL.into_iter().find(|change| change.as_str() == row.change);
            let change = change.with_context(|| format!("a change is unknown: `{}`", row.change))?;
            let switch = parsed(&row.name)?;
            let HistoryRow { reason, username: by, by_surge, at, .. } = row;
            Ok(HistoryLine { switch, change, reason, by, by_surge, at })
        })
        .collect()
}

/// Adds to the count of an hour.
pub async fn count(write: &mut Write, surge: Surge, hour: i64, more: i64) -> Result<()> {
    write
        .change(change!(
            "INSERT INTO surge_counts (what, hour, count) VALUES ($1, $2, $3)
             ON CONFLICT (what, hour) DO UPDATE SET count = surge_counts.count + excluded.count"
        ))
        .bind(surge.as_str())
        .bind(hour)
        .bind(more)
        .execute()
        .await?;
    Ok(())
}

/// How often each thing happened in an hour; what never did is not in it.
pub async fn counts(read: &mut Read, hour: i64) -> Result<Vec<(Surge, u64)>> {
    let rows: Vec<(String, i64)> = read
        .select(select!("SELECT what, count FROM surge_counts WHERE hour = $1 ORDER BY what"))
        .bind(hour)
        .all()
        .await?;
    let known = |(what, count): (String, i64)| Some((Surge::from_stored(&what)?, count.unsigned_abs()));
    Ok(rows.into_iter().filter_map(known).collect())
}

/// What the surge protection decides by; `limit` is the most that an hour may have.
pub async fn surge_facts(read: &mut Read, surge: Surge, hour: i64, limit: u64) -> Result<SurgeFacts> {
    let switch = surge.switch();
    let is_handled = find(read, switch).await?.is_some();
    let acted: Option<(DateTime<Utc>,)> = read
        .select(select!(
            "SELECT at FROM switch_history WHERE name = $1 AND by_surge AND change IN ('on', 'proposed')
             ORDER BY at DESC, id DESC LIMIT 1"
        ))
        .bind(switch.as_str())
        .optional()
        .await?;
    let acted_in = acted.map(|(at,)| hour_of(at));
    let rows: Vec<(i64, i64)> = read
        .select(select!(
            "SELECT hour, count FROM surge_counts WHERE what = $1 AND hour > $2 AND hour <= $3 ORDER BY hour"
        ))
        .bind(surge.as_str())
        .bind(acted_in.unwrap_or(hour - 1))
        .bind(hour)
        .all()
        .await?;
    let now: Option<(i64,)> = read
        .select(select!("SELECT count FROM surge_counts WHERE what = $1 AND hour = $2"))
        .bind(surge.as_str())
        .bind(hour)
        .optional()
        .await?;
    let restless = rows.into_iter().filter(|(_, count)| limit < count.unsigned_abs()).map(|(hour, _)| hour);
    let count = now.map_or(0, |(count,)| count.unsigned_abs());
    Ok(SurgeFacts { hour, count, is_handled, acted_in, restless: restless.collect() })
}

/// The operators who can act, whom a surge is told to.
pub async fn operators(read: &mut Read) -> Result<Vec<AccountId>> {
    let rows: Vec<(Uuid,)> = read
        .select(select!("SELECT id FROM accounts WHERE superuser AND state = 'active' ORDER BY created_at, id"))
        .all()
        .await?;
    Ok(rows.into_iter().map(|(id,)| AccountId(id)).collect())
}

/// Drops the counts of the hours before one; says how many.
pub async fn forget_counts(write: &mut Write, before: i64) -> Result<u64> {
    write.change(change!("DELETE FROM surge_counts WHERE hour < $1")).bind(before).execute().await
}

/// Whole hours since 1970.
pub fn hour_of(at: DateTime<Utc>) -> i64 {
    at.timestamp().div_euclid(60 * 60)
}

fn state(row: StateRow) -> Result<SwitchState> {
    let switch = parsed(&row.name)?;
    let StateRow { reason, banner, by_surge, on_since, proposed_at, username: by, .. } = row;
    Ok(SwitchState { switch, reason, banner, by, by_surge, on_since, proposed_at })
}

fn parsed(name: &str) -> Result<Switch> {
    Switch::from_stored(name).with_context(|| format!("a switch is unknown: `{name}`"))
}
