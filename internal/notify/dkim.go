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

// DKIM signs letters for the sender's domain. The zero value signs nothing.
type DKIM struct {
	Selector string
	Key      crypto.Signer // of [ParseDKIMKey]
}

// minRSA is the shortest RSA key, in bits, that receivers take seriously.
const minRSA = 2048

// ParseDKIMKey reads a private key: the PEM of RSA with 2048 bits or more, or of
// Ed25519. A key on one line may have its line breaks written as \n. The error
// never holds the key.
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

// Name is where the public key is published.
func (d DKIM) Name(domain string) string { return d.Selector + "._domainkey." + domain }

// Record is what is published there, as TXT.
func (d DKIM) Record() string {
	kind, public := d.public()
	return "v=DKIM1; k=" + kind + "; p=" + base64.StdEncoding.EncodeToString(public)
}

// Published says whether a TXT record is a DKIM key, and whether it is ours.
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
	if k := tags["k"]; k != kind && (k != "" || kind != "rsa") { // RSA where it does not say
		return isKey, false
	}
	published, err := base64.StdEncoding.DecodeString(encoded)
	return isKey, err == nil && bytes.Equal(published, public)
}

// public is the kind of the key and its public half in the form of the record.
func (d DKIM) public() (kind string, public []byte) {
	switch key := d.Key.Public().(type) {
	case ed25519.PublicKey:
		return "ed25519", key
	case *rsa.PublicKey:
		der, err := x509.MarshalPKIXPublicKey(key)
		if err != nil {
			return "rsa", nil // no key that was read fails here
		}
		return "rsa", der
	}
	return "", nil
}

// sign puts the signature of the sender's domain on a letter that is otherwise
// finished. The headers are all that a reader or a mail program goes by;
// RFC 8058 wants both of List-Unsubscribe among them. Each is named twice, so
// that none can be added either. go-mail's own signer is of no use: where the
// list of headers is longer than a line it breaks names in two, and no receiver
// can verify that.
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
	_, err = msg.WriteTo(signer) // the next writing makes the same bytes
	if err := errors.Join(err, signer.Close()); err != nil {
		return fmt.Errorf("dkim: %w", err)
	}
	name, value, _ := strings.Cut(signer.Signature(), ":")
	msg.SetGenHeaderPreformatted(gomail.Header(name), strings.TrimSpace(value))
	return nil
}
