package notify

import (
	"bytes"
	"crypto"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/emersion/go-msgauth/dkim"
	gomail "github.com/wneessen/go-mail"
)

// DKIM signs mails for the sender's domain. The zero value signs nothing.
type DKIM struct {
	Selector string
	Key      crypto.Signer // from [ParseDKIMKey]
}

// minRSA is the shortest RSA key, in bits, that receivers accept.
const minRSA = 2048

// ParseDKIMKey reads a private key: PEM, RSA with 2048 bits or more, or Ed25519.
// A key on one line may have its line breaks written as \n. The error never
// contains the key.
func ParseDKIMKey(text string) (crypto.Signer, error) {
	key, err := gomail.PrivKeyFromPEM([]byte(strings.ReplaceAll(text, `\n`, "\n")))
	if err != nil {
		return nil, errors.New("not the PEM of an RSA or Ed25519 private key")
	}
	if private, ok := key.(*rsa.PrivateKey); ok && private.N.BitLen() < minRSA {
		return nil, errors.New("an RSA key of fewer than 2048 bits")
	}
	return key, nil
}

// Name is the DNS name at which the public key is published.
func (d DKIM) Name(domain string) string { return d.Selector + "._domainkey." + domain }

// Record is the TXT record that is published at that name.
func (d DKIM) Record() string {
	kind, public := d.public()
	return "v=DKIM1; k=" + kind + "; p=" + base64.StdEncoding.EncodeToString(public)
}

// Published reports whether a TXT record is a DKIM key, and whether it is our
// key.
func (d DKIM) Published(record string) (isKey, ours bool) {
	tags := map[string]string{}
	for part := range strings.SplitSeq(record, ";") {
		name, value, _ := strings.Cut(part, "=")
		tags[strings.TrimSpace(name)] = strings.Join(strings.Fields(value), "")
	}
	encoded, isKey := tags["p"]
	if v := tags["v"]; v != "" && v != "DKIM1" {
		return false, false
	}
	kind, public := d.public()
	if k := tags["k"]; k != kind && (k != "" || kind != "rsa") { // the default is RSA
		return isKey, false
	}
	published, err := base64.StdEncoding.DecodeString(encoded)
	return isKey, err == nil && bytes.Equal(published, public)
}

// public returns the kind of the key, and the public key in the record's form.
func (d DKIM) public() (kind string, public []byte) {
	switch key := d.Key.Public().(type) {
	case ed25519.PublicKey:
		return "ed25519", key
	case *rsa.PublicKey:
		der, err := x509.MarshalPKIXPublicKey(key)
		if err != nil {
			return "rsa", nil // cannot fail for a key that ParseDKIMKey accepted
		}
		return "rsa", der
	}
	return "", nil
}

// sign adds the signature of the sender's domain to a mail that is otherwise
// finished. It signs all headers that a person or a mail program relies on. RFC
// 8058 requires both List-Unsubscribe headers among them. Each header is named
// twice in the signature, so that nobody can add a second one. go-mail's own
// signer cannot be used: where the list of headers is longer than a line, it
// breaks names in two, and no receiver can verify that.
func (d DKIM) sign(msg *gomail.Msg, domain string, unsubscribe bool) error {
	headers := []string{"From", "To", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type"}
	if unsubscribe {
		headers = append(headers, "List-Unsubscribe", "List-Unsubscribe-Post")
	}
	signer, err := dkim.NewSigner(&dkim.SignOptions{
		Domain: domain, Selector: d.Selector, Signer: d.Key, HeaderKeys: slices.Concat(headers, headers),
		HeaderCanonicalization: dkim.CanonicalizationRelaxed, BodyCanonicalization: dkim.CanonicalizationRelaxed,
	})
	if err != nil {
		return fmt.Errorf("dkim: %w", err)
	}
	_, err = msg.WriteTo(signer) // the next WriteTo writes the same bytes
	if err := errors.Join(err, signer.Close()); err != nil {
		return fmt.Errorf("dkim: %w", err)
	}
	name, value, _ := strings.Cut(signer.Signature(), ":")
	msg.SetGenHeaderPreformatted(gomail.Header(name), strings.TrimSpace(value))
	return nil
}
