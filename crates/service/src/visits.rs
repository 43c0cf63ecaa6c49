//! What is kept and said of a visit: the network in clear, the address only as a hash.

use crate::Ctx;
use domain::visitor::Visitor;
use serde_json::{Value, json};
use templates::mail::{Mail, MailMessage};

/// The details of an event with who asked; the retention job drops these keys again.
pub(crate) fn details(ctx: &Ctx, visitor: &Visitor, mut details: Value) -> Value {
    if let Some(object) = details.as_object_mut() {
        object.insert("address_hash".to_owned(), json!(ctx.keys.load().hash_address(&visitor.address)));
        object.insert("network".to_owned(), json!(visitor.network));
        object.insert("user_agent".to_owned(), json!(visitor.user_agent));
    }
    details
}

/// A mail that says from where its occasion came.
pub(crate) fn mail(message: MailMessage, visitor: &Visitor) -> Mail {
    Mail::new(message).from(Some(visitor.network.clone()), Some(visitor.device()).filter(|device| !device.is_empty()))
}
