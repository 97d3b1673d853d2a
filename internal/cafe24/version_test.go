package cafe24_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cafe24-inventory-alert/internal/cafe24"
)

const versionHeader = "X-Cafe24-Api-Version"

func refusal(message string) answer {
	return answer{http.StatusBadRequest, fmt.Sprintf(`{"error":{"code":400,"message":%q}}`, message)}
}

// retired is Cafe24's own answer to every call with a version that it no longer serves.
func retired(version, offered string) answer {
	return refusal(version + " version you requested is not available. The default value for the app version is " + offered + ".")
}

// edition answers calls by their version and records the versions.
type edition struct {
	seen     record[string]
	logged   bytes.Buffer
	replaced record[string]
	platform *cafe24.Platform
}

func newEdition(t *testing.T, answers map[string]answer, change func(*cafe24.Config)) *edition {
	t.Helper()
	e := &edition{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		version := "none"
		if values, sent := r.Header[versionHeader]; sent {
			version = strings.Join(values, "+")
		}
		e.seen.add(version)
		a, ok := answers[version]
		if !ok {
			a = answer{200, appBody}
		}
		w.WriteHeader(a.status)
		say(w, a.body)
	}))
	t.Cleanup(server.Close)
	e.platform = newPlatform(t, func(c *cafe24.Config) {
		c.APIURL, c.Log, c.Rate = server.URL+"/mall/{mall_id}", slog.New(slog.NewTextHandler(&e.logged, nil)), 1000
		c.VersionReplaced = func(_ context.Context, refused, used string) { e.replaced.add(refused + " " + used) }
		change(c)
	})
	return e
}

func (e *edition) client() *cafe24.Client { return e.platform.Mall(mallID, holding("access-1")) }

