//! Enrolling a security key or a passkey.

use super::{
    ceremony::{Begun, keep, parse_answer, take},
    party::verifier,
};
use crate::{
    Ctx,
    two_factor::{
        Enrolled, TwoFactorRefused,
        enrol::{record_enrolled, require_room},
        owner,
    },
};
use anyhow::{Context as _, Result};
use domain::{
    Failure, fido,
    permission::Actor,
    two_factor::{FactorKind, FactorName, MOST_FACTORS},
    visitor::Visitor,
};
use store::{
    Write, transaction,
    webauthn::{CeremonyPurpose, NewCredential},
};
use uuid::Uuid;
use webauthn_rs_core::proto::{
    AttestationConveyancePreference, Credential, RegisterPublicKeyCredential, RegistrationState, UserVerificationPolicy,
};

/// Hands out the challenge for a new security key or passkey.
pub async fn begin_registration(
    ctx: &Ctx,
    actor: &Actor,
    kind: FactorKind,
) -> Result<Begun, Failure<TwoFactorRefused>> {
    let purpose = purpose_of(kind)?;
    transaction!(ctx.db, |write| -> Result<Begun, Failure<TwoFactorRefused>> {
        let (account, standing) = owner(write, actor, ctx.now()).await?;
        let (core, _) = verifier(ctx, write).await?;
        if MOST_FACTORS <= usize::try_from(standing.all()).unwrap_or(usize::MAX) {
            return Err(TwoFactorRefused::TooMany.into());
        }
        let username = store::accounts::username(write, account).await?;
        let enrolled = store::webauthn::of(write, account).await?;
        let excluded: Result<Vec<Credential>> = enrolled.iter().map(|it| super::check::parse(&it.credential)).collect();
        let excluded = excluded?.into_iter().map(|credential| credential.cred_id).collect();
        let is_passkey = kind == FactorKind::Passkey;
        let builder = core
            .new_challenge_register_builder(account.0.as_bytes(), &username, &username)
            .context("the challenge of a registration")?
            .attestation(AttestationConveyancePreference::None)
            .user_verification_policy(match is_passkey {
                true => UserVerificationPolicy::Required,
                false => UserVerificationPolicy::Preferred,
            })
            .require_resident_key(is_passkey)
            .exclude_credentials(Some(excluded));
        let (options, state) = core.generate_challenge_register(builder).context("the challenge of a registration")?;
        Ok(keep(ctx, write, Some(account), purpose, &options, &state).await?)
    })
}

/// Enrols the credential that the browser answered with.
pub async fn finish_registration(
    ctx: &Ctx,
    actor: &Actor,
    visitor: &Visitor,
    kind: FactorKind,
    ceremony: &str,
    name: &str,
    answer: &str,
) -> Result<Enrolled, Failure<TwoFactorRefused>> {
    let purpose = purpose_of(kind)?;
    let name = FactorName::parse(name).map_err(TwoFactorRefused::from)?;
    let answer: RegisterPublicKeyCredential = parse_answer(answer)?;
    // A refusal is an outcome here: the ceremony stays used up.
    let outcome = transaction!(ctx.db, |write| -> Result<Result<Enrolled, TwoFactorRefused>> {
        match finish(ctx, write, (actor, visitor), (kind, purpose), ceremony, &name, &answer).await {
            Ok(enrolled) => Ok(Ok(enrolled)),
            Err(Failure::Refused(refusal)) => Ok(Err(refusal)),
            Err(Failure::Broken(fault)) => Err(fault),
        }
    })?;
    Ok(outcome?)
}

/// Nothing is written before the last refusal, but for the ceremony that is taken.
async fn finish(
    ctx: &Ctx,
    write: &mut Write,
    (actor, visitor): (&Actor, &Visitor),
    (kind, purpose): (FactorKind, CeremonyPurpose),
    ceremony: &str,
    name: &FactorName,
    answer: &RegisterPublicKeyCredential,
) -> Result<Enrolled, Failure<TwoFactorRefused>> {
    let now = ctx.now();
    let (account, standing) = owner(write, actor, now).await?;
    let state: RegistrationState = take(write, ceremony, Some(account), purpose, now).await?;
    let (core, rp_id) = verifier(ctx, write).await?;
    require_room(write, account, standing, name).await?;
    let credential = core
        .register_credential(answer, &state, None)
        .map_err(|error| TwoFactorRefused::AnswerInvalid { reason: error.to_string() })?;
    if store::webauthn::is_taken(write, &credential.cred_id).await? {
        return Err(TwoFactorRefused::CredentialTaken.into());
    }
    if store::webauthn::rp_id(write).await?.is_none() {
        store::webauthn::set_rp_id(write, &rp_id, now).await?;
    }
    let active_at = (0 < standing.codes_burned).then_some(now);
    let (id, is_active) = (ctx.id(), active_at.is_some());
    let mut enrolled = Enrolled { id, kind, name: name.as_ref().to_owned(), is_active, session: None };
    let row = NewCredential {
        id: enrolled.id,
        account,
        name: name.as_ref(),
        credential_id: &credential.cred_id,
        credential: &serde_json::to_value(&credential).context("a credential")?,
        kind,
        sign_count: credential.counter,
        aaguid: aaguid_of(answer),
        active_at,
        created_at: now,
    };
    store::webauthn::insert(write, &row).await?;
    record_enrolled(ctx, write, actor, visitor, account, &mut enrolled).await?;
    Ok(enrolled)
}

fn purpose_of(kind: FactorKind) -> Result<CeremonyPurpose> {
    match kind {
        FactorKind::SecurityKey => Ok(CeremonyPurpose::EnrolSecurityKey),
        FactorKind::Passkey => Ok(CeremonyPurpose::EnrolPasskey),
        FactorKind::Totp => anyhow::bail!("an authenticator is not enrolled by WebAuthn"),
    }
}

/// The model, from the attestation object, whose form the library has checked.
fn aaguid_of(answer: &RegisterPublicKeyCredential) -> Option<Uuid> {
    let object: serde_cbor_2::Value = serde_cbor_2::from_slice(&answer.response.attestation_object).ok()?;
    let serde_cbor_2::Value::Map(object) = object else {
        return None;
    };
    match object.get(&serde_cbor_2::Value::Text("authData".to_owned()))? {
        serde_cbor_2::Value::Bytes(data) => fido::aaguid(data),
        _ => None,
    }
}
