package lowstock

import (
	"net/netip"
	"net/url"
	"strings"
)

const maxPictureURL = 2048

// PictureURL returns the address of a product's image as a page may load it, or
// "" for an address that is none. A merchant may keep images at any public host,
// so every https address with a domain name is accepted, and http is raised to
// https. Plain http remains for a simulator on this machine only; a page over
// https does not load that.
func PictureURL(raw string) string {
	if raw == "" || len(raw) > maxPictureURL || strings.ContainsRune(raw, '\\') {
		return ""
	}
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" || u.User != nil {
		return ""
	}
	host := u.Hostname()
	if ip, err := netip.ParseAddr(host); u.Scheme == "http" && (host == "localhost" || err == nil && ip.IsLoopback()) {
		return raw
	}
	last := host[strings.LastIndexByte(host, '.')+1:]
	if last == host || last == "" || last[0] >= '0' && last[0] <= '9' || strings.Contains(host, ":") {
		return "" // an address of a network or a name inside one
	}
	switch u.Scheme {
	case "https":
		return raw
	case "http", "":
		u.Scheme, u.Host = "https", strings.TrimSuffix(u.Host, ":80")
		return u.String()
	}
	return ""
}
