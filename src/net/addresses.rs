//! Which addresses may be connected to: public ones, and those that somebody allowed.
//!
//! What must stay true: an IPv6 address that stands for one of IPv4 is judged as that one, because a router on the
//! way turns it into it. Sources: the IANA registries of special-purpose addresses for IPv4 and IPv6, RFC 6052
//! (NAT64), RFC 3056 (6to4), RFC 4291 (mapped addresses).

use std::collections::BTreeSet;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use url::Host;

/// Networks of IPv4 that no public server is in, with the length of their prefix.
const PRIVATE_V4: [(Ipv4Addr, u32, &str); 17] = [
    (Ipv4Addr::new(0, 0, 0, 0), 8, "an address of this machine"),
    (Ipv4Addr::new(10, 0, 0, 0), 8, "a private address"),
    (Ipv4Addr::new(100, 64, 0, 0), 10, "a private address of a provider"),
    (Ipv4Addr::new(127, 0, 0, 0), 8, "an address of this machine"),
    (Ipv4Addr::new(169, 254, 0, 0), 16, "an address of the local network only"),
    (Ipv4Addr::new(172, 16, 0, 0), 12, "a private address"),
    (Ipv4Addr::new(192, 0, 0, 0), 24, "a reserved address"),
    (Ipv4Addr::new(192, 0, 2, 0), 24, "an address for examples"),
    (Ipv4Addr::new(192, 88, 99, 0), 24, "a reserved address"),
    (Ipv4Addr::new(192, 168, 0, 0), 16, "a private address"),
    (Ipv4Addr::new(198, 18, 0, 0), 15, "an address for measurements"),
    (Ipv4Addr::new(198, 51, 100, 0), 24, "an address for examples"),
    (Ipv4Addr::new(203, 0, 113, 0), 24, "an address for examples"),
    (Ipv4Addr::new(224, 0, 0, 0), 4, "an address of many machines"),
    (Ipv4Addr::new(255, 255, 255, 255), 32, "an address of many machines"),
    (Ipv4Addr::new(168, 63, 129, 16), 32, "an address of a provider's own service"),
    (Ipv4Addr::new(240, 0, 0, 0), 4, "a reserved address"),
];

/// The same of IPv6. What none of them has and is not in 2000::/3 is reserved.
const PRIVATE_V6: [(Ipv6Addr, u32, &str); 8] = [
    (Ipv6Addr::UNSPECIFIED, 128, "an address of this machine"),
    (Ipv6Addr::LOCALHOST, 128, "an address of this machine"),
    (Ipv6Addr::new(0xfc00, 0, 0, 0, 0, 0, 0, 0), 7, "a private address"),
    (Ipv6Addr::new(0xfe80, 0, 0, 0, 0, 0, 0, 0), 10, "an address of the local network only"),
    (Ipv6Addr::new(0xff00, 0, 0, 0, 0, 0, 0, 0), 8, "an address of many machines"),
    (Ipv6Addr::new(0x2001, 0, 0, 0, 0, 0, 0, 0), 23, "a reserved address"),
    (Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 0), 32, "an address for examples"),
    (Ipv6Addr::new(0x3fff, 0, 0, 0, 0, 0, 0, 0), 20, "an address for examples"),
];

/// What the public addresses of IPv6 begin with.
const PUBLIC_V6: (Ipv6Addr, u32) = (Ipv6Addr::new(0x2000, 0, 0, 0, 0, 0, 0, 0), 3);

/// Prefixes of 96 bits behind which an address of IPv4 stands: mapped, translated, NAT64, and the old form without
/// a mark.
const HOLD_V4: [Ipv6Addr; 4] = [
    Ipv6Addr::new(0, 0, 0, 0, 0, 0xffff, 0, 0),
    Ipv6Addr::new(0, 0, 0, 0, 0xffff, 0, 0, 0),
    Ipv6Addr::new(0x64, 0xff9b, 0, 0, 0, 0, 0, 0),
    Ipv6Addr::UNSPECIFIED,
];

/// Why an address is not a public one; `None` for those that are.
pub fn why_private(address: IpAddr) -> Option<&'static str> {
    match plain(address) {
        IpAddr::V4(address) => PRIVATE_V4
            .iter()
            .find(|(network, length, _)| has_prefix_v4(address, *network, *length))
            .map(|(.., why)| *why),
        IpAddr::V6(address) => PRIVATE_V6
            .iter()
            .find(|(network, length, _)| has_prefix_v6(address, *network, *length))
            .map(|(.., why)| *why)
            .or_else(|| {
                let is_public = has_prefix_v6(address, PUBLIC_V6.0, PUBLIC_V6.1);
                (!is_public).then_some("a reserved address")
            }),
    }
}

