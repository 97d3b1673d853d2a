package cafe24sim_test

import (
	"crypto/sha256"
	"encoding/base64"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/cafe24/cafe24sim"
)

// signature implements RFC 2104: SHA-256 of the key with the outer pad and the SHA-256 of the key with the inner one.
func signature(key, text string) string {
	var inner, outer [64]byte
	copy(inner[:], key)
	copy(outer[:], key)
	for i := range inner {
		inner[i] ^= 0x36
		outer[i] ^= 0x5c
	}
	first := sha256.Sum256(append(inner[:], text...))
	second := sha256.Sum256(append(outer[:], first[:]...))
	return base64.StdEncoding.EncodeToString(second[:])
}

func checkLaunch(t *testing.T, launch string) url.Values {
	t.Helper()
	_, raw, _ := strings.Cut(launch, "?")
	signed, given, ok := strings.Cut(raw, "&hmac=")
	if !ok || strings.ContainsAny(given, "&+/=") {
		t.Fatalf("the hmac is not last or not escaped: %s", raw)
	}
	if strings.Contains(raw, "+") {
		t.Errorf("a space is not %%20: %s", raw)
	}
	value, err := url.QueryUnescape(given)
	must(t, err)
	if want := signature(cafe24sim.DefaultClientSecret, signed); value != want {
		t.Errorf("hmac %s, want %s", value, want)
	}
	var keys []string
	for pair := range strings.SplitSeq(signed, "&") {
		key, _, _ := strings.Cut(pair, "=")
		keys = append(keys, key)
	}
	if !slices.IsSorted(keys) {
		t.Errorf("keys are not in order: %v", keys)
	}
	v, err := url.ParseQuery(signed)
	must(t, err)
	return v
}

func TestLaunchIsSigned(t *testing.T) {
	t.Parallel()
	w := empty(t)
	launch := w.LaunchURL(mall, cafe24sim.Launch{UserName: "대표 관리자+&", Extra: map[string]string{"auth_config": `{"a":1}`, "nation": ""}})
	if !strings.HasPrefix(launch, "https://app.example/?auth_config=") {
		t.Errorf("%s", launch)
	}
	v := checkLaunch(t, launch)
	if v.Get("user_name") != "대표 관리자+&" || v.Get("mall_id") != mall || v.Get("timestamp") != "1795136523" || v.Has("nation") || v.Get("user_type") != "P" {
		t.Errorf("%v", v)
	}
	old := checkLaunch(t, w.LaunchURL(mall, cafe24sim.Launch{At: time.Unix(1622527265, 0)}))
	if old.Get("timestamp") != "1622527265" {
		t.Errorf("%v", old)
	}
}

func TestAdminPageFramesAFreshLaunch(t *testing.T) {
	t.Parallel()
	w := empty(t)
	src := regexp.MustCompile(`<iframe[^>]* src="([^"]+)"`)
	var stamps []string
	for range 2 {
		a := w.do(w.request(http.MethodGet, "/mall/"+mall+"/admin?user_type=A&lang=en_US", ""))
		found := src.FindSubmatch(a.body)
		if a.status != http.StatusOK || found == nil {
			t.Fatalf("%d %s", a.status, a.body)
		}
		v := checkLaunch(t, html.UnescapeString(string(found[1])))
		if v.Get("user_type") != "A" || v.Get("lang") != "en_US" {
			t.Errorf("%v", v)
		}
		stamps = append(stamps, v.Get("timestamp"))
		w.clock.Advance(time.Second)
	}
	if stamps[0] == stamps[1] {
		t.Error("the launch is not signed anew")
	}
	root := w.do(w.request(http.MethodGet, "/", ""))
	if root.header.Get("Location") != "/mall/"+mall+"/admin" {
		t.Errorf("%d %s", root.status, root.header.Get("Location"))
	}
}
