//! Devices: browsers in which a sign-in was confirmed.

use super::strength_of;
use crate::{
    change,
    db::{Json, Read, Write},
    select,
};
use anyhow::Result;
use chrono::{DateTime, Utc};
use domain::{ids::AccountId, mandate::Strength, sessions::SessionHash};
use uuid::Uuid;

/// A device as it is stored.
#[derive(Clone, Debug)]
pub struct Device {
    pub id: Uuid,
    pub account: AccountId,
    pub hash: SessionHash,
    /// What its browser called itself, as people know it.
    pub label: String,
    pub network: String,
    /// The strength of the second factor with which it was remembered.
    pub strength: Option<Strength>,
    pub confirmed_at: DateTime<Utc>,
    pub remembered_until: Option<DateTime<Utc>>,
    pub last_seen_at: DateTime<Utc>,
}

impl Device {
    /// Whether a password is enough on it.
    pub fn is_remembered(&self, now: DateTime<Utc>) -> bool {
        self.strength.is_some() && self.remembered_until.is_some_and(|until| now < until)
    }
}

#[derive(sqlx::FromRow)]
struct DeviceRow {
    id: Uuid,
    account_id: Uuid,
    secret_hash: String,
    label: String,
    network: String,
    strength: Option<String>,
    confirmed_at: DateTime<Utc>,
    remembered_until: Option<DateTime<Utc>>,
    last_seen_at: DateTime<Utc>,
}

impl DeviceRow {
    fn device(self) -> Result<Device> {
        Ok(Device {
            id: self.id,
            account: AccountId(self.account_id),
            hash: SessionHash::from_stored(self.secret_hash),
            label: self.label,
            network: self.network,
            strength: strength_of(self.strength.as_deref())?,
            confirmed_at: self.confirmed_at,
            remembered_until: self.remembered_until,
            last_seen_at: self.last_seen_at,
        })
    }
}

/// Writes a device in which a sign-in was confirmed.
pub async fn insert(write: &mut Write, device: &Device) -> Result<()> {
    write
        .change(change!(
            "INSERT INTO devices (id, account_id, secret_hash, label, network, strength, confirmed_at,
                                  remembered_until, last_seen_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
        ))
        .bind(device.id)
        .bind(device.account.0)
        .bind(device.hash.as_str())
        .bind(&device.label[..])
        .bind(&device.network[..])
        .bind(device.strength.map(Strength::as_str))
        .bind(device.confirmed_at)
        .bind(device.remembered_until)
        .bind(device.last_seen_at)
        .execute()
        .await?;
    Ok(())
}

/// The device of an account that a browser has one of these secrets of, the newest first.
pub async fn known(read: &mut Read, account: AccountId, hashes: &[SessionHash]) -> Result<Option<Device>> {
    let hashes: Vec<&str> = hashes.iter().map(SessionHash::as_str).collect();
    let row: Option<DeviceRow> = read
        .select(select!(
            postgres: "SELECT id, account_id, secret_hash, label, network, strength, confirmed_at, remembered_until,
                              last_seen_at
                       FROM devices
                       WHERE account_id = $1
                         AND secret_hash IN (SELECT jsonb_array_elements_text($2))
                       ORDER BY confirmed_at DESC, id LIMIT 1",
            sqlite: "SELECT id, account_id, secret_hash, label, network, strength, confirmed_at, remembered_until,
                            last_seen_at
                     FROM devices
                     WHERE account_id = $1 AND secret_hash IN (SELECT value FROM json_each($2))
                     ORDER BY confirmed_at DESC, id LIMIT 1"
        ))
        .bind(account.0)
        .bind(Json(hashes))
        .optional()
        .await?;
    row.map(DeviceRow::device).transpose()
}

/// The devices of an account, the one seen last first.
pub async fn of(read: &mut Read, account: AccountId) -> Result<Vec<Device>> {
    let rows: Vec<DeviceRow> = read
        .select(select!(
            "SELECT id, account_id, secret_hash, label, network, strength, confirmed_at, remembered_until, last_seen_at
             FROM devices WHERE account_id = $1 ORDER BY last_seen_at DESC, id"
        ))
        .bind(account.0)
        .all()
        .await?;
    rows.into_iter().map(DeviceRow::device).collect()
}

/// Notes a sign-in on a device.
pub async fn seen(write: &mut Write, id: Uuid, network: &str, at: DateTime<Utc>) -> Result<()> {
    write
        .change(change!("UPDATE devices SET last_seen_at = $1, network = $2 WHERE id = $3"))
        .bind(at)
        .bind(network)
        .bind(id)
        .execute()
        .await?;
    Ok(())
}

/// Lets a password be enough on a device until then.
pub async fn remember(write: &mut Write, id: Uuid, strength: Strength, until: DateTime<Utc>) -> Result<()> {
    write
        .change(change!("UPDATE devices SET strength = $1, remembered_until = $2 WHERE id = $3"))
        .bind(strength.as_str())
        .bind(until)
        .bind(id)
        .execute()
        .await?;
    Ok(())
}

/// Makes a device unknown and ends its sessions; `false` when the account has none of that id.
pub async fn revoke(write: &mut Write, account: AccountId, id: Uuid) -> Result<bool> {
    write
        .change(change!("DELETE FROM sessions WHERE device_id = $1 AND account_id = $2"))
        .bind(id)
        .bind(account.0)
        .execute()
        .await?;
    let revoked = write
        .change(change!("DELETE FROM devices WHERE id = $1 AND account_id = $2"))
        .bind(id)
        .bind(account.0)
        .execute()
        .await?;
    Ok(revoked == 1)
}

/// Makes devices unknown that nobody used since an instant; says how many.
pub async fn forget(write: &mut Write, before: DateTime<Utc>) -> Result<u64> {
    write
        .change(change!(
            "DELETE FROM devices WHERE last_seen_at < $1
             AND NOT EXISTS (SELECT 1 FROM sessions s WHERE s.device_id = devices.id)"
        ))
        .bind(before)
        .execute()
        .await
}

/// Makes the devices of an account unknown that have no session left.
///
/// Those that are left need the second factor again at the next sign-in.
pub async fn revoke_without_session(write: &mut Write, account: AccountId) -> Result<()> {
    write
        .change(change!(
            "DELETE FROM devices WHERE account_id = $1
             AND NOT EXISTS (SELECT 1 FROM sessions s WHERE s.device_id = devices.id)"
        ))
        .bind(account.0)
        .execute()
        .await?;
    write
        .change(change!("UPDATE devices SET remembered_until = NULL, strength = NULL WHERE account_id = $1"))
        .bind(account.0)
        .execute()
        .await?;
    Ok(())
}
