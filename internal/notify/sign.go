package notify

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"net/http"
	"strconv"
	"strings"

	"cafe24-inventory-alert/internal/outgoing"
	"cafe24-inventory-alert/internal/redact"
)

// The signatures of Standard Webhooks: an HMAC-SHA256 over id, time and body. A
// receiver checks it with the secret from the settings.

// The form of a secret: after its prefix, base64 of a fixed number of bytes.
const (
	signingPrefix = "whsec_"
	minSigning    = 24
	maxSigning    = 64
)

// signed returns the headers of one attempt. The id is the message's own. The
// time is the attempt's, because receivers refuse old requests. A mall without a
// secret gets no signature, and the log records it once.
func (d *desk) signed(ctx context.Context, m outgoing.Message, body []byte) (http.Header, error) {
	id, at := "msg_"+d.writer.opaqueID(m), strconv.FormatInt(d.now().Unix(), 10)
	header := http.Header{}
	header.Set("Webhook-Id", id)
	header.Set("Webhook-Timestamp", at)
	if m.Signing == "" {
		d.unsigned.Do(func() {
			d.log.WarnContext(ctx, "a webhook goes out unsigned: the mall has no signing secret", "mall", m.Mall)
		})
		return header, nil
	}
	key, err := signingKey(m.Signing)
	if err != nil {
		return nil, err
	}
	mac := hmac.New(sha256.New, key)
	_, _ = mac.Write([]byte(id + "." + at + "."))
	_, _ = mac.Write(body)
	header.Set("Webhook-Signature", "v1,"+base64.StdEncoding.EncodeToString(mac.Sum(nil)))
	return header, nil
}

func signingKey(secret redact.Secret) ([]byte, error) {
	text, ok := strings.CutPrefix(secret.Reveal(), signingPrefix)
	key, err := base64.StdEncoding.DecodeString(text)
	if !ok || err != nil || len(key) < minSigning || len(key) > maxSigning {
		return nil, errors.New("webhook: the signing secret is not whsec_ and base64 of 24 to 64 bytes")
	}
	return key, nil
}
