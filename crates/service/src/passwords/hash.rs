//! Hashes of passwords: argon2id in PHC strings, made and compared on the pool.

use crate::Ctx;
use anyhow::{Context as _, Result};
use argon2::{
    Algorithm, Argon2, Params, PasswordHasher as _, PasswordVerifier as _, Version,
    password_hash::{Error, phc::PasswordHash},
};
use domain::{
    Failure,
    passwords::{HashingBusy, LONGEST},
};

/// OWASP's parameters for argon2id: 19 MiB, two passes, one lane.
const MEMORY_KIB: u32 = 19_456;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// What comparing a password with a stored hash found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verified {
    Wrong,
    Right {
        /// The same password under today's parameters, where the stored hash has others.
        new_hash: Option<String>,
    },
}

impl Verified {
    pub const fn is_right(&self) -> bool {
        matches!(self, Self::Right { .. })
    }
}

/// Hashes a password into a PHC string.
pub async fn hash(ctx: &Ctx, password: &str) -> Result<String, Failure<HashingBusy>> {
    let (password, salt) = (password.to_owned(), ctx.random_bytes());
    Ok(ctx.passwords.pool.run(move || hashed(&password, salt)).await??)
}

/// Compares a password with a stored hash, and hashes it anew where the parameters changed.
///
/// An over-long password is wrong, and costs what any wrong one does.
pub async fn verify(ctx: &Ctx, stored: &str, password: &str) -> Result<Verified, Failure<HashingBusy>> {
    if LONGEST < password.len() {
        dummy(ctx, "").await?;
        return Ok(Verified::Wrong);
    }
    let (stored, password, salt) = (stored.to_owned(), password.to_owned(), ctx.random_bytes());
    Ok(ctx.passwords.pool.run(move || verified(&stored, &password, salt)).await??)
}

/// Costs what a comparison costs, where there is no account or no hash to compare with.
pub async fn dummy(ctx: &Ctx, password: &str) -> Result<(), Failure<HashingBusy>> {
    let password = if password.len() <= LONGEST { password.to_owned() } else { String::new() };
    ctx.passwords.pool.run(move || hashed(&password, [0; 16])).await??;
    Ok(())
}

fn hashed(password: &str, salt: [u8; 16]) -> Result<String> {
    Ok(today()?.hash_password_with_salt(password.as_bytes(), &salt)?.to_string())
}

fn verified(stored: &str, password: &str, salt: [u8; 16]) -> Result<Verified> {
    let parsed = PasswordHash::new(stored).context("a stored hash of a password cannot be read")?;
    let argon2 = today()?;
    match argon2.verify_password(password.as_bytes(), &parsed) {
        Ok(()) => {}
        Err(Error::PasswordInvalid) => return Ok(Verified::Wrong),
        Err(fault) => return Err(fault).context("a stored hash of a password cannot be compared"),
    }
    let is_of_today = parsed.algorithm.as_str() == "argon2id"
        && Params::try_from(&parsed)
            .is_ok_and(|params| (params.m_cost(), params.t_cost(), params.p_cost()) == (MEMORY_KIB, PASSES, LANES));
    let new_hash = if is_of_today { None } else { Some(hashed(password, salt)?) };
    Ok(Verified::Right { new_hash })
}

fn today() -> Result<Argon2<'static>> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_names_its_parameters() {
        let stored = hashed("correct horse", [1; 16]).unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{stored}");
    }

    #[test]
    fn right_and_wrong_are_told_apart() {
        let stored = hashed("correct horse", [1; 16]).unwrap();
        assert_eq!(verified(&stored, "correct horse", [2; 16]).unwrap(), Verified::Right { new_hash: None });
        assert_eq!(verified(&stored, "correct horses", [2; 16]).unwrap(), Verified::Wrong);
    }

    #[test]
    fn a_hash_of_other_parameters_is_made_anew() {
        let weak = Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(64, 1, 1, None).unwrap());
        let stored = weak.hash_password_with_salt(b"correct horse", &[1; 16]).unwrap().to_string();
        let Verified::Right { new_hash: Some(anew) } = verified(&stored, "correct horse", [2; 16]).unwrap() else {
            panic!("the hash is outdated");
        };
        assert_eq!(verified(&anew, "correct horse", [3; 16]).unwrap(), Verified::Right { new_hash: None });
        assert_eq!(verified(&stored, "wrong", [2; 16]).unwrap(), Verified::Wrong);
    }

    #[test]
    fn a_stored_hash_that_is_none_is_a_fault() {
        assert!(verified("plain text", "plain text", [2; 16]).is_err());
    }
}
