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

// APIVersion is what a [Platform] sends in X-Cafe24-Api-Version. With an empty version no header is sent; then the
// version that was chosen in Cafe24's developers console applies.
type APIVersion struct {
	Configured string
	InUse      string // differs from Configured if Cafe24 refuses that
}

// versions is the version in use, for all malls of a platform. When Cafe24 has retired a version, it answers every
// call with a 400 whose message names the offered version.
type versions struct {
	configured string

	mu      sync.Mutex
	inUse   string
	refused []string // refused to this process itself; never adopted again
}

func (v *versions) current() string {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.inUse
}

// replace reports whether, after the refusal err, another version than the sent one is in use now, and whether this
// call changed it.
func (v *versions) replace(err error, sent string) (use string, adopted, other bool) {
	offered := offeredVersions(err, sent)
	if len(offered) == 0 {
		return sent, false, false
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.inUse != sent { // another call was faster
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

// adopted adopts the version that the refusal of another one names, for this process and all its malls. It reports
// whether to repeat the same call with it: the call was refused, so nothing was changed.
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

// APIVersion returns the configured version and the one in use.
func (p *Platform) APIVersion() APIVersion {
	return APIVersion{Configured: p.versions.configured, InUse: p.versions.current()}
}

var versionDate = regexp.MustCompile(`\b20\d\d-\d\d-01\b`) // every version so far is a first of a month

// offeredVersions returns the versions that a refusal of the sent version names, in the order to try them: the one
// that it calls the default, the one that this package knows, the newest. Cafe24's own words are "2024-06-01 version
// you requested is not available. The default value for the app version is 2026-09-01."; a 400 that names no version
// other than the sent one has another cause.
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
