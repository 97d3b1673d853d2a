package notify_test

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/emersion/go-msgauth/dkim"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/notify"
	"cafe24-inventory-alert/internal/outgoing"
)

// verify checks a mail as a receiver does that finds record in the DNS.
func verify(t *testing.T, raw, record string) (*dkim.Verification, error) {
	t.Helper()
	all, err := dkim.VerifyWithOptions(strings.NewReader(raw), &dkim.VerifyOptions{LookupTXT: func(name string) ([]string, error) {
		if name != "mail._domainkey.stock.example" {
			t.Errorf("the key is looked up at %s", name)
		}
		return []string{record}, nil
	}})
	if err != nil || len(all) != 1 {
		t.Fatalf("%d signatures, %v", len(all), err)
	}
	return all[0], all[0].Err
}

// verifyByHand does what RFC 6376 specifies for relaxed canonicalization, without
// the library that signs. It returns false if the body or the headers are not the
// signed ones.
func verifyByHand(t *testing.T, raw string, public crypto.PublicKey) bool {
	t.Helper()
	head, body, _ := strings.Cut(raw, "\r\n\r\n")
	space := regexp.MustCompile(`[ \t]+`)
	relaxed := func(field string) string {
		name, value, _ := strings.Cut(field, ":")
		value = space.ReplaceAllString(strings.ReplaceAll(value, "\r\n", ""), " ")
		return strings.ToLower(strings.TrimRight(name, " \t")) + ":" + strings.Trim(value, " ")
	}
	fields := strings.Split(regexp.MustCompile(`\r\n([ \t])`).ReplaceAllString(head, "\x00$1"), "\r\n")
	signature := ""
	for i, f := range fields {
		fields[i] = strings.ReplaceAll(f, "\x00", "\r\n")
		if strings.HasPrefix(f, "DKIM-Signature:") {
			signature = fields[i]
		}
	}
	tags := map[string]string{}
	_, value, _ := strings.Cut(signature, ":")
	for part := range strings.SplitSeq(value, ";") {
		name, v, _ := strings.Cut(part, "=")
		tags[strings.TrimSpace(name)] = strings.Join(strings.Fields(v), "")
	}
	var text strings.Builder
	for line := range strings.SplitSeq(strings.TrimRight(body, "\r\n"), "\r\n") {
		text.WriteString(strings.TrimRight(space.ReplaceAllString(line, " "), " ") + "\r\n")
	}
	bodyHash := sha256.Sum256([]byte(text.String()))
	if base64.StdEncoding.EncodeToString(bodyHash[:]) != tags["bh"] {
		return false
	}
	var signed strings.Builder
	for name := range strings.SplitSeq(tags["h"], ":") {
		for i, f := range slices.Backward(fields) { // from the bottom up, each header once
			if strings.HasPrefix(strings.ToLower(f), strings.ToLower(name)+":") {
				signed.WriteString(relaxed(f) + "\r\n")
				fields = slices.Delete(slices.Clone(fields), i, i+1)
				break
			}
		}
	}
	signed.WriteString(relaxed(regexp.MustCompile(`(;\s*b=)[^;]*`).ReplaceAllString(signature, "$1")))
	hash := sha256.Sum256([]byte(signed.String()))
	proof, err := base64.StdEncoding.DecodeString(tags["b"])
	if err != nil || tags["c"] != "relaxed/relaxed" || tags["d"] != "stock.example" {
		t.Fatalf("the signature cannot be read: %v in %s", err, signature)
	}
	switch key := public.(type) {
	case *rsa.PublicKey:
		return tags["a"] == "rsa-sha256" && rsa.VerifyPKCS1v15(key, crypto.SHA256, hash[:], proof) == nil
	case ed25519.PublicKey:
		return tags["a"] == "ed25519-sha256" && ed25519.Verify(key, hash[:], proof)
	}
	return false
}

func newKey(t *testing.T, kind string) (signer crypto.Signer, text string) {
	t.Helper()
	var private any
	var err error
	switch kind {
	case "rsa":
		private, err = rsa.GenerateKey(rand.Reader, 2048)
	case "ed25519":
		_, private, err = ed25519.GenerateKey(rand.Reader)
	case "ecdsa":
		private, err = ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	}
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	signer, ok := private.(crypto.Signer)
	if !ok {
		t.Fatalf("a key of type %T", private)
	}
	return signer, string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}))
}

