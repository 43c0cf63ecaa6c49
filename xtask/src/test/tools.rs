//! Other people's programs that the checks need, installed where they are missing.

use std::process::Command;

use anyhow::{Result, bail};

use super::postgres;
use crate::process::{command, is_present, succeeds};

/// A program that a step cannot do without.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tool {
    Postgres,
    Python,
    Strace,
    Nginx,
    Wrk,
    Chromium,
    Node,
    Oathtool,
}

impl Tool {
    /// Debian's packages that bring it.
    fn packages(self) -> &'static [&'static str] {
        match self {
            Tool::Postgres => &["postgresql"],
            Tool::Python => &["python3", "python3-venv"],
            Tool::Strace => &["strace"],
            Tool::Nginx => &["nginx-light"],
            Tool::Wrk => &["wrk"],
            Tool::Chromium => &["chromium"],
            Tool::Node => &["nodejs", "npm"],
            Tool::Oathtool => &["oathtool"],
        }
    }

    fn is_here(self) -> bool {
        match self {
            Tool::Postgres => postgres::programs().is_some(),
            Tool::Python => has_python(),
            Tool::Strace => is_present("strace"),
            Tool::Nginx => is_present("nginx") || std::path::Path::new("/usr/sbin/nginx").is_file(),
            Tool::Wrk => is_present("wrk"),
            Tool::Chromium => is_present("chromium"),
            Tool::Node => is_present("node") && is_present("npm"),
            Tool::Oathtool => is_present("oathtool"),
        }
    }
}

/// Makes sure that a tool is here, or says what to install by hand.
pub(crate) fn ensure(tool: Tool) -> Result<()> {
    if tool.is_here() {
        return Ok(());
    }
    let packages = tool.packages();
    println!("missing, installing: {}", packages.join(" "));
    let installed = install(packages)?;
    if !installed || !tool.is_here() {
        bail!("could not install: `{}`\nhint: install it by hand, then run the check again", packages.join(" "));
    }
    Ok(())
}

fn install(packages: &[&str]) -> Result<bool> {
    if !is_present("apt-get") {
        return Ok(false);
    }
    // A stale or absent package list is the usual reason for a failure, hence the second try.
    if succeeds(&mut apt_get(&["install"], packages))? {
        return Ok(true);
    }
    Ok(succeeds(&mut apt_get(&["update"], &[]))? && succeeds(&mut apt_get(&["install"], packages))?)
}

fn apt_get(verb: &[&str], packages: &[&str]) -> Command {
    let quiet = ["-q", "-y", "-o", "Dpkg::Use-Pty=0", "--no-install-recommends"];
    let arguments = verb.iter().chain(&quiet).chain(packages);
    let mut apt = if is_root() {
        command("apt-get", arguments)
    } else {
        command("sudo", ["-n", "apt-get"].iter().chain(arguments))
    };
    apt.env("DEBIAN_FRONTEND", "noninteractive");
    // A package that brings a service must not start it here.
    apt.env("RUNLEVEL", "1");
    apt
}

/// Whether this process may install packages itself.
pub(crate) fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}

fn has_python() -> bool {
    let modules = "import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))";
    Command::new("python3").args(["-c", modules]).output().is_ok_and(|output| output.status.success())
}
