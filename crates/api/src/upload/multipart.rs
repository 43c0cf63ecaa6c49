//! The parts of an upload: text fields within bounds, one file streamed to disk.

use super::body::UploadBody;
use bytes::Bytes;
use domain::{Failure, Kind};
use futures::{Stream, StreamExt as _};
use http::{HeaderMap, header};
use multer::{Field, Multipart};
use packaging::{metadata::FormFields, shown::shortened};
use service::{Ctx, publish, publish::PublishRefused, publish::receive::Incoming};
use std::pin::pin;
use web::Problem;

/// Bytes after the last boundary, which RFC 2046 allows and every reader ignores.
const EPILOGUE: usize = 64 * 1024;

const CUT_SHORT: &str = "The upload was cut short after its form; upload it again";

/// What arrived.
pub(super) struct Upload {
    pub(super) fields: FormFields,
    /// The form field `:action`.
    pub(super) action: Option<String>,
    pub(super) content: Option<Content>,
}

/// The part `content`, whole.
pub(super) struct Content {
    pub(super) filename: String,
    pub(super) incoming: Incoming,
}

/// Reads all parts; whatever was begun is gone when it refuses.
pub(super) async fn read(ctx: &Ctx, headers: &HeaderMap, body: &UploadBody) -> Result<Upload, Problem> {
    let content_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let boundary = multer::parse_boundary(content_type).map_err(|_| {
        let message =
            format!("An upload is a `multipart/form-data` body with a boundary, not `{}`", shortened(content_type));
        Problem::refuse(Kind::UnsupportedMedia, "not-multipart", message)
    })?;
    refuse_claim(ctx, headers).await?;
    let mut multipart = Multipart::new(body.pieces(), boundary);
    let mut form = Form { left: ctx.settings.limits.form_limit, fields: Vec::new() };
    let mut content = None;
    while let Some(part) = multipart.next_field().await.map_err(cut_short)? {
        let Some(name) = part.name().map(str::to_owned) else {
            return Err(refuse("A part of the upload has no name"));
        };
        if name == "content" && part.file_name().is_some() {
            if content.is_some() {
                return Err(refuse("`content` is given more than once; upload one file at a time"));
            }
            content = Some(receive(ctx, &form, part).await?);
        } else {
            form.take(ctx, name, part).await?;
        }
    }
    drop(multipart);
    expect_end(body).await?;
    let action = form.value(":action").map(str::to_owned);
    Ok(Upload { fields: FormFields::new(form.fields), action, content })
}

/// A length that no upload may have is refused before it is read.
async fn refuse_claim(ctx: &Ctx, headers: &HeaderMap) -> Result<(), Problem> {
    let claimed = headers.get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    let Some(claimed) = claimed else {
        return Ok(());
    };
    let limit = publish::file_limit(ctx, None).await?;
    // Boundaries and part headers take far less than the fields themselves may.
    let most = limit.saturating_add(2 * ctx.settings.limits.form_limit as u64);
    if most < claimed {
        return Err(Failure::Refused(PublishRefused::FileTooLarge { limit }).into());
    }
    Ok(())
}

/// What follows the last boundary: a client that claimed more than it sent was cut short.
///
/// The form is whole by then, but its sender hears of an error and does not know so.
async fn expect_end(body: &UploadBody) -> Result<(), Problem> {
    read_epilogue(body.pieces()).await?;
    // The reader of parts may have met the break, and kept it to itself.
    if body.broke_off() {
        return Err(refuse(CUT_SHORT));
    }
    Ok(())
}

async fn read_epilogue(pieces: impl Stream<Item = std::io::Result<Bytes>>) -> Result<(), Problem> {
    let mut pieces = pin!(pieces);
    let mut left = EPILOGUE;
    while let Some(piece) = pieces.next().await {
        let piece = piece.map_err(|_| refuse(CUT_SHORT))?;
        left = left
            .checked_sub(piece.len())
            .ok_or_else(|| refuse("The upload goes on after the end of its form; send nothing after it"))?;
    }
    Ok(())
}

async fn receive(ctx: &Ctx, form: &Form, mut part: Field<'_>) -> Result<Content, Problem> {
    let filename = part.file_name().unwrap_or_default().to_owned();
    let content_type = part.content_type().map(|content_type| content_type.type_().as_str().to_owned());
    if content_type.as_deref() == Some("image") {
        return Err(refuse("Invalid distribution file: its content type is that of an image"));
    }
    let limit = publish::file_limit(ctx, form.value("name")).await?;
    let mut incoming = Incoming::begin(ctx, limit).await?;
    while let Some(piece) = part.chunk().await.map_err(cut_short)? {
        incoming.write(&piece).await?;
    }
    Ok(Content { filename, incoming })
}

/// The text fields so far, and how many bytes are left for the others.
struct Form {
    left: usize,
    fields: Vec<(String, String)>,
}

impl Form {
    fn value(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(field, _)| field == name).map(|(_, value)| value.as_str())
    }

    async fn take(&mut self, ctx: &Ctx, name: String, mut part: Field<'_>) -> Result<(), Problem> {
        if part.file_name().is_some() && name != "gpg_signature" {
            return Err(refuse(&format!("{}: Should not be a tuple; send it as text", shortened(&name))));
        }
        let limits = &ctx.settings.limits;
        if limits.field_limit <= self.fields.len() {
            return Err(refuse(&format!("The form has more than {} fields", limits.field_limit)));
        }
        self.count(ctx, name.len())?;
        let mut value = Vec::new();
        while let Some(piece) = part.chunk().await.map_err(cut_short)? {
            self.count(ctx, piece.len())?;
            value.extend_from_slice(&piece);
        }
        let value =
            String::from_utf8(value).map_err(|_| refuse(&format!("`{}` is not UTF-8 text", shortened(&name))))?;
        self.fields.push((name, value));
        Ok(())
    }

    fn count(&mut self, ctx: &Ctx, bytes: usize) -> Result<(), Problem> {
        self.left = self.left.checked_sub(bytes).ok_or_else(|| {
            refuse(&format!("The fields of the form have more than {} bytes", ctx.settings.limits.form_limit))
        })?;
        Ok(())
    }
}

fn cut_short(fault: multer::Error) -> Problem {
    refuse(&format!("The upload was cut short or garbled: {fault}; upload it again"))
}

fn refuse(message: &str) -> Problem {
    Problem::refuse(Kind::Invalid, "upload-form", message)
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures::stream::iter;
    use std::io::{Error, ErrorKind};

    #[tokio::test]
    async fn a_client_that_claims_more_and_falls_silent_is_cut_short() {
        let silent = iter([Ok(Bytes::from("\r\n")), Err(Error::from(ErrorKind::TimedOut))]);
        assert!(read_epilogue(silent).await.is_err());
    }

    #[tokio::test]
    async fn what_readers_ignore_may_follow_the_last_boundary() {
        assert!(read_epilogue(iter([Ok(Bytes::from("\r\nepilogue\r\n"))])).await.is_ok());
    }
}
