package cafe24_test

import (
	"bytes"
	"errors"
	"net/http"
	"strings"
	"testing"

	"cafe24-inventory-alert/internal/cafe24"
	"cafe24-inventory-alert/internal/redact"
)

func TestVerifyWebhook(t *testing.T) {
	t.Parallel()
	relay := readFile(t, "relay.json")
	signature := strings.TrimSpace(string(readFile(t, "relay.sig")))
	own := []byte(`{"event_no":90075,"resource":{"mall_id":"samplemall"}}`)
	header := func(pairs ...string) http.Header {
		h := http.Header{}
		for i := 0; i < len(pairs); i += 2 {
			h.Add(pairs[i], pairs[i+1])
		}
		return h
	}
	for _, c := range []struct {
		name   string
		header http.Header
		body   []byte
		kind   cafe24.ProofKind
		err    error
	}{
		{"key", header("X-API-Key", webhookKey), own, cafe24.ProofAPIKey, nil},
		{"key, other spelling of the header", header("x-api-key", webhookKey), own, cafe24.ProofAPIKey, nil},
		{"key wrong", header("X-API-Key", "wrong"), own, "", cafe24.ErrAPIKey},
		{"key empty", header("X-API-Key", ""), own, "", cafe24.ErrAPIKey},
		{"key in other case", header("X-API-Key", strings.ToUpper(webhookKey)), own, "", cafe24.ErrAPIKey},
		{"key with a space", header("X-API-Key", webhookKey+" "), own, "", cafe24.ErrAPIKey},
		{"key twice", header("X-API-Key", webhookKey, "X-API-Key", "other"), own, "", cafe24.ErrAPIKey},
		{"client secret as key", header("X-API-Key", clientSecret), own, "", cafe24.ErrAPIKey},
		{"key wrong on a relayed body", header("X-API-Key", "wrong"), relay, "", cafe24.ErrAPIKey},
		{"signature", header("X-Cafe24-Signature", signature), relay, cafe24.ProofSignature, nil},
		{"signature beside a wrong key", header("X-Cafe24-Signature", signature, "X-API-Key", "wrong"), relay, cafe24.ProofSignature, nil},
		{"signature in upper case", header("X-Cafe24-Signature", strings.ToUpper(signature)), relay, "", cafe24.ErrSignature},
		{"signature with a prefix", header("X-Cafe24-Signature", "sha256="+signature), relay, "", cafe24.ErrSignature},
		{"signature cut", header("X-Cafe24-Signature", signature[:62]), relay, "", cafe24.ErrSignature},
		{"signature empty", header("X-Cafe24-Signature", ""), relay, "", cafe24.ErrSignature},
		{"signature twice", header("X-Cafe24-Signature", signature, "X-Cafe24-Signature", signature), relay, "", cafe24.ErrSignature},
		{"signature of another body", header("X-Cafe24-Signature", signature), bytes.Replace(relay, []byte("23"), []byte("24"), 1), "", cafe24.ErrSignature},
		{"signature of a body with a space more", header("X-Cafe24-Signature", signature), append(bytes.Clone(relay), ' '), "", cafe24.ErrSignature},
		{"signature wrong on Cafe24's own form", header("X-Cafe24-Signature", signature), own, "", cafe24.ErrSignature},
		{"nothing, Cafe24's own form", header(), own, "", cafe24.ErrAPIKey},
		{"nothing, relayed form", header(), relay, "", cafe24.ErrSignature},
		{"nothing, no JSON", header(), []byte("hello"), "", cafe24.ErrSignature},
		{"nothing, list", header(), []byte(`[{"event_no":1}]`), "", cafe24.ErrSignature},
		{"nothing at all", header(), nil, "", cafe24.ErrSignature},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			proof, err := newPlatform(t, nil).VerifyWebhook(c.header, c.body)
			if !errors.Is(err, c.err) || proof.Kind != c.kind {
				t.Errorf("got %q, %v; want %q, %v", proof.Kind, err, c.kind, c.err)
			}
		})
	}
}

func TestTraceIDIsAnIdentifierOrNothing(t *testing.T) {
	t.Parallel()
	p := newPlatform(t, nil)
	for sent, want := range map[string]string{
		"6f1c1e0e-8a2b-4a58-b1a1-0c6e3a4b5c6d": "6f1c1e0e-8a2b-4a58-b1a1-0c6e3a4b5c6d",
		"":                                     "",
		"a b":                                  "",
		strings.Repeat("a", 129):               "",
		"x';drop":                              "",
	} {
		h := http.Header{"X-Api-Key": {webhookKey}, "X-Trace-Id": {sent}}
		proof, err := p.VerifyWebhook(h, nil)
		if err != nil || proof.TraceID != want {
			t.Errorf("%q: got %q, %v", sent, proof.TraceID, err)
		}
	}
}

// While the key or the secret is replaced, both values prove a webhook, and
// the newest alone signs what is sent.
func TestTwoKeysAndSecretsWhileTheyAreReplaced(t *testing.T) {
	t.Parallel()
	relay, signature := readFile(t, "relay.json"), strings.TrimSpace(string(readFile(t, "relay.sig")))
	replaced := newPlatform(t, func(c *cafe24.Config) {
		c.OldKeys, c.OldSecrets = []redact.Secret{c.WebhookKey}, []redact.Secret{c.ClientSecret}
		c.WebhookKey, c.ClientSecret = "new-key", "new-secret"
	})
	for _, key := range []string{webhookKey, "new-key"} {
		if proof, err := replaced.VerifyWebhook(http.Header{"X-Api-Key": {key}}, relay); err != nil || proof.Kind != cafe24.ProofAPIKey {
			t.Errorf("key %s: %v", key, err)
		}
	}
	for _, key := range []string{"", "new-key" + webhookKey, "new-secret", "new-key," + webhookKey} {
		if _, err := replaced.VerifyWebhook(http.Header{"X-Api-Key": {key}}, relay); !errors.Is(err, cafe24.ErrAPIKey) {
			t.Errorf("key %q: %v", key, err)
		}
	}
	if _, err := replaced.VerifyWebhook(http.Header{"X-Cafe24-Signature": {signature}}, relay); err != nil {
		t.Errorf("signed with the old secret: %v", err)
	}
	if replaced.ClientFingerprint() == newPlatform(t, nil).ClientFingerprint() {
		t.Error("the old secret is the client's")
	}
	for _, change := range []func(*cafe24.Config){
		func(c *cafe24.Config) { c.OldKeys = []redact.Secret{""} }, func(c *cafe24.Config) { c.OldSecrets = []redact.Secret{" "} },
	} {
		config := cafe24.Config{ClientID: "id", ClientSecret: "secret", WebhookKey: "key", RedirectURI: "https://app.example/auth/callback"}
		change(&config)
		if _, err := cafe24.New(config); err == nil {
			t.Error("an empty old value is accepted")
		}
	}
}
