package cafe24

import (
	"context"
	"errors"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"
)

// DefaultAPIVersion is the newest version of the Admin API that this package was written for.
const DefaultAPIVersion = "2026-09-01"

// APIVersion is what a [Platform] sends in X-Cafe24-Api-Version. An empty version sends no header: then the one that
// was chosen in Cafe24's developers console holds.
type APIVersion struct {
	Configured string
	InUse      string // differs from Configured where Cafe24 refuses that
}

// versions is the version in use, for all malls of a platform. Cafe24 refuses a version that it has retired with a 400
// to every call, whose message names the one it offers.
type versions struct {
	configured string

	mu      sync.Mutex
	inUse   string
	refused []string // by this process's own experience; never adopted again
}

func (v *versions) current() string {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.inUse
}

// replace says whether another version than the one that was sent is in use now that err refused it, and whether it was
// this call that changed it.
func (v *versions) replace(err error, sent string) (use string, adopted, other bool) {
	offered := offeredVersions(err, sent)
	if len(offered) == 0 {
		return sent, false, false
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.inUse != sent { // somebody was faster
		return v.inUse, false, true
	}
	offered = slices.DeleteFunc(offered, func(o string) bool { return slices.Contains(v.refused, o) })
	if len(offered) == 0 {
		return sent, false, false
	}
	v.refused = append(v.refused, sent)
	v.inUse = offered[0]
	return v.inUse, true, true
}

// adopted takes up the version that a refusal of another one names, for this process and all its malls, and says
// whether the same call is worth another try with it: it was refused, so nothing was done.
func (p *Platform) adopted(ctx context.Context, err error, sent string) bool {
	use, adopted, other := p.versions.replace(err, sent)
	if adopted {
		p.log.WarnContext(ctx, "cafe24 refuses the API version; the one it offers is used until CAFE24_API_VERSION is set to it or a newer one",
			"refused", sent, "used", use, "error", err)
		if p.cfg.VersionReplaced != nil {
			p.cfg.VersionReplaced(ctx, sent, use)
		}
	}
	return other
}

// APIVersion returns the version that was configured and the one that is in use.
func (p *Platform) APIVersion() APIVersion {
	return APIVersion{Configured: p.versions.configured, InUse: p.versions.current()}
}

var versionDate = regexp.MustCompile(`\b20\d\d-\d\d-01\b`) // every version there was is a first of a month

// offeredVersions are the versions that a refusal of the one that was sent names, the one to take first: what it calls
// the default, the one that this package knows, the newest. Cafe24's own words are
// "2024-06-01 version you requested is not available. The default value for the app version is 2026-09-01."; a 400
// that names no version, or none but the one that was sent, is about something else.
func offeredVersions(err error, sent string) []string {
	api, ok := errors.AsType[*APIError](err)
	if !ok || api.Status != http.StatusBadRequest || !api.Documented {
		return nil
	}
	message := strings.ToLower(api.Message)
	if !containsAny(message, "version", "버전") || sent != "" && !strings.Contains(message, sent) && !containsAny(message, "available", "support", "default") {
		return nil
	}
	var dates []string
	for _, date := range versionDate.FindAllString(message, -1) {
		if _, err := time.Parse(time.DateOnly, date); err == nil && date != sent {
			dates = append(dates, date)
		}
	}
	slices.Sort(dates)
	slices.Reverse(dates)
	dates = slices.Compact(dates)
	prefer := func(version string) {
		if at := slices.Index(dates, version); at > 0 {
			dates = slices.Insert(slices.Delete(dates, at, at+1), 0, version)
		}
	}
	prefer(DefaultAPIVersion)
	if _, after, ok := strings.Cut(message, "default"); ok {
		prefer(versionDate.FindString(after))
	}
	return dates
}
