//! Passwords: how long they are, and their hashes.

use crate::{Ctx, accounts::CreateAccountRefused};
use anyhow::Context as _;
use argon2::{Algorithm, Argon2, Params, PasswordHasher as _, Version};
use domain::Failure;
use tokio::sync::Semaphore;

/// Characters that a password has at least (NIST SP 800-63B 5.1.1.2).
pub(crate) const SHORTEST: usize = 8;

/// Bytes that a password has at most; more would only be work for the hash.
pub(crate) const LONGEST: usize = 4096;

/// OWASP's parameters for argon2id: 19 MiB, two passes, one lane.
const MEMORY_KIB: u32 = 19_456;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// Hashes at once: each takes its 19 MiB, and a flood of them must not take it all.
static PLACES: Semaphore = Semaphore::const_new(4);

/// Hashes a password into a PHC string, on a thread that may block.
pub(crate) async fn hash(ctx: &Ctx, password: String) -> Result<String, Failure<CreateAccountRefused>> {
    let length = password.chars().count();
    if length < SHORTEST {
        return Err(CreateAccountRefused::PasswordShort { length }.into());
    }
    if password.len() > LONGEST {
        return Err(CreateAccountRefused::PasswordLong { length: password.len() }.into());
    }
    let salt: [u8; 16] = ctx.random_bytes();
    let _place = PLACES.acquire().await.context("places for hashing are never closed")?;
    let hashed = tokio::task::spawn_blocking(move || {
        let params = Params::new(MEMORY_KIB, PASSES, LANES, None)?;
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        anyhow::Ok(argon2.hash_password_with_salt(password.as_bytes(), &salt)?.to_string())
    });
    Ok(hashed.await.context("the hashing of a password was cut off")??)
}
