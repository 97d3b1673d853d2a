package pipeline_test

import (
	"fmt"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/outgoing"
	"cafe24-inventory-alert/internal/preference"
)

// Twelve recipients are added at once, and two processes run. Ten recipients
// get the confirmation mail, and the other two get it an hour later without
// further action. Nobody gets it twice.
func TestRecipientsAreAskedByThemselves(t *testing.T) {
	t.Parallel()
	b, _ := quiet(t, options{})
	b.start(t, b.process(t, connectStore(t, b.database), options{}))
	settings, err := b.store.Mall(mall).Settings(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var added []preference.Recipient
	for n := range 12 {
		added = append(added, preference.Recipient{Email: fmt.Sprintf("p%d@shop.test", n), Immediate: true, Digest: preference.DigestOff})
	}
	settings.Recipients = append(settings.Recipients, added...)
	if err := b.store.Mall(mall).SaveSettings(t.Context(), settings, "kim", b.clock.Now()); err != nil {
		t.Fatal(err)
	}
	asked := map[string]int{}
	count := func(wanted int) func() string {
		return func() string {
			clear(asked)
			total := 0
			for _, m := range b.outbox.messages() {
				if m.Purpose == outgoing.PurposeConfirm {
					asked[m.Recipient]++
					total++
				}
			}
			return missing(total == wanted && len(asked) == wanted, "%d mails to %d of %d addresses", total, len(asked), wanted)
		}
	}
	until(t, count(10))
	throughout(t, time.Second, count(10))
	b.clock.advance(time.Hour)
	until(t, count(12))
	throughout(t, time.Second, count(12))
}
