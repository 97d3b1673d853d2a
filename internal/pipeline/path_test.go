package pipeline_test

import (
	"fmt"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/cafe24/cafe24sim"
	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outgoing"
)

// quiet makes a mall whose first sync has ended and that has no open incident.
func quiet(t *testing.T, o options) (*bench, string) {
	t.Helper()
	o.recipients, o.idle = []string{owner}, true
	b := newBench(t, o)
	code := b.stocked(t, 50)[0]
	b.threshold(t, 5)
	b.start(t, b.work)
	if sync := b.synced(t); sync.State != inbound.SyncDone {
		t.Fatalf("sync %s: %s", sync.State, sync.Error)
	}
	return b, code
}

func TestHintBecomesOneMessage(t *testing.T) {
	t.Parallel()
	b, code := quiet(t, options{})
	b.setStock(t, code, 3)
	started := time.Now()
	b.hintProduct(t, code)
	sent := b.outbox.wait(t, 1)
	t.Logf("from hint to message: %s", time.Since(started))
	m := sent[0]
	if m.Recipient != owner || m.Purpose != outgoing.PurposeAlert || len(m.Items) != 1 {
		t.Fatalf("%s to %s about %d", m.Purpose, m.Recipient, len(m.Items))
	}
	if i := m.Items[0]; i.VariantCode != code || i.Kind != lowstock.KindLow || i.Quantity != 3 || i.Threshold != 5 {
		t.Errorf("got %s %s at %d of %d", i.VariantCode, i.Kind, i.Quantity, i.Threshold)
	}
	for range 3 {
		b.hintProduct(t, code)
	}
	throughout(t, time.Second, func() string {
		if n := len(b.outbox.messages()); n != 1 {
			return fmt.Sprintf("%d messages for one incident", n)
		}
		return ""
	})
	b.setStock(t, code, 0) // Cafe24 sends a webhook for this
	if i := b.outbox.wait(t, 2)[1].Items[0]; i.Kind != lowstock.KindOut {
		t.Errorf("the second message says %s", i.Kind)
	}
	b.setStock(t, code, 60)
	until(t, func() string {
		if all := b.incidents(t, code); len(all) != 1 || all[0].State != lowstock.IncidentResolved {
			return fmt.Sprintf("incidents %+v", all)
		}
		return ""
	})
	if n := len(b.outbox.messages()); n != 2 {
		t.Errorf("%d messages in all", n)
	}
}

func TestFirstSyncSendsOneSummary(t *testing.T) {
	t.Parallel()
	b := newBench(t, options{products: 150, recipients: []string{owner}, idle: true, watch: 100 * time.Millisecond})
	codes := b.stocked(t, 9)
	low := codes[:20]
	for _, code := range low {
		b.setStock(t, code, 0)
	}
	b.start(t, b.work)
	sync := b.synced(t)
	if sync.State != inbound.SyncDone || !sync.First || sync.ProductsDone != 150 || sync.ProductsTotal != 150 {
		t.Errorf("sync %+v", sync)
	}
	m := b.outbox.wait(t, 1)[0]
	if m.Purpose != outgoing.PurposeSummary || len(m.Items) != len(low) {
		t.Errorf("%s about %d items", m.Purpose, len(m.Items))
	}
	throughout(t, time.Second, func() string {
		if n := len(b.outbox.messages()); n != 1 {
			return fmt.Sprintf("%d messages", n)
		}
		return ""
	})
}

func TestWatchFindsWhatNoWebhookAnnounced(t *testing.T) {
	t.Parallel()
	b, code := quiet(t, options{watch: 500 * time.Millisecond})
	b.faults(t, cafe24sim.Faults{LoseWebhooks: 1})
	b.setStock(t, code, 2)
	if i := b.outbox.wait(t, 1)[0].Items[0]; i.VariantCode != code || i.Kind != lowstock.KindLow {
		t.Errorf("got %s %s", i.VariantCode, i.Kind)
	}
	b.setStock(t, code, 80) // far above the quantities that the watch lists
	until(t, func() string {
		if all := b.incidents(t, code); len(all) != 1 || all[0].State != lowstock.IncidentResolved {
			return fmt.Sprintf("incidents %+v", all)
		}
		return ""
	})
}

func TestDeletedProductIsGone(t *testing.T) {
	t.Parallel()
	b, code := quiet(t, options{})
	b.setStock(t, code, 0)
	b.outbox.wait(t, 1)
	if err := b.sim.DeleteProduct(string(mall), b.productOf(t, code)); err != nil {
		t.Fatal(err)
	}
	until(t, func() string {
		if all := b.incidents(t, code); len(all) != 1 || all[0].State != lowstock.IncidentResolved {
			return fmt.Sprintf("incidents %+v", all)
		}
		return ""
	})
}

func TestStaleReadsEndInTheTruth(t *testing.T) {
	t.Parallel()
	b, code := quiet(t, options{hint: 2 * time.Second, confirm: 8 * time.Second})
	b.faults(t, cafe24sim.Faults{StaleFor: 5 * time.Second})
	b.setStock(t, code, 0)
	sent := b.outbox.wait(t, 1)
	if i := sent[0].Items[0]; i.VariantCode != code || i.Kind != lowstock.KindOut {
		t.Errorf("got %s %s", i.VariantCode, i.Kind)
	}
	b.setStock(t, code, 70)
	until(t, func() string {
		if n := b.known(t, code); n != 70 {
			return fmt.Sprintf("quantity %d", n)
		}
		return ""
	})
	if n := len(b.outbox.messages()); n != 1 {
		t.Errorf("%d messages", n)
	}
}

func TestConfirmDelayHoldsBackFlap(t *testing.T) {
	t.Parallel()
	b, code := quiet(t, options{confirm: 3 * time.Second})
	b.setStock(t, code, 0)
	until(t, func() string {
		if n := b.known(t, code); n != 0 {
			return fmt.Sprintf("quantity %d", n)
		}
		return ""
	})
	b.setStock(t, code, 50)
	throughout(t, 6*time.Second, func() string {
		if all := b.incidents(t, code); len(all) != 0 {
			return fmt.Sprintf("raised: %+v", all)
		}
		return ""
	})
	if n := b.known(t, code); n != 50 {
		t.Errorf("quantity %d at the end", n)
	}
}
