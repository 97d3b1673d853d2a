package notify

import (
	"cmp"
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/url"
	"sync"
	"time"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outgoing"
	"cafe24-inventory-alert/internal/redact"
)

// channel is one way to reach a mall besides mail. Each channel has its own file
// and one line in [channels]; no other part of the program names a channel.
type channel interface {
	// kind describes the channel to the merchant.
	kind() Kind
	// check validates a value that was entered for a field. It returns a key of
	// the message catalogue, or "" if the value is valid.
	check(d *desk, field, value string) string
	// space is how many items the first sync's summary names at most.
	space() int
	// full is the used share of a message's allowed size, without optional
	// content; above 1 the content does not fit.
	full(w writer, c content) float64
	// send makes one attempt and derives the outcome from the answer.
	send(ctx context.Context, d *desk, m outgoing.Message, handOver HandOver) outgoing.Outcome
}

// desk holds what channels need to make their attempts.
type desk struct {
	writer  writer
	bases   map[lowstock.Channel]*url.URL // of the channels whose addresses have a common beginning
	fixed   *http.Client                  // for hosts that the program names
	public  *http.Client                  // for hosts that merchants name: public addresses only
	private bool                          // those hosts may be private too; see Config.AllowPrivate
	now     func() time.Time
	log     *slog.Logger

	unsigned sync.Once // logs once that a webhook has no signature
}

// Kind is what a merchant sets for a channel.
type Kind struct {
	Channel lowstock.Channel
	Fields  []Field
	Base    string // the common beginning of its addresses; "": a merchant may name any public host
}

// Field is a value that a merchant enters.
type Field struct {
	Key         string // its name in forms and in the JSON API
	Word        string // part of the key of its label; see [Kind.Word]
	Type        string // type of the input: url, text, tel
	Placeholder string
	Optional    bool // may be empty if other fields are given
	Mask        Mask
}

// Mask is how much of a stored value is shown again.
type Mask int

// The masks.
const (
	MaskHost Mask = iota // scheme and host of an address, so that its owner recognises it
	MaskAll              // only that a value is set
	MaskNone             // the whole value: it is no secret
)

// MaskDots replaces the hidden part of a value.
const MaskDots = "••••"

// Shown is the masked value that its owner sees; "" if no value is set.
func (f Field) Shown(value string) string {
	switch {
	case value == "" || f.Mask == MaskNone:
		return value
	case f.Mask == MaskHost:
		if u, err := url.Parse(value); err == nil && u.Host != "" {
			return u.Scheme + "://" + u.Host + "/" + MaskDots
		}
	}
	return MaskDots
}

// Values returns the fields of a target that [Kind.Pack] made.
func (k Kind) Values(target redact.Secret) map[string]string {
	values := map[string]string{}
	switch {
	case target == "":
	case len(k.Fields) == 1:
		values[k.Fields[0].Key] = target.Reveal()
	case json.Unmarshal([]byte(target.Reveal()), &values) != nil:
		return map[string]string{} // another version of the program may pack it differently
	}
	return values
}

// Pack makes a target of the fields. A single field is stored as its plain value,
// several fields as a JSON object. The target is "" if no field is given. missing
// lists the required fields that are not given.
func (k Kind) Pack(values map[string]string) (target redact.Secret, missing []string) {
	given := map[string]string{}
	for _, f := range k.Fields {
		if value := values[f.Key]; value != "" {
			given[f.Key] = value
		} else if !f.Optional {
			missing = append(missing, f.Key)
		}
	}
	switch {
	case len(given) == 0:
		return "", nil
	case len(k.Fields) == 1:
		return redact.Secret(given[k.Fields[0].Key]), nil
	}
	packed, err := json.Marshal(given)
	if err != nil {
		return "", missing // a map of strings always encodes
	}
	return redact.Secret(packed), missing
}

// Word returns the key of a settings sentence about the channel: the channel's
// own sentence, or one that views/words builds from the channel's name. The label
// of a field has the key of Field.Word, its hint the same key with _hint. "test"
// is the label of the button that sends a test.
func (k Kind) Word(word string) string { return "settings." + string(k.Channel) + "_" + word }

// base is the common beginning of the channel's addresses in this program.
func (k Kind) base(bases map[lowstock.Channel]string) string { return cmp.Or(bases[k.Channel], k.Base) }