/// An address of IPv4 where one of IPv6 stands for it.
fn plain(address: IpAddr) -> IpAddr {
    let IpAddr::V6(v6) = address else { return address };
    let [_, first, second, .., third, fourth] = v6.segments();
    let of_segments = |high: u16, low: u16| {
        IpAddr::V4(Ipv4Addr::from_bits((u32::from(high) << 16) | u32::from(low)))
    };
    let is_6to4 = has_prefix_v6(v6, Ipv6Addr::new(0x2002, 0, 0, 0, 0, 0, 0, 0), 16);
    let is_own = v6 == Ipv6Addr::UNSPECIFIED || v6 == Ipv6Addr::LOCALHOST;
    match HOLD_V4.iter().any(|network| has_prefix_v6(v6, *network, 96)) {
        _ if is_6to4 => of_segments(first, second),
        true if !is_own => of_segments(third, fourth),
        _ => address,
    }
}

fn has_prefix_v4(address: Ipv4Addr, network: Ipv4Addr, length: u32) -> bool {
    let mask = u32::MAX.checked_shl(32 - length).unwrap_or(0);
    (address.to_bits() ^ network.to_bits()) & mask == 0
}

fn has_prefix_v6(address: Ipv6Addr, network: Ipv6Addr, length: u32) -> bool {
    let mask = u128::MAX.checked_shl(128 - length).unwrap_or(0);
    (address.to_bits() ^ network.to_bits()) & mask == 0
}

/// Hosts and networks that may be connected to although they are not public.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Allowed {
    /// As `url` writes them, without a dot at the end.
    hosts: BTreeSet<String>,
    networks: Vec<(IpAddr, u32)>,
}

/// What is no host, address or network.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{entry}` is no host, address or network: {reason}")]
pub struct BadAllowance {
    pub entry: String,
    pub reason: &'static str,
}

impl Allowed {
    /// From words like `localhost`, `intranet.example`, `10.0.0.0/8`, `127.0.0.1` and `fd00::/8`.
    ///
    /// Fails for a word that is none of them.
    pub fn parse(entries: &[impl AsRef<str>]) -> Result<Self, BadAllowance> {
        let mut allowed = Self::default();
        for entry in entries.iter().map(|entry| entry.as_ref().trim()) {
            allowed
                .add(entry)
                .map_err(|reason| BadAllowance { entry: entry.to_owned(), reason })?;
        }
        Ok(allowed)
    }

    fn add(&mut self, entry: &str) -> Result<(), &'static str> {
        if let Some((address, length)) = entry.split_once('/') {
            let address: IpAddr =
                address.parse().map_err(|_| "before the `/` stands no IP address")?;
            let length = length
                .parse()
                .ok()
                .filter(|length| *length <= bits(address))
                .ok_or("behind the `/` stands no length of a prefix")?;
            self.networks.push((address, length));
            return Ok(());
        }
        if let Ok(address) = entry.parse::<IpAddr>() {
            self.networks.push((address, bits(address)));
            return Ok(());
        }
        match Host::parse(entry) {
            Ok(Host::Domain(name)) if name.contains('*') => Err("`*` stands for nothing here"),
            Ok(Host::Domain(name)) => {
                self.hosts.insert(without_dot(&name).to_owned());
                Ok(())
            }
            Ok(Host::Ipv4(address)) => {
                self.networks.push((address.into(), 32));
                Ok(())
            }
            Ok(Host::Ipv6(address)) => {
                self.networks.push((address.into(), 128));
                Ok(())
            }
            Err(_) if entry.contains("://") => Err("only the host is wanted, without `http://`"),
            Err(_) if entry.contains(':') => Err("a port is not wanted"),
            Err(_) => Err("it has characters that no host has"),
        }
    }

    /// Whether `address`, at which `host` is, may be connected to.
    ///
    /// Fails with the reason why not.
    pub fn check(&self, host: &str, address: IpAddr) -> Result<(), &'static str> {
        match why_private(address) {
            Some(why) if !self.has(host, address) => Err(why),
            _ => Ok(()),
        }
    }

    fn has(&self, host: &str, address: IpAddr) -> bool {
        self.hosts.contains(without_dot(host))
            || self.networks.iter().any(|(network, length)| {
                [address, plain(address)].iter().any(|address| match (address, network) {
                    (IpAddr::V4(address), IpAddr::V4(network)) => {
                        has_prefix_v4(*address, *network, *length)
                    }
                    (IpAddr::V6(address), IpAddr::V6(network)) => {
                        has_prefix_v6(*address, *network, *length)
                    }
                    _ => false,
                })
            })
    }
}

