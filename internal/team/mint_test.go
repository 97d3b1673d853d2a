package team_test

import (
	"bytes"
	"encoding/base64"
	"testing"

	"cafe24-inventory-alert/internal/team"
)

func mint(t *testing.T, purpose string, secrets ...byte) team.Mint {
	t.Helper()
	keys := make([][]byte, 0, len(secrets))
	for _, s := range secrets {
		keys = append(keys, bytes.Repeat([]byte{s}, 32))
	}
	m, err := team.NewMint(keys, purpose)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestMintKnowsItsOwn(t *testing.T) {
	t.Parallel()
	m := mint(t, "tokens", 1)
	text := m.Make(24)
	if len(text) != 43 || text == m.Make(24) {
		t.Fatalf("made %q", text)
	}
	for name, tc := range map[string]struct {
		mint team.Mint
		want bool
	}{
		"same": {m, true}, "newer key in front": {mint(t, "tokens", 2, 1), true}, "key gone": {mint(t, "tokens", 2), false},
		"other purpose": {mint(t, "codes", 1), false}, "no key": {team.Mint{}, false},
	} {
		if got := tc.mint.Made(text); got != tc.want {
			t.Errorf("%s: %v", name, got)
		}
	}
	raw, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil {
		t.Fatal(err)
	}
	for i := range raw {
		raw[i] ^= 1
		if m.Made(base64.RawURLEncoding.EncodeToString(raw)) {
			t.Errorf("byte %d may change", i)
		}
		raw[i] ^= 1
	}
	for _, text := range []string{"", "x", "AAAAAAAAAAA", text + "A", text[:42], text + "\n", " " + text} {
		if m.Made(text) {
			t.Errorf("recognised %q", text)
		}
	}
	if unknown := (team.Mint{}).Make(24); len(unknown) != 43 || m.Made(unknown) {
		t.Errorf("without keys: %q", unknown)
	}
}