// A mail that arrived at the mail server is signed. Every change and every
// addition on the way is detected.
func TestDKIM(t *testing.T) {
	t.Parallel()
	for _, kind := range []string{"rsa", "ed25519"} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			_, text := newKey(t, kind)
			key, err := notify.ParseDKIMKey(text)
			if err != nil {
				t.Fatal(err)
			}
			d := notify.DKIM{Selector: "mail", Key: key}
			sign := func(c *notify.Config) { c.DKIM = d }
			for name, m := range map[string]outgoing.Message{
				"alert": alert(catalogue(32)...), "a table attached": reorder(4), "lines that begin with a dot": alert(incident(func(i *lowstock.Incident) { i.ProductName = "..." })),
			} {
				raw := mailFor(t, m, sign).Raw
				got, err := verify(t, raw, d.Record())
				if err != nil || got.Domain != "stock.example" {
					t.Fatalf("%s: %v for %s", name, err, got.Domain)
				}
				for _, header := range []string{
					"From", "To", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type", "List-Unsubscribe", "List-Unsubscribe-Post",
				} {
					if n := len(slices.DeleteFunc(slices.Clone(got.HeaderKeys), func(k string) bool { return !strings.EqualFold(k, header) })); n != 2 {
						t.Errorf("%s is named %d times in the signature, want 2", header, n)
					}
				}
				if !verifyByHand(t, raw, key.Public()) {
					t.Errorf("%s: the signature does not hold by the standard", name)
				}
				body := strings.Index(raw, "\r\n\r\n") + 200
				for change, forged := range map[string]string{
					"the body":               raw[:body] + swap(raw[body:body+1]) + raw[body+1:],
					"the subject":            strings.Replace(raw, "\nSubject:", "\nSubject: x", 1),
					"where to unsubscribe":   strings.Replace(raw, "/unsubscribe/", "/unsubscribed/", 1),
					"how to unsubscribe":     strings.Replace(raw, "=One-Click", "=Two-Clicks", 1),
					"a second From":          "From: evil@evil.example\r\n" + raw,
					"a second Subject":       "Subject: evil\r\n" + raw,
					"a second unsubscribing": "List-Unsubscribe: <https://evil.example>\r\n" + raw,
				} {
					if forged == raw {
						t.Fatalf("%s was not changed", change)
					}
					if _, err := verify(t, forged, d.Record()); err == nil || verifyByHand(t, forged, key.Public()) {
						t.Errorf("%s: %s was changed and nobody saw it", name, change)
					}
				}
			}
			if _, err := verify(t, mailFor(t, purpose(outgoing.PurposeConfirm), sign).Raw, d.Record()); err != nil {
				t.Errorf("a mail without unsubscribing: %v", err)
			}
			other, _ := newKey(t, kind)
			if _, err := verify(t, mailFor(t, alert(incident(nil)), sign).Raw, notify.DKIM{Selector: "mail", Key: other}.Record()); err == nil {
				t.Error("another key fits")
			}
		})
	}
	if raw := mailFor(t, alert(incident(nil)), nil).Raw; strings.Contains(raw, "DKIM-Signature") {
		t.Error("signed without a key")
	}
}

func swap(s string) string {
	if s == "A" {
		return "B"
	}
	return "A"
}

func TestParseDKIMKey(t *testing.T) {
	t.Parallel()
	_, good := newKey(t, "rsa")
	_, curve := newKey(t, "ecdsa")
	small, err := rsa.GenerateKey(rand.Reader, 1024)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := notify.ParseDKIMKey(strings.ReplaceAll(good, "\n", `\n`)); err != nil {
		t.Errorf("on one line: %v", err)
	}
	for name, text := range map[string]string{
		"empty": "", "no PEM": "MC4CAQAwBQYDK2Vw", "cut": good[:len(good)/2], "of a curve": curve,
		"short": string(pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(small)})),
	} {
		if _, err := notify.ParseDKIMKey(text); err == nil || len(text) > 50 && strings.Contains(err.Error(), text[40:50]) {
			t.Errorf("%s: %v", name, err)
		}
	}
	cfg := config()
	cfg.DKIM.Key, _ = newKey(t, "ed25519")
	if _, err := notify.New(cfg); err == nil || !strings.Contains(err.Error(), "DKIM") {
		t.Errorf("a key without a selector: %v", err)
	}
}

func TestDKIMPublished(t *testing.T) {
	t.Parallel()
	for _, kind := range []string{"rsa", "ed25519"} {
		key, _ := newKey(t, kind)
		other, _ := newKey(t, kind)
		d := notify.DKIM{Selector: "mail", Key: key}
		record := d.Record()
		for text, want := range map[string][2]bool{
			record: {true, true}, strings.ReplaceAll(record, "; ", ";") + ";": {true, true}, strings.Replace(record, "v=DKIM1; ", "", 1): {true, true},
			record[:60] + " " + record[60:]:                    {true, true}, // some DNS panels split it like this
			strings.Replace(record, "k="+kind+"; ", "", 1):     {true, kind == "rsa"},
			notify.DKIM{Selector: "mail", Key: other}.Record(): {true, false},
			"v=DKIM1; p=":              {true, false}, // revoked
			"v=spf1 -all":              {false, false},
			"google-site-verification": {false, false},
		} {
			isKey, ours := d.Published(text)
			if [2]bool{isKey, ours} != want {
				t.Errorf("%s: %.60s is a key %v, ours %v; want %v", kind, text, isKey, ours, want)
			}
		}
	}
	if got := (notify.DKIM{Selector: "s1"}).Name("stock.example"); got != "s1._domainkey.stock.example" {
		t.Errorf("name %s", got)
	}
}
