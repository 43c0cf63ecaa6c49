//! `[metrics]`: figures for Prometheus, on a port of their own.

use super::{layers::Layers, setting::Setting, values};
use std::net::SocketAddr;

pub(crate) const SETTINGS: &[Setting] = &[
    Setting::new(
        "metrics.listen",
        "",
        "The address and port of `/metrics`, such as `127.0.0.1:9090`; by default none.",
    ),
    Setting::new(
        "metrics.allow_remote",
        "false",
        "Whether `metrics.listen` may be an address that other machines reach: nobody is asked who they are.",
    ),
];

/// Where the figures for Prometheus are, if anywhere.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Metrics {
    pub(crate) listen: Option<SocketAddr>,
}

impl Metrics {
    pub(crate) fn read(layers: &mut Layers) -> Option<Self> {
        let listen = layers.parse_optional("metrics.listen", values::listen);
        let allow_remote = layers.parse("metrics.allow_remote", |text| {
            text.parse::<bool>().map_err(|_| format!("neither `true` nor `false`: `{text}`"))
        });
        let (listen, allow_remote) = (listen?, allow_remote?);
        if let Some(address) = listen.filter(|address| !allow_remote && !address.ip().is_loopback()) {
            let message = format!(
                "metrics.listen is an address that others can reach: `{address}`; listen on 127.0.0.1, or set \
                 metrics.allow_remote"
            );
            layers.wrong("metrics.listen", message);
            return None;
        }
        Some(Self { listen })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Config, Sources};

    fn read(pairs: &[(&str, &str)]) -> Result<Option<SocketAddr>, String> {
        let variable = |(name, text): &(&str, &str)| (format!("FROMAGERIE__METRICS__{name}"), (*text).to_owned());
        let environment = pairs.iter().map(variable).collect();
        let config = Config::read(&Sources { environment, ..Sources::default() });
        config.map(|config| config.metrics.listen).map_err(|problems| problems.to_string())
    }

    #[test]
    fn there_are_none_unless_somebody_asks() {
        assert_eq!(read(&[]), Ok(None));
        assert_eq!(read(&[("LISTEN", "127.0.0.1:9090")]), Ok(Some(([127, 0, 0, 1], 9090).into())));
    }

    #[test]
    fn an_address_that_others_reach_must_be_wanted() {
        let refused = read(&[("LISTEN", "0.0.0.0:9090")]).unwrap_err();
        assert!(refused.contains("set metrics.allow_remote"), "{refused}");
        let allowed = read(&[("LISTEN", "0.0.0.0:9090"), ("ALLOW_REMOTE", "true")]);
        assert_eq!(allowed, Ok(Some(([0, 0, 0, 0], 9090).into())));
    }
}
