//! The lists of sessions and devices, and revoking a device.

use super::{
    end::{record, session_of, still_signed_in},
    refusal::SessionRefused,
};
use crate::Ctx;
use anyhow::Result;
use chrono::{DateTime, Utc};
use domain::{
    Failure,
    events::EventTag,
    ids::AccountId,
    permission::Actor,
    sessions::{SessionBearer, SignInMethod},
    visitor::{Visitor, device_of},
};
use serde_json::json;
use store::{sessions::devices::Device, transaction};
use uuid::Uuid;

/// A session as its owner sees it.
#[derive(Clone, Debug)]
pub struct SessionLine {
    pub id: Uuid,
    pub method: SignInMethod,
    /// Such as "Firefox (Linux)"; empty when unknown.
    pub device: String,
    pub network: String,
    pub signed_in_at: DateTime<Utc>,
    pub last_seen_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
    /// Whether it is the one that asks.
    pub is_current: bool,
}

/// A known device as its owner sees it.
#[derive(Clone, Debug)]
pub struct DeviceLine {
    pub id: Uuid,
    pub label: String,
    pub network: String,
    pub confirmed_at: DateTime<Utc>,
    pub last_seen_at: DateTime<Utc>,
    /// Until when it needs no second factor.
    pub remembered_until: Option<DateTime<Utc>>,
}

/// The sessions of an account that hold, the one seen last first.
pub async fn list(ctx: &Ctx, bearer: &SessionBearer) -> Result<Vec<SessionLine>> {
    let mut read = ctx.db.read().await?;
    let sessions = store::sessions::of(&mut read, bearer.account).await?;
    let holding = sessions.into_iter().filter(|session| session.holds(ctx.now(), ctx.settings.session_lifetimes));
    let line = |session: domain::sessions::Session| SessionLine {
        id: session.id,
        method: session.method,
        device: device_of(&session.user_agent),
        network: session.network,
        signed_in_at: session.signed_in_at,
        last_seen_at: session.last_seen_at,
        expires_at: session.expires_at,
        is_current: session.hash == bearer.session,
    };
    Ok(holding.map(line).collect())
}

/// The known devices of an account, the one seen last first.
pub async fn list_devices(ctx: &Ctx, account: AccountId) -> Result<Vec<DeviceLine>> {
    let devices = store::sessions::devices::of(&mut ctx.db.read().await?, account).await?;
    let now = ctx.now();
    let line = |device: Device| DeviceLine {
        remembered_until: device.remembered_until.filter(|_| device.is_remembered(now)),
        id: device.id,
        label: device.label,
        network: device.network,
        confirmed_at: device.confirmed_at,
        last_seen_at: device.last_seen_at,
    };
    Ok(devices.into_iter().map(line).collect())
}

/// Makes a device unknown and ends the sessions that were opened on it.
pub async fn revoke_device(
    ctx: &Ctx,
    visitor: &Visitor,
    actor: &Actor,
    id: Uuid,
) -> Result<(), Failure<SessionRefused>> {
    let bearer = session_of(actor)?;
    transaction!(ctx.db, |write| {
        still_signed_in(write, bearer).await?;
        if !store::sessions::devices::revoke(write, bearer.account, id).await? {
            return Err(SessionRefused::NoDevice { id }.into());
        }
        record(ctx, write, visitor, bearer, EventTag::DeviceRevoked, json!({ "device": id })).await?;
        Ok(())
    })
}
