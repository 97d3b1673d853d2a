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

// channel is one way to reach a mall besides mail. Each has a file of its own and
// a line in [channels]; nothing else in the program names one.
type channel interface {
	// kind is what the merchant sees of the channel.
	kind() Kind
	// check says what is wrong with a value that was entered for a field: a key of
	// the message catalogue, "" where nothing is.
	check(d *desk, field, value string) string
	// space is how many items the first sync's summary names at most.
	space() int
	// full is how much of the room that a message has the content takes, with
	// nothing that it need not show; above 1 it does not fit.
	full(w writer, c content) float64
	// send makes one attempt and reads the outcome from what was answered.
	send(ctx context.Context, d *desk, m outgoing.Message, handOver HandOver) outgoing.Outcome
}

// desk is what channels make their attempts with.
type desk struct {
	writer  writer
	bases   map[lowstock.Channel]*url.URL // of the channels whose addresses lie under one
	fixed   *http.Client                  // to hosts that the program names
	public  *http.Client                  // to hosts that merchants name: in the internet only
	private bool                          // they may be private ones too; see Config.AllowPrivate
	now     func() time.Time
	log     *slog.Logger

	unsigned sync.Once // a webhook without a signature was logged
}

// Kind is what a merchant sets for a channel.
type Kind struct {
	Channel lowstock.Channel
	Fields  []Field
	Base    string // where its addresses lie; "": a merchant may name any public host
}

// Field is a value that a merchant enters.
type Field struct {
	Key         string // its name in forms and in the JSON API
	Word        string // of its label; see [Kind.Word]
	Type        string // of the input: url, text, tel
	Placeholder string
	Optional    bool // where others are given
	Mask        Mask
}

// Mask is how much of a value is shown again.
type Mask int

// The masks.
const (
	MaskHost Mask = iota // of an address scheme and host, so that its owner knows it again
	MaskAll              // that there is one
	MaskNone             // it is no secret
)

// MaskDots stand for what is not shown.
const MaskDots = "••••"

// Shown is a value as its owner sees it again, "" where there is none.
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

// Values are the fields of a target that was made by [Kind.Pack].
func (k Kind) Values(target redact.Secret) map[string]string {
	values := map[string]string{}
	switch {
	case target == "":
	case len(k.Fields) == 1:
		values[k.Fields[0].Key] = target.Reveal()
	case json.Unmarshal([]byte(target.Reveal()), &values) != nil:
		return map[string]string{} // as another version of the program packs it
	}
	return values
}

// Pack makes a target of the fields: of a single one its value as it is, of several
// a JSON object, "" where none is given. missing are those that have to be given as
// well.
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
		return "", missing // texts always have a form
	}
	return redact.Secret(packed), missing
}

// Word is the key of a sentence of the settings about the channel: its own, or the
// one that views/words makes from its name. A field's label has the field's word,
// and its hint that with _hint; "test" is what a button says that sends a test.
func (k Kind) Word(word string) string { return "settings." + string(k.Channel) + "_" + word }

// base is where the addresses of the channel lie in this program.
func (k Kind) base(bases map[lowstock.Channel]string) string { return cmp.Or(bases[k.Channel], k.Base) }
