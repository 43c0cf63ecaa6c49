//! `project list` and `project show`: what the index holds.

use super::instant;
use crate::output::{Output, table};
use anyhow::{Result, bail};
use domain::{files::File, projects::Project, releases::Release};
use packaging::name::NormalizedName;
use serde_json::{Value, json};
use service::Ctx;
use store::{Read, projects::Collaborator};

pub(crate) async fn list(ctx: &Ctx, output: Output) -> Result<()> {
    let projects = store::projects::list(&mut ctx.db.read().await?).await?;
    let objects: Vec<Value> = projects
        .iter()
        .map(|project| {
            json!({
                "name": project.name,
                "normalized_name": project.normalized_name,
                "status": project.status,
                "releases": project.releases,
                "files": project.files,
                "size": project.total_size,
                "serial": project.last_serial,
                "created": instant(project.created_at),
            })
        })
        .collect();
    output.print(&json!({ "projects": objects }), || {
        let mut rows = vec![["name", "status", "releases", "files", "bytes"].map(str::to_owned).to_vec()];
        rows.extend(projects.iter().map(|project| {
            vec![
                project.name.clone(),
                project.status.clone(),
                project.releases.to_string(),
                project.files.to_string(),
                project.total_size.to_string(),
            ]
        }));
        table(&rows)
    })
}

pub(crate) async fn show(ctx: &Ctx, name: &NormalizedName, output: Output) -> Result<()> {
    let mut read = ctx.db.read().await?;
    let Some(project) = store::projects::by_name(&mut read, name).await? else {
        bail!("no such project: `{name}`; `fromagerie project list` shows all");
    };
    let collaborators = store::projects::collaborators(&mut read, project.id).await?;
    let releases = releases(&mut read, &project).await?;
    let object = object_of(&project, &collaborators, &releases);
    output.print(&object, || text(&project, &collaborators, &releases))
}

async fn releases(read: &mut Read, project: &Project) -> Result<Vec<(Release, Vec<File>)>> {
    let mut found = Vec::new();
    for release in store::releases::of_project(read, project.id).await? {
        let files = store::files::of_release(read, release.id).await?;
        found.push((release, files));
    }
    Ok(found)
}

fn object_of(project: &Project, collaborators: &[Collaborator], releases: &[(Release, Vec<File>)]) -> Value {
    let role = |it: &Collaborator| json!({ "user": it.username, "role": it.role.as_str() });
    json!({
        "name": project.name,
        "normalized_name": project.normalized_name,
        "id": project.id,
        "status": project.status.as_str(),
        "status_reason": project.status_reason,
        "file_limit": project.file_limit,
        "total_limit": project.total_limit,
        "size": project.total_size,
        "serial": project.last_serial,
        "created": instant(project.created_at),
        "roles": collaborators.iter().map(role).collect::<Vec<_>>(),
        "releases": releases.iter().map(|(release, files)| release_object(release, files)).collect::<Vec<_>>(),
    })
}

fn release_object(release: &Release, files: &[File]) -> Value {
    let file = |file: &File| {
        json!({
            "filename": file.filename,
            "size": file.size,
            "sha256": file.sha256,
            "uploaded": instant(file.uploaded_at),
        })
    };
    json!({
        "version": release.version,
        "yanked": release.yanked.is_some(),
        "yanked_reason": release.yanked.as_ref().map(|yank| yank.reason.as_str()),
        "created": instant(release.created_at),
        "files": files.iter().map(file).collect::<Vec<_>>(),
    })
}

fn text(project: &Project, collaborators: &[Collaborator], releases: &[(Release, Vec<File>)]) -> String {
    let line = |name: &str, text: String| vec![name.to_owned(), text];
    let mut rows = vec![
        line("name", project.name.clone()),
        line("status", project.status.as_str().to_owned()),
        line("bytes", project.total_size.to_string()),
        line("created", instant(project.created_at)),
    ];
    rows.extend(collaborators.iter().map(|it| line(it.role.as_str(), it.username.clone())));
    for (release, files) in releases {
        let yanked = release.yanked.as_ref().map(|yank| format!(", yanked: {}", yank.reason));
        rows.push(line("release", format!("{}{}", release.version, yanked.unwrap_or_default())));
        rows.extend(files.iter().map(|file| line("  file", format!("{}, {} bytes", file.filename, file.size))));
    }
    table(&rows)
}