// A version that Cafe24 refuses is replaced by the one that the answer names, for every mall and call of the process.
// The refused call is repeated at once, whatever its method.
func TestRefusedVersionGivesWayToTheOfferedOne(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		message string
		want    string
	}{
		"Cafe24's own words":      {"2024-06-01 version you requested is not available. The default value for the app version is 2026-09-01.", "2026-09-01"},
		"an older default":        {"2024-06-01 version you requested is not available. The default value for the app version is 2026-03-01.", "2026-03-01"},
		"other words":             {"API Version 2024-06-01 is no longer supported (use 2027-03-01)", "2027-03-01"},
		"a list":                  {"Unavailable version: 2024-06-01. Available: 2026-03-01, 2026-09-01, 2026-12-01", "2026-09-01"},
		"a list of later ones":    {"Unavailable version: 2024-06-01. Available: 2026-12-01, 2027-03-01", "2027-03-01"},
		"without the one refused": {"The version is not supported. The default is 2026-09-01", "2026-09-01"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := newEdition(t, map[string]answer{"2024-06-01": refusal(c.message)}, func(c *cafe24.Config) { c.APIVersion = "2024-06-01" })
			if _, err := e.client().SetWebhookReception(t.Context(), true); err == nil || cafe24.Temporary(err) {
				t.Errorf("the answer is no setting, so an error: %v", err)
			}
			if _, err := e.platform.Mall("anothermall", holding("access-2")).App(t.Context()); err != nil {
				t.Error(err)
			}
			if diff := cmp.Diff([]string{"2024-06-01", c.want, c.want}, e.seen.all()); diff != "" {
				t.Error(diff)
			}
			if got := e.platform.APIVersion(); got != (cafe24.APIVersion{Configured: "2024-06-01", InUse: c.want}) {
				t.Errorf("%+v", got)
			}
			if diff := cmp.Diff([]string{"2024-06-01 " + c.want}, e.replaced.all()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// Another refusal than that of the version changes no version, and the call is made once.
func TestOtherRefusalsChangeNoVersion(t *testing.T) {
	t.Parallel()
	for name, a := range map[string]answer{
		"another reason":      refusal("[start_date] 2026-11-01 is not a date."),
		"the one sent":        refusal("2024-06-01 version you requested is not available."),
		"a date of no month":  refusal("2024-06-01 version you requested is not available since 2026-05-17."),
		"another status":      {404, retired("2024-06-01", "2026-09-01").body},
		"not the API's words": {400, "2024-06-01 version you requested is not available. The default value for the app version is 2026-09-01."},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := newEdition(t, map[string]answer{"2024-06-01": a}, func(c *cafe24.Config) { c.APIVersion = "2024-06-01" })
			if _, err := e.client().SetWebhookReception(t.Context(), true); err == nil {
				t.Error("answered")
			}
			if got := e.platform.APIVersion(); got.InUse != "2024-06-01" || len(e.seen.all()) != 1 || len(e.replaced.all()) != 0 {
				t.Errorf("%+v after %v", got, e.seen.all())
			}
		})
	}
}

// Two versions that name each other end in an error: one more call each time, and no endless loop.
func TestVersionsThatNameEachOtherAreNoLoop(t *testing.T) {
	t.Parallel()
	e := newEdition(t, map[string]answer{
		"2024-06-01": retired("2024-06-01", "2026-09-01"), "2026-09-01": retired("2026-09-01", "2024-06-01"),
	}, func(c *cafe24.Config) { c.APIVersion = "2024-06-01" })
	for range 2 {
		_, err := e.client().App(t.Context())
		if api, ok := errors.AsType[*cafe24.APIError](err); !ok || api.Status != 400 {
			t.Errorf("%v", err)
		}
	}
	if diff := cmp.Diff([]string{"2024-06-01", "2026-09-01", "2026-09-01"}, e.seen.all()); diff != "" {
		t.Error(diff)
	}
}

func TestNoVersionSendsNoHeader(t *testing.T) {
	t.Parallel()
	e := newEdition(t, nil, func(c *cafe24.Config) { c.NoAPIVersion = true })
	if _, err := e.client().App(t.Context()); err != nil {
		t.Error(err)
	}
	if got := e.seen.last(); got != "none" {
		t.Errorf("sent %q", got)
	}
	e = newEdition(t, map[string]answer{"none": retired("2023-03-01", "2026-06-01")}, func(c *cafe24.Config) { c.NoAPIVersion = true })
	if _, err := e.client().App(t.Context()); err != nil {
		t.Error(err)
	}
	if got := e.platform.APIVersion(); got != (cafe24.APIVersion{InUse: "2026-06-01"}) {
		t.Errorf("%+v", got)
	}
}

// Many calls at once get the refusal together: the change is reported once, and each call is answered.
func TestVersionIsReplacedOnce(t *testing.T) {
	t.Parallel()
	e := newEdition(t, map[string]answer{"2024-06-01": retired("2024-06-01", "2026-09-01")}, func(c *cafe24.Config) { c.APIVersion = "2024-06-01" })
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			if _, err := e.client().App(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if n := strings.Count(e.logged.String(), "level=WARN"); n != 1 || len(e.replaced.all()) != 1 {
		t.Errorf("said %d times:\n%s", n, e.logged.String())
	}
	if strings.Contains(e.logged.String(), "access-1") {
		t.Error("the log shows the token")
	}
}

// Live answers have decimals in the headers of the quota.
func TestQuotaInDecimals(t *testing.T) {
	t.Parallel()
	var seen record[*http.Request]
	client := serve(t, func(w http.ResponseWriter, r *http.Request) {
		seen.add(r)
		w.Header().Set("X-Cafe24-Call-Usage", "120.04")
		w.Header().Set("X-Cafe24-Call-Remain", "900.5")
		w.WriteHeader(http.StatusTooManyRequests)
	})
	_, err := client.App(t.Context())
	if after, limited := cafe24.RetryAfter(err); !limited || after.Seconds() < 890 || after.Seconds() > 900.6 {
		t.Errorf("%v", err)
	}
}
