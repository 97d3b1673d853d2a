package cafe24sim

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// servedVersions are what Cafe24 serves in November 2026.
const servedVersions = "2025-12-01,2026-03-01,2026-06-01,2026-09-01"

// checkVersion refuses a version that is not served, or not among those of Faults.OfferedVersions, in Cafe24's own words. A call without
// one is served by what is chosen in the developers console, which is no retired one.
func (f *Faults) checkVersion(version string) error {
	if version == "" {
		return nil
	}
	offered := strings.FieldsFunc(orDefault(f.OfferedVersions, servedVersions), func(r rune) bool { return r == ',' || r == ' ' })
	if len(offered) == 0 || slices.Contains(offered, version) {
		return nil
	}
	return badRequest(version + " version you requested is not available. The default value for the app version is " + offered[len(offered)-1] + ".")
}

// writeUsage puts what Faults.CallUsage says in place of what has been used. Nothing is blocked for it.
func (f *Faults) writeUsage(h http.Header) {
	if f.CallUsage <= 0 {
		return
	}
	h.Set(headerCallUsage, strconv.FormatFloat(f.CallUsage, 'f', 2, 64))
	if f.CallUsage >= 100 {
		h.Set(headerCallRemain, "2.50")
	}
}
