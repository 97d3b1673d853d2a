package notify_test

import (
	"context"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/notify"
	"cafe24-inventory-alert/internal/outgoing"
	"cafe24-inventory-alert/internal/redact"
	"cafe24-inventory-alert/views/words"
)

// TestEveryChannelIsWhole checks every channel of the registry: what the merchant
// sees of it, what it rejects, how much it accepts, and how it reads an answer.
func TestEveryChannelIsWhole(t *testing.T) {
	t.Parallel()
	fields := map[string]bool{}
	for _, k := range notify.Kinds() {
		for _, f := range k.Fields {
			if fields[f.Key] {
				t.Errorf("two fields are called %s", f.Key)
			}
			fields[f.Key] = true
		}
		t.Run(string(k.Channel), func(t *testing.T) {
			t.Parallel()
			if !regexp.MustCompile(`^[a-z][a-z0-9_]{0,30}$`).MatchString(string(k.Channel)) || k.Channel == lowstock.ChannelEmail || len(k.Fields) == 0 {
				t.Errorf("kind %+v", k)
			}
			named(t, k)
			s := newSender(t, config())
			for _, f := range k.Fields {
				if f.Type == "" || f.Placeholder == "" {
					t.Errorf("field %+v", f)
				}
				for _, bad := range []string{"x", "https://127.0.0.1/x", "https://exa\u200bmple.com/x", strings.Repeat("x", 3000)} {
					if field, key, _ := strings.Cut(fieldError(s.CheckField(f.Key, bad)), "="); field != f.Key || !words.Has(key) {
						t.Errorf("%.40q in %s: %s=%s", bad, f.Key, field, key)
					}
				}
			}
			answers(t, k.Channel)
		})
	}
	if err := newSender(t, config()).CheckField("fax_number", "1"); fieldError(err) != "fax_number=error.invalid" {
		t.Errorf("a field of no channel: %v", err)
	}
}

// named fails the test if the catalogue lacks words for the channel.
func named(t *testing.T, k notify.Kind) {
	t.Helper()
	keys := []string{"channel." + string(k.Channel), k.Word("test")}
	for _, f := range k.Fields {
		keys = append(keys, k.Word(f.Word), k.Word(f.Word+"_hint"))
	}
	for _, fault := range []lowstock.SendFault{lowstock.FaultAddress, lowstock.FaultGone, lowstock.FaultBusy, lowstock.FaultAway} {
		keys = append(keys, k.Channel.ErrorKey(fault))
	}
	for _, fault := range lowstock.GoneFaults() {
		keys = append(keys, strings.Replace(k.Channel.ErrorKey(fault), ".error.", ".remedy.", 1))
	}
	for _, key := range keys {
		if !words.Has(key) {
			t.Errorf("the catalogue has no %s", key)
		}
	}
}

// answers makes attempts with every kind of answer.
func answers(t *testing.T, channel lowstock.Channel) {
	t.Helper()
	h := newHook(t)
	s := h.sender(t, nil)
	m := alert(incident(nil))
	m.Channel, m.Recipient, m.Target = channel, string(channel), redact.Secret(everyTarget(h.URL)[channel])
	handed := 0
	try := func(answer int) outgoing.Outcome {
		if h.answer = status(answer); answer == 0 {
			h.answer = cutLine
		}
		handed = 0
		got := s.Send(t.Context(), m, func(context.Context) error { handed++; return nil })
		checkOutcome(t, got)
		if strings.Contains(got.Answer, "secret") {
			t.Errorf("answer %q", got.Answer)
		}
		return got
	}
	if got := try(200); got.State != lowstock.DeliverySent || len(h.last(t).body) == 0 {
		t.Errorf("taken: %+v", got)
	}
	if got := try(410); got.State != lowstock.DeliveryFailed || got.Error != channel.ErrorKey(lowstock.FaultGone) {
		t.Errorf("gone: %+v", got)
	}
	for _, code := range []int{429, 500, 503} {
		if got := try(code); got.State != lowstock.DeliveryRetrying || notify.RetryAfter(got) == 0 || !words.Has(got.Error) {
			t.Errorf("%d: %+v", code, got)
		}
	}
	// Either the receiver recognises a duplicate, or the attempt records that the
	// message may have arrived.
	if got := try(0); got.State != lowstock.DeliveryUnknown && !channel.ForPrograms() || (handed == 1) == channel.ForPrograms() {
		t.Errorf("cut off: %+v, handed over %d times", got, handed)
	}
	m.Target = "https://127.0.0.1/secret"
	strict := newSender(t, config())
	if got := strict.Send(t.Context(), m, nil); got.State != lowstock.DeliveryFailed || got.Error != channel.ErrorKey(lowstock.FaultAddress) {
		t.Errorf("an address that is not allowed: %+v", got)
	}
	m.Items = selling(400)
	if parts := s.Parts(t.Context(), m); len(parts) < 2 {
		t.Errorf("400 items are one message: it has no limit")
	}
}

// TestFieldsOfATarget checks the stored form: a single field is stored as its
// plain value, as before a channel could have several fields; several are one
// object.
func TestFieldsOfATarget(t *testing.T) {
	t.Parallel()
	one := notify.Kind{Channel: "slack", Fields: []notify.Field{{Key: "url"}}}
	many := notify.Kind{Channel: "sms", Fields: []notify.Field{{Key: "key", Mask: notify.MaskAll}, {Key: "from", Mask: notify.MaskNone}, {Key: "name", Optional: true}}}
	for _, tt := range []struct {
		kind    notify.Kind
		values  map[string]string
		target  redact.Secret
		missing []string
	}{
		{one, map[string]string{"url": "https://x.kr/1"}, "https://x.kr/1", nil},
		{one, map[string]string{"url": ""}, "", nil},
		{many, map[string]string{"key": "k", "from": "02-1"}, `{"from":"02-1","key":"k"}`, nil},
		{many, map[string]string{"key": "", "from": "02-1"}, `{"from":"02-1"}`, []string{"key"}},
		{many, map[string]string{"name": ""}, "", nil},
	} {
		target, missing := tt.kind.Pack(tt.values)
		if target.Reveal() != tt.target.Reveal() || !cmp.Equal(missing, tt.missing) {
			t.Errorf("%v: %s, missing %v", tt.values, target.Reveal(), missing)
		}
		back := tt.kind.Values(target)
		for _, f := range tt.kind.Fields {
			if back[f.Key] != tt.values[f.Key] {
				t.Errorf("%v came back as %v", tt.values, back)
			}
		}
	}
	shown := map[string]string{}
	for _, f := range many.Fields {
		shown[f.Key] = f.Shown("https://x.kr/secret")
	}
	if diff := cmp.Diff(map[string]string{"key": "••••", "from": "https://x.kr/secret", "name": "https://x.kr/••••"}, shown); diff != "" {
		t.Errorf("shown (-want +got):\n%s", diff)
	}
}
