package notify

import (
	"errors"
	"net"
	"net/netip"
	"slices"
	"strings"
	"syscall"
)

// errPrivate means that a merchant's webhook leads into one of our own networks.
var errPrivate = errors.New("webhook: the address is not public")

// publicDialer connects to public addresses only. It checks the resolved address
// immediately before it connects, so DNS rebinding has no effect.
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

// publicPort allows the ports on which programs of merchants receive https: the
// standard port, and the alternative for hosts whose standard port is taken. Any
// other port would let a merchant look through this program at services of
// others that are not meant for the public.
func publicPort(port string) bool { return slices.Contains([]string{"", "443", "8443"}, port) }

// publicHost makes the form refuse what the dialer would refuse later: names
// without a dot, addresses that are not public, numbers that only look like names
// (0x7f.1, 127.1, 2130706433), and letters that only look like ASCII.
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

// public reports whether ip is a public internet address. IPv6 is allowed only in
// the one block that is assigned, except for addresses that contain an IPv4
// address.
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

// reserved lists the networks that IANA reserves for special use and that the
// standard library does not cover.
func reserved() []netip.Prefix {
	return []netip.Prefix{
		netip.MustParsePrefix("0.0.0.0/8"),
		netip.MustParsePrefix("100.64.0.0/10"),   // carrier-grade NAT
		netip.MustParsePrefix("192.0.0.0/24"),    // protocol assignments
		netip.MustParsePrefix("192.0.2.0/24"),    // documentation
		netip.MustParsePrefix("192.88.99.0/24"),  // 6to4 relays
		netip.MustParsePrefix("198.18.0.0/15"),   // benchmarks
		netip.MustParsePrefix("198.51.100.0/24"), // documentation
		netip.MustParsePrefix("203.0.113.0/24"),  // documentation
		netip.MustParsePrefix("240.0.0.0/4"),
		netip.MustParsePrefix("2001::/23"),     // protocol assignments, including Teredo
		netip.MustParsePrefix("2001:db8::/32"), // documentation
		netip.MustParsePrefix("2002::/16"),     // 6to4
		netip.MustParsePrefix("3fff::/20"),     // documentation
	}
}
