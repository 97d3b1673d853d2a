package notify

import (
	"encoding/base32"
	"strconv"
	"strings"
	"time"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outgoing"
)

// writer words messages.
type writer struct {
	appName string // "": the app's own name in the language of the message
	now     func() time.Time
	links   Links
	idKey   []byte
	space   func(lowstock.Channel) int // how many items the first sync's summary names at most
}

// opaqueID depends on the seed of the mall and not on a key of the app. An
// attempt after a rotation of the keys is therefore an attempt of the same
// message.
func (w writer) opaqueID(m outgoing.Message) string {
	key := w.idKey
	if m.Seed != "" {
		key = []byte(m.Seed.Reveal())
	}
	mac := sum(key, []byte(m.Mall), []byte{0}, []byte(strconv.FormatInt(m.ID, 10)))
	return strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(mac[:16]))
}
