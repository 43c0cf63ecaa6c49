//! The platform tags that a wheel may carry, as a table (PEPs 425, 513, 571, 599, 600, 656, 730, 738, 783).

/// A family of tags: `#` stands for a number, the architecture follows after a `_`.
struct Family {
    pattern: &'static str,
    architectures: &'static [&'static str],
}

const EXACT: [&str; 7] = ["any", "win32", "win_amd64", "win_arm64", "win_ia64", "linux_armv6l", "linux_armv7l"];

const MACOS: [&str; 11] =
    ["ppc", "ppc64", "i386", "x86_64", "arm64", "intel", "fat", "fat3", "fat64", "universal", "universal2"];

/// From macOS 11 on the minor version of a tag is 0; the versions that Apple has released are named.
const FAMILIES: [Family; 15] = [
    Family { pattern: "manylinux1", architectures: &["x86_64", "i686"] },
    Family { pattern: "manylinux2010", architectures: &["x86_64", "i686"] },
    Family {
        pattern: "manylinux2014",
        architectures: &["x86_64", "i686", "aarch64", "armv7l", "ppc64", "ppc64le", "s390x"],
    },
    Family {
        pattern: "manylinux_#_#",
        architectures: &["x86_64", "i686", "aarch64", "armv7l", "ppc64le", "s390x", "riscv64", "ppc64"],
    },
    Family {
        pattern: "musllinux_#_#",
        architectures: &["x86_64", "i686", "aarch64", "armv7l", "ppc64le", "s390x", "riscv64"],
    },
    Family { pattern: "macosx_10_#", architectures: &MACOS },
    Family { pattern: "macosx_11_0", architectures: &MACOS },
    Family { pattern: "macosx_12_0", architectures: &MACOS },
    Family { pattern: "macosx_13_0", architectures: &MACOS },
    Family { pattern: "macosx_14_0", architectures: &MACOS },
    Family { pattern: "macosx_15_0", architectures: &MACOS },
    Family { pattern: "macosx_26_0", architectures: &MACOS },
    Family {
        pattern: "ios_#_#",
        architectures: &["arm64_iphoneos", "arm64_iphonesimulator", "x86_64_iphoneos", "x86_64_iphonesimulator"],
    },
    Family { pattern: "android_#", architectures: &["armeabi_v7a", "arm64_v8a", "x86", "x86_64"] },
    Family { pattern: "pyemscripten_#_#", architectures: &["wasm32"] },
];

/// Digits of a number in a tag, so that a tag cannot hide a novel.
const MAXIMUM_DIGITS: usize = 5;

/// Whether a wheel may carry the platform tag; the whole tag must match.
pub fn is_allowed(tag: &str) -> bool {
    EXACT.contains(&tag) || FAMILIES.iter().any(|family| matches(family, tag))
}

fn matches(family: &Family, tag: &str) -> bool {
    let mut rest = tag;
    for part in family.pattern.split_inclusive('#') {
        let (text, number) = match part.strip_suffix('#') {
            Some(text) => (text, true),
            None => (part, false),
        };
        let Some(after) = rest.strip_prefix(text) else {
            return false;
        };
        rest = after;
        if number {
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
            if digits == 0 || digits > MAXIMUM_DIGITS {
                return false;
            }
            rest = &rest[digits..];
        }
    }
    rest.strip_prefix('_').is_some_and(|architecture| family.architectures.contains(&architecture))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_of_every_family_are_allowed() {
        for tag in [
            "any",
            "win32",
            "win_amd64",
            "win_arm64",
            "win_ia64",
            "linux_armv6l",
            "linux_armv7l",
            "manylinux1_i686",
            "manylinux2010_x86_64",
            "manylinux2014_ppc64",
            "manylinux_2_17_x86_64",
            "manylinux_2_39_riscv64",
            "musllinux_1_2_aarch64",
            "macosx_10_9_x86_64",
            "macosx_10_13_universal2",
            "macosx_11_0_arm64",
            "macosx_26_0_arm64",
            "ios_13_0_arm64_iphoneos",
            "ios_13_0_x86_64_iphonesimulator",
            "android_21_arm64_v8a",
            "pyemscripten_2025_0_wasm32",
        ] {
            assert!(is_allowed(tag), "{tag}");
        }
    }

    #[test]
    fn other_tags_are_refused() {
        for tag in [
            "",
            "linux_x86_64",
            "linux_aarch64",
            "win",
            "win_x86",
            "Any",
            "manylinux_2_17",
            "manylinux_x_17_x86_64",
            "manylinux_2_x86_64",
            "musllinux_1_2_ppc64",
            "macosx_11_1_arm64",
            "macosx_16_0_arm64",
            "macosx_10_9",
            "manylinux2010_aarch64",
            "manylinux__17_x86_64",
            "manylinux_2_999999_x86_64",
            "android_21_mips",
            "pyodide_2024_0_wasm32",
            "freebsd_13_amd64",
            "manylinux1x86_64",
        ] {
            assert!(!is_allowed(tag), "{tag}");
        }
    }

    #[test]
    fn text_after_a_whole_tag_is_refused() {
        for tag in [
            "ios_13_0_arm64_iphoneos_x",
            "ios_13_0_arm64_iphoneosx",
            "pyemscripten_2025_0_wasm32x",
            "pyemscripten_2025_0_wasm32_evil",
            "any_",
            "win_amd64x",
        ] {
            assert!(!is_allowed(tag), "{tag}");
        }
    }
}
