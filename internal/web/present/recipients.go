package present

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net/url"

	"cafe24-inventory-alert/internal/preference"
	"cafe24-inventory-alert/views/paths"
)

// RecipientsMark changes with the state of any recipient. It names nobody.
func RecipientsMark(list []preference.Recipient) string {
	sum := sha256.New()
	for _, r := range list {
		_, _ = fmt.Fprintln(sum, r.Email, r.WaitsToBeAsked(), r.ConfirmedAt.IsZero(), r.UnsubscribedAt.IsZero(), r.SuspendedAt.IsZero())
	}
	return base64.RawURLEncoding.EncodeToString(sum.Sum(nil)[:9])
}

// RecipientsPoll returns the address at which a page asks whether a recipient
// has confirmed meanwhile. It returns "" when nobody is waited for.
func RecipientsPoll(list []preference.Recipient, more ...string) string {
	for _, r := range list {
		if r.ConfirmedAt.IsZero() && r.UnsubscribedAt.IsZero() && r.SuspendedAt.IsZero() {
			q := url.Values{"seen": {RecipientsMark(list)}}
			for _, name := range more {
				q.Set(name, "1")
			}
			return paths.Recipients + "?" + q.Encode()
		}
	}
	return ""
}
