package cafe24_test

import (
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"cafe24-inventory-alert/internal/cafe24"
)

// TestTokenTimes gives the same result in every time zone of the machine; TestTokenTimesInOtherZones runs it in
// several.
func TestTokenTimes(t *testing.T) {
	t.Parallel()
	now := tokenNow()
	const end, margin = 2 * time.Hour, 10 * time.Minute
	for _, c := range []struct {
		name, issued, expires string
		want                  time.Duration // from now
	}{
		{"Korean time without a zone", "2021-03-01T12:00:00.000", "2021-03-01T14:00:00.000", end},
		{"without milliseconds", "2021-03-01T12:00:00", "2021-03-01T14:00:00", end},
		{"with a space", "2021-03-01 12:00:00", "2021-03-01 14:00:00", end},
		{"with offset", "2021-03-01T12:00:00+09:00", "2021-03-01T14:00:00.000+09:00", end},
		{"with Z", "2021-03-01T03:00:00Z", "2021-03-01T05:00:00.000Z", end},
		{"half gone", "2021-03-01T11:00:00.000", "2021-03-01T13:00:00.000", time.Hour},
		{"clock of the platform 5 minutes ahead", "2021-03-01T12:05:00.000", "2021-03-01T14:05:00.000", end + 5*time.Minute},
		{"UTC after all", "2021-03-01T03:00:00.000", "2021-03-01T05:00:00.000", end - margin},
		{"nine hours ahead", "2021-03-01T21:00:00.000", "2021-03-01T23:00:00.000", end - margin},
		{"shorter life in a wrong zone", "2021-03-01T03:00:00.000", "2021-03-01T03:30:00.000", 20 * time.Minute},
		{"expired", "2021-02-01T12:00:00.000", "2021-02-01T12:00:00.000", end - margin},
		{"ends before it began", "2021-03-01T12:00:00.000", "2021-03-01T10:00:00.000", end - margin},
		{"in a year", "2021-03-01T12:00:00.000", "2022-03-01T14:00:00.000", end - margin},
		{"no issued_at", "", "2021-03-01T14:00:00.000", end},
		{"no expires_at", "2021-03-01T12:00:00.000", "", end - margin},
		{"nothing", "", "", end - margin},
		{"no time", "today", "tomorrow", end - margin},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			body := `{"access_token":"a","refresh_token":"r","issued_at":"` + c.issued + `","expires_at":"` + c.expires + `"}`
			token, err := oauthServer(t, 200, "application/json", body, nil).Exchange(t.Context(), mallID, "c")
			if err != nil {
				t.Fatal(err)
			}
			if got := token.AccessExpiresAt.Sub(now); got != c.want {
				t.Errorf("lives %s, want %s", got, c.want)
			}
			if token.IssuedAt.Sub(now).Abs() > time.Hour && c.name != "half gone" {
				t.Errorf("issued %s", token.IssuedAt)
			}
			if got := token.RefreshExpiresAt.Sub(now); got != 14*24*time.Hour-margin {
				t.Errorf("refresh token lives %s", got)
			}
		})
	}
}

func TestTokenTimesInOtherZones(t *testing.T) {
	t.Parallel()
	for _, zone := range []string{"UTC", "Asia/Seoul", "America/Los_Angeles", "Pacific/Kiritimati"} {
		t.Run(zone, func(t *testing.T) {
			t.Parallel()
			cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^(TestTokenTimes|TestLocalZone)$", "-test.v")
			cmd.Env = append(os.Environ(), "TZ="+zone)
			out, err := cmd.CombinedOutput()
			if err != nil || !strings.Contains(string(out), "zone "+zone) || !strings.Contains(string(out), "--- PASS: TestTokenTimes") {
				t.Errorf("%v\n%s", err, out)
			}
		})
	}
}

// TestLocalZone prints the zone. TestTokenTimesInOtherZones checks by it that TZ took effect.
func TestLocalZone(t *testing.T) {
	t.Parallel()
	zone := os.Getenv("TZ")
	location, err := time.LoadLocation(zone)
	if err != nil {
		t.Fatal(err)
	}
	_, want := tokenNow().In(location).Zone()
	_, got := tokenNow().In(time.Local).Zone()
	if zone != "" && got != want {
		t.Fatalf("offset %d, want %d", got, want)
	}
	t.Log("zone " + zone)
}

func TestTokenScopes(t *testing.T) {
	t.Parallel()
	for sent, want := range map[string]string{
		`["a","b"]`: "a b", `"a,b"`: "a b", `"a b"`: "a b", `[]`: "", `null`: "", `[1,"a"]`: "a",
	} {
		body := `{"access_token":"a","refresh_token":"r","shop_no":2,"scopes":` + sent + `}`
		token, err := oauthServer(t, 200, "", body, nil).Exchange(t.Context(), mallID, "c")
		if err != nil || strings.Join(token.Scopes, " ") != want || token.ShopNo != 2 {
			t.Errorf("%s: %+v, %v", sent, token, err)
		}
	}
	if (cafe24.Token{}).Granted("") {
		t.Error("an empty token grants something")
	}
}
