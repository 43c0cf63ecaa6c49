//! `[sessions]`: how long people stay signed in.

use super::{layers::Layers, setting::Setting, values};
use chrono::TimeDelta;
use domain::sessions::SessionLifetimes;

pub(crate) const SETTINGS: &[Setting] = &[
    Setting::new("sessions.idle_lifetime", "12h", "How long a session lives without any request."),
    Setting::new("sessions.lifetime", "14d", "How long a session lives, whatever is done in it."),
];

/// How long people stay signed in.
pub(crate) fn read(layers: &mut Layers) -> Option<SessionLifetimes> {
    let lasting = |text: &str| {
        let lifetime = values::duration(text)?;
        if lifetime <= TimeDelta::zero() { Err(format!("nobody could sign in: `{text}`")) } else { Ok(lifetime) }
    };
    let idle = layers.parse("sessions.idle_lifetime", lasting);
    let absolute = layers.parse("sessions.lifetime", lasting);
    Some(SessionLifetimes { idle: idle?, absolute: absolute? })
}
