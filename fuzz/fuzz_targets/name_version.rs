//! Any text as a name, a version, specifiers or a requirement; normal forms are stable.
#![no_main]

use libfuzzer_sys::fuzz_target;
use packaging::name::ProjectName;
use packaging::requirement::Requirement;
use packaging::specifiers::VersionSpecifiers;
use packaging::version::{MAXIMUM_VERSION_LENGTH, Version};

fuzz_target!(|text: &str| {
    if let Ok(name) = ProjectName::new(text) {
        let normalized = name.normalized().as_str();
        let again = ProjectName::new(normalized).expect("a normalized name is a name");
        assert_eq!(again.normalized().as_str(), normalized);
        assert_eq!(again.confusable(), name.confusable());
    }
    // The normal form may be longer than what was given: `1r` is `1.post0`.
    if let Ok(version) = Version::parse(text)
        && version.normalized().len() <= MAXIMUM_VERSION_LENGTH
    {
        let again =
            Version::parse(&version.normalized()).expect("a normalized version is a version");
        assert_eq!(again.normalized(), version.normalized());
        assert_eq!(again.canonical(), version.canonical());
    }
    let _ = VersionSpecifiers::parse(text);
    let _ = Requirement::parse(text);
});
