package cafe24sim

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// servedVersions are the versions that Cafe24 serves in November 2026.
const servedVersions = "2025-12-01,2026-03-01,2026-06-01,2026-09-01"

// checkVersion refuses a version that is not served, or that Faults.OfferedVersions does not list, in Cafe24's own
// words. A call without a version is served with the version of the developers console, which is never a retired one.
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

// writeUsage writes Faults.CallUsage in place of the real usage. It blocks nothing.
func (f *Faults) writeUsage(h http.Header) {
	if f.CallUsage <= 0 {
		return
	}
	h.Set(headerCallUsage, strconv.FormatFloat(f.CallUsage, 'f', 2, 64))
	if f.CallUsage >= 100 {
		h.Set(headerCallRemain, "2.50")
	}
}
