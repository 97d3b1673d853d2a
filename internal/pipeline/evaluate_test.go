package pipeline_test

import (
	"fmt"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/rulebook"
)

// A changed default threshold of a large mall is applied by its job. If the
// process that began the job is gone, another process continues it. The
// recipient gets one message.
func TestALargeChangeIsFollowed(t *testing.T) {
	t.Parallel()
	b, _ := quiet(t, options{})
	const many = 2500
	b.admin(t, `
		insert into products (mall_id, product_no, product_code, product_name, display, selling, variant_count, observed_at)
		select $1, 1000 + p, 'L' || p, '니트 ' || p, true, true, 1, now() from generate_series(1, $2) p`, mall, many)
	b.admin(t, `
		insert into variants (mall_id, variant_code, product_no, options, display, selling, tracked, quantity, threshold, threshold_source, status, observed_at, source)
		select $1, 'L' || p, 1000 + p, '[]', true, true, true, 20, 5, 'mall', 'ok', now(), 'sweep' from generate_series(1, $2) p`, mall, many)
	b.admin(t, `update stock_counts set ok = ok + $2 where mall_id = $1`, mall, many)
	b.stop(t, b.work)
	b.threshold(t, 30)
	if _, err := b.store.Mall(mall).ClaimEvaluation(t.Context(), b.clock.Now(), time.Minute); err != nil { // claimed by a process that is killed then
		t.Fatal(err)
	}
	b.clock.advance(time.Minute)
	work := b.process(t, b.store, options{})
	b.start(t, work)
	evaluation := func() (e rulebook.Evaluation) {
		e, err := b.store.Mall(mall).Evaluation(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return e
	}
	until(t, func() string {
		if e := evaluation(); e.State != rulebook.EvaluationDone || e.Opened < many {
			return fmt.Sprintf("%+v", e)
		}
		return ""
	})
	b.clock.advance(30 * time.Second)
	b.outbox.wait(t, 1)
	b.clock.advance(30 * time.Second)
	throughout(t, time.Second, func() string {
		if n := len(b.outbox.messages()); n != 1 {
			return fmt.Sprintf("%d messages of one change", n)
		}
		return ""
	})
}
