package notify

import (
	"encoding/base32"
	"strconv"
	"strings"
	"time"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outgoing"
)

// writer puts messages into words.
type writer struct {
	appName string // "": the app's own name in the language of the message
	now     func() time.Time
	links   Links
	idKey   []byte
	space   func(lowstock.Channel) int // items that the first sync's summary names at most
}

// opaqueID goes by the seed of the mall, not by a key of the app: an attempt that
// is made after the keys were rotated is of the same message.
func (w writer) opaqueID(m outgoing.Message) string {
	key := w.idKey
	if m.Seed != "" {
		key = []byte(m.Seed.Reveal())
	}
	mac := sum(key, []byte(m.Mall), []byte{0}, []byte(strconv.FormatInt(m.ID, 10)))
	return strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(mac[:16]))
}