fn bits(address: IpAddr) -> u32 {
    match address {
        IpAddr::V4(_) => 32,
        IpAddr::V6(_) => 128,
    }
}

fn without_dot(host: &str) -> &str {
    host.strip_suffix('.').unwrap_or(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_public_addresses_are_public() {
        for private in [
            "0.0.0.0",
            "0.1.2.3",
            "10.0.0.1",
            "10.255.255.255",
            "100.64.0.1",
            "100.127.255.255",
            "127.0.0.1",
            "127.255.0.1",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.170",
            "192.0.2.9",
            "192.88.99.1",
            "192.168.1.1",
            "198.18.0.1",
            "198.19.255.255",
            "198.51.100.1",
            "203.0.113.7",
            "224.0.0.1",
            "239.1.2.3",
            "240.0.0.1",
            "255.255.255.255",
            "168.63.129.16",
            "::",
            "::1",
            "fc00::1",
            "fd00:ec2::254",
            "fe80::1",
            "fec0::1",
            "ff02::1",
            "2001:db8::1",
            "2001::1",
            "2001:2::1",
            "2001:20::1",
            "3fff::1",
            "5f00::1",
            "100::1",
            "64:ff9b:1::1",
            "::ffff:127.0.0.1",
            "::ffff:10.1.2.3",
            "::127.0.0.1",
            "::ffff:0:10.0.0.1",
            "64:ff9b::169.254.169.254",
            "64:ff9b::a00:1",
            "2002:7f00:1::",
            "2002:a9fe:a9fe::1",
        ] {
            assert!(why_private(private.parse().unwrap()).is_some(), "{private}");
        }
        for public in [
            "1.1.1.1",
            "9.255.255.255",
            "11.0.0.0",
            "100.63.255.255",
            "100.128.0.0",
            "126.0.0.1",
            "128.0.0.1",
            "169.253.0.1",
            "172.15.255.255",
            "172.32.0.0",
            "192.167.0.1",
            "192.169.0.1",
            "198.17.0.1",
            "198.20.0.1",
            "223.255.255.255",
            "2606:4700::1111",
            "2001:4860:4860::8888",
            "2a00:1450::1",
            "::ffff:1.1.1.1",
            "64:ff9b::101:101",
            "2002:101:101::1",
        ] {
            assert_eq!(why_private(public.parse().unwrap()), None, "{public}");
        }
    }

    #[test]
    fn what_is_allowed_is_said_by_host_address_or_network() {
        let allowed = Allowed::parse(&[
            "localhost",
            "Intranet.Example.",
            "10.0.0.0/8",
            "192.168.7.7",
            "fd00::/8",
            "[::1]",
        ])
        .unwrap();
        for (host, address, is_allowed) in [
            ("localhost", "127.0.0.1", true),
            ("localhost.", "127.0.0.1", true),
            ("other.example", "127.0.0.1", false),
            ("intranet.example", "172.16.0.9", true),
            ("x.intranet.example", "172.16.0.9", false),
            ("other.example", "10.200.0.1", true),
            ("other.example", "::ffff:10.200.0.1", true),
            ("other.example", "64:ff9b::10.200.0.1", true),
            ("other.example", "192.168.7.7", true),
            ("other.example", "192.168.7.8", false),
            ("other.example", "fd12::1", true),
            ("other.example", "fc12::1", false),
            ("other.example", "::1", true),
            ("other.example", "1.1.1.1", true),
        ] {
            let found = allowed.check(host, address.parse().unwrap()).is_ok();
            assert_eq!(found, is_allowed, "{host} {address}");
        }
        let all = Allowed::parse(&["0.0.0.0/0"]).unwrap();
        assert_eq!(all.check("a.example", "127.0.0.1".parse().unwrap()), Ok(()));
    }

    #[test]
    fn what_is_no_allowance_is_refused_with_a_reason() {
        for (entry, reason) in [
            ("10.0.0.0/33", "behind the `/` stands no length of a prefix"),
            ("fd00::/129", "behind the `/` stands no length of a prefix"),
            ("10.0.0.0/", "behind the `/` stands no length of a prefix"),
            ("10.0.0/8", "before the `/` stands no IP address"),
            ("localhost/8", "before the `/` stands no IP address"),
            ("http:", "a port is not wanted"),
            ("localhost:8080", "a port is not wanted"),
            ("*.example", "`*` stands for nothing here"),
            ("a b", "it has characters that no host has"),
            ("", "it has characters that no host has"),
        ] {
            let error = Allowed::parse(&[entry]).unwrap_err();
            assert_eq!(error.reason, reason, "{entry}");
        }
    }
}
