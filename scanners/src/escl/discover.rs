//! Scanners that say on the local network that they are there (mDNS, DNS-SD): `_uscan._tcp` and `_uscans._tcp`.

use std::net::IpAddr;
use std::time::{Duration, Instant};

use mdns_sd::{MDNS_PORT, Receiver, ResolvedService, ServiceDaemon, ServiceEvent};

const KINDS: [(&str, &str); 2] = [("http", "_uscan._tcp.local."), ("https", "_uscans._tcp.local.")];

/// Addresses of the scanners that answered within the time, each once.
pub(super) fn addresses(within: Duration) -> Vec<String> {
    on_port(MDNS_PORT, within)
}

pub(super) fn on_port(port: u16, within: Duration) -> Vec<String> {
    // A machine without a network finds nothing.
    let Ok(daemon) = ServiceDaemon::new_with_port(port) else {
        return vec![];
    };
    let until = Instant::now() + within;
    let browsed: Vec<(&str, Receiver<ServiceEvent>)> = KINDS
        .iter()
        .filter_map(|(scheme, kind)| daemon.browse(kind).ok().map(|events| (*scheme, events)))
        .collect();
    let mut found = Vec::new();
    for (scheme, events) in &browsed {
        // What came while the other kind was waited for is heard even when the time is over.
        while let Ok(event) = events.try_recv().or_else(|_| events.recv_deadline(until)) {
            if let ServiceEvent::ServiceResolved(service) = event
                && let Some(address) = address(scheme, &service)
                && !found.contains(&address)
            {
                found.push(address);
            }
        }
    }
    let _ = daemon.shutdown();
    found.sort();
    found
}

fn address(scheme: &str, service: &ResolvedService) -> Option<String> {
    let mut hosts: Vec<IpAddr> = service
        .addresses
        .iter()
        .map(mdns_sd::ScopedIp::to_ip_addr)
        .collect();
    // An IPv4 address needs no scope; of several, always the same.
    hosts.sort_by_key(|host| (host.is_ipv6(), *host));
    let host = hosts.first()?;
    let path = service
        .txt_properties
        .get_property_val_str("rs")
        .unwrap_or("eSCL");
    Some(written(scheme, *host, service.port, path))
}

fn written(scheme: &str, host: IpAddr, port: u16, path: &str) -> String {
    let host = match host {
        IpAddr::V4(host) => host.to_string(),
        IpAddr::V6(host) => format!("[{host}]"),
    };
    let path = path.trim_matches('/');
    let path = if path.is_empty() { "eSCL" } else { path };
    format!("{scheme}://{host}:{port}/{path}")
}

#[cfg(test)]
mod tests {
    use mdns_sd::ServiceInfo;

    use super::*;

    #[test]
    fn addresses_are_written_as_a_scanner_is_opened() {
        let four: IpAddr = "10.1.2.3".parse().unwrap();
        let six: IpAddr = "fd00::7".parse().unwrap();
        assert_eq!(written("http", four, 80, "eSCL"), "http://10.1.2.3:80/eSCL");
        assert_eq!(
            written("https", six, 443, "/scan/eSCL/"),
            "https://[fd00::7]:443/scan/eSCL"
        );
        assert_eq!(written("http", four, 8080, ""), "http://10.1.2.3:8080/eSCL");
    }

    /// A responder on a port of its own, so that no scanner of the real network takes part.
    #[test]
    fn a_scanner_that_says_so_is_found() {
        const PORT: u16 = 5391;
        let Ok(responder) = ServiceDaemon::new_with_port(PORT) else {
            return;
        };
        let text = [("rs", "eSCL"), ("ty", "Noname Scanner")];
        let service = ServiceInfo::new(
            "_uscan._tcp.local.",
            "Noname",
            "noname.local.",
            "127.0.0.1",
            8090,
            &text[..],
        );
        responder.register(service.unwrap()).unwrap();
        let found = on_port(PORT, Duration::from_secs(3));
        let _ = responder.shutdown();
        assert_eq!(found, ["http://127.0.0.1:8090/eSCL"]);
    }
}
