package notify

import (
	"errors"
	"net"
	"net/netip"
	"strings"
	"syscall"
)

// errPrivate is a merchant's webhook that leads into a network of ours.
var errPrivate = errors.New("webhook: the address is not public")

// publicDialer connects to public addresses only. It looks at the address the
// name was resolved to, at the last moment, so a name that changes its mind
// gains nothing.
func publicDialer(cfg Config) *net.Dialer {
	dialer := &net.Dialer{Timeout: postTimeout, Resolver: cfg.Resolver}
	if cfg.AllowPrivate {
		return dialer
	}
	dialer.Control = func(_, address string, _ syscall.RawConn) error {
		at, err := netip.ParseAddrPort(address)
		if err != nil || !public(at.Addr()) {
			return errPrivate
		}
		return nil
	}
	return dialer
}

// publicHost refuses at the form what the dialer would refuse later: names
// without a dot, addresses that are not public, numbers that only look like
// names (0x7f.1, 127.1, 2130706433) and letters that only look like ASCII.
func publicHost(host string) bool {
	if ip, err := netip.ParseAddr(host); err == nil {
		return public(ip)
	}
	host = strings.TrimSuffix(strings.ToLower(host), ".")
	labels := strings.Split(host, ".")
	if len(labels) < 2 || len(host) > 253 {
		return false
	}
	for _, label := range labels {
		if label == "" || len(label) > 63 || strings.Trim(label, "abcdefghijklmnopqrstuvwxyz0123456789-_") != "" {
			return false
		}
	}
	last := labels[len(labels)-1]
	if last[0] >= '0' && last[0] <= '9' {
		return false
	}
	switch last {
	case "localhost", "local", "internal", "lan", "home", "corp", "arpa", "test", "invalid":
		return false
	}
	return true
}

// public says whether ip is out in the internet. IPv6 is let through by the
// one block that is given out, less what carries an IPv4 address inside.
func public(ip netip.Addr) bool {
	ip = ip.Unmap()
	if !ip.IsGlobalUnicast() || ip.IsPrivate() || ip.Zone() != "" {
		return false
	}
	if ip.Is6() && !globalIPv6().Contains(ip) {
		return false
	}
	for _, p := range reserved() {
		if p.Contains(ip) {
			return false
		}
	}
	return true
}

func globalIPv6() netip.Prefix { return netip.MustParsePrefix("2000::/3") }

// reserved is what IANA keeps for special use and the standard library does
// not name.
func reserved() []netip.Prefix {
	return []netip.Prefix{
		netip.MustParsePrefix("0.0.0.0/8"),
		netip.MustParsePrefix("100.64.0.0/10"),   // carriers' own
		netip.MustParsePrefix("192.0.0.0/24"),    // protocols
		netip.MustParsePrefix("192.0.2.0/24"),    // documents
		netip.MustParsePrefix("192.88.99.0/24"),  // 6to4 relays
		netip.MustParsePrefix("198.18.0.0/15"),   // benchmarks
		netip.MustParsePrefix("198.51.100.0/24"), // documents
		netip.MustParsePrefix("203.0.113.0/24"),  // documents
		netip.MustParsePrefix("240.0.0.0/4"),
		netip.MustParsePrefix("2001::/23"),     // protocols, Teredo among them
		netip.MustParsePrefix("2001:db8::/32"), // documents
		netip.MustParsePrefix("2002::/16"),     // 6to4
		netip.MustParsePrefix("3fff::/20"),     // documents
	}
}
