package pipeline_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/cafe24/cafe24sim"
	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/overview"
)

// A webhook that Cafe24 could not deliver is found in its log and causes one
// message. The ledger names the log as its source. A webhook that arrived later
// is not read again.
func TestUndeliveredWebhooksAreFoundInTheLog(t *testing.T) {
	t.Parallel()
	b, code := quiet(t, options{once: true, watch: 24 * time.Hour, sweep: 24 * time.Hour})
	b.faults(t, cafe24sim.Faults{FailWebhooks: 1})
	b.setStock(t, code, 0)
	until(t, func() string {
		return missing(b.sim.Stats(string(mall)).WebhooksFailed > 0, "nothing has failed yet")
	})
	if n := len(b.outbox.messages()); n != 0 || b.known(t, code) != 50 {
		t.Fatalf("%d messages before the log was read", n)
	}
	b.clock.advance(6 * time.Minute)
	if m := b.outbox.wait(t, 1)[0]; len(m.Items) != 1 || m.Items[0].VariantCode != code {
		t.Errorf("message about %+v", m.Items)
	}
	c, err := b.store.Mall(mall).Connection(t.Context(), b.clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	if c.Drifts24h[inbound.WayLog] != 1 || len(c.Drifts) != 1 || c.Drifts[0].VariantCode != code || c.Drifts[0].To != 0 {
		t.Errorf("drifts %v %+v", c.Drifts24h, c.Drifts)
	}
	reads := b.sim.Stats(string(mall)).Calls["GET products"]
	for range 2 { // the entry is young, so it is read again
		b.clock.advance(6 * time.Minute)
		b.logRead(t)
	}
	if more := b.sim.Stats(string(mall)).Calls["GET products"] - reads; more > 1 {
		t.Errorf("%d more readings of the product", more)
	}
}

// logRead waits until the log has been read up to now.
func (b *bench) logRead(t *testing.T) {
	t.Helper()
	now := b.clock.Now()
	until(t, func() string {
		c, err := b.store.Mall(mall).Connection(t.Context(), now)
		return missing(err == nil && !c.LogReadAt.Before(now.Add(-time.Second)), "the log was read at %s, error %v", c.LogReadAt, err)
	})
}

// entry is a row of the log in Cafe24's format.
func entry(id int, at time.Time, product int, more map[string]any) map[string]any {
	row := map[string]any{
		"log_id": id, "log_type": "G", "event_no": 90075, "mall_id": string(mall), "trace_id": "trace-" + strconv.Itoa(id),
		"requested_time": at.Format(time.RFC3339), "success": "F", "response_http_code": nil,
		"request_body": fmt.Sprintf(`{"event_no":90075,"resource":{"mall_id":%q,"product_no":%d}}`, mall, product),
	}
	for k, v := range more {
		if v == nil {
			delete(row, k)
			continue
		}
		row[k] = v
	}
	return row
}

// logOf answers like a log with these rows: the rows after since_log_id, oldest
// first, up to the requested number.
func (b *bench) logOf(t *testing.T, rows []map[string]any, asked *[]url.Values) {
	t.Helper()
	answer := func(q url.Values) (int, string) {
		*asked = append(*asked, q)
		since, _ := strconv.Atoi(q.Get("since_log_id"))
		limit, _ := strconv.Atoi(q.Get("limit"))
		var list []map[string]any
		for _, row := range rows {
			if id, numbered := row["log_id"].(int); !numbered || id > since {
				list = append(list, row)
			}
		}
		body, err := json.Marshal(map[string]any{"logs": list[:min(limit, len(list))]})
		if err != nil {
			t.Error(err)
		}
		return http.StatusOK, string(body)
	}
	b.cut.logs.Store(&answer)
}

func (b *bench) readLog(t *testing.T, plan inbound.LogPlan) inbound.LogReading {
	t.Helper()
	if plan.Scopes == nil {
		plan.Scopes = []string{"mall.read_application"}
	}
	r, err := b.work.ReadLog(t.Context(), mall, plan, b.clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestReadingTheLog(t *testing.T) {
	t.Parallel()
	b := newBench(t, options{idle: true})
	now := b.clock.Now().Truncate(time.Second)
	old, young := now.Add(-20*time.Minute), now.Add(-2*time.Minute)
	connected := now.Add(-30 * time.Minute)
	var asked []url.Values
	read := func(plan inbound.LogPlan, rows ...map[string]any) inbound.LogReading {
		t.Helper()
		asked = nil
		b.logOf(t, rows, &asked)
		return b.readLog(t, plan)
	}

	{ // the first reading is by time, and not from before the connection of the mall
		r := read(inbound.LogPlan{ConnectedAt: connected}, entry(7, old, 1, nil), entry(9, young, 2, nil))
		from, err := time.Parse(time.RFC3339, asked[0].Get("requested_start_date"))
		if err != nil || !from.Equal(connected) || asked[0].Get("success") != "F" || asked[0].Get("since_log_id") != "" {
			t.Errorf("asked %v", asked)
		}
		if len(r.Hints) != 2 || r.Cursor != "7" || r.More {
			t.Errorf("%+v", r) // an entry younger than ten minutes may be followed by an older one
		}
		if h := r.Hints[0]; h.Mall != mall || h.EventKey != "trace-7" || h.Via != inbound.ViaLog || !h.ReceivedAt.Equal(old) || !slices.Equal(h.ProductNos, []int64{1}) {
			t.Errorf("%+v", h)
		}
	}
	{ // then after the cursor, with an entry that arrives late
		r := read(inbound.LogPlan{ConnectedAt: connected, Cursor: "7", ReadAt: now.Add(-5 * time.Minute)},
			entry(8, old, 3, nil), entry(9, young, 2, nil), entry(11, young, 4, nil))
		if len(asked) != 1 || asked[0].Get("since_log_id") != "7" || asked[0].Has("requested_start_date") || len(r.Hints) != 3 || r.Cursor != "8" {
			t.Errorf("asked %v, got %+v", asked, r)
		}
	}
	{ // entries that are not trusted or not lost
		gone := `{"event_no":90077,"resource":{"mall_id":"hanbit"}}`
		r := read(inbound.LogPlan{Cursor: "1"},
			entry(2, old, 1, map[string]any{"success": "T"}), entry(3, old, 1, map[string]any{"log_type": "T"}),
			entry(4, old, 1, map[string]any{"event_no": 90077, "request_body": gone}),
			entry(5, old, 1, map[string]any{"mall_id": "another", "request_body": `{"event_no":90075,"resource":{"mall_id":"another","product_no":1}}`}))
		if len(r.Hints) != 0 || r.Cursor != "5" {
			t.Errorf("%+v", r)
		}
	}
	{ // without the requested fields
		r := read(inbound.LogPlan{Cursor: "1"},
			entry(2, old, 1, map[string]any{"trace_id": nil}), entry(3, old, 1, map[string]any{"request_body": nil}),
			entry(4, old, 1, map[string]any{"requested_time": nil}), entry(0, old, 5, map[string]any{"log_id": nil, "mall_id": nil}))
		if len(r.Hints) != 4 || r.Cursor != "4" {
			t.Fatalf("%+v", r)
		}
		if r.Hints[0].EventKey != "log-2" || r.Hints[1].Kind != inbound.HintOrder || !r.Hints[2].ReceivedAt.Equal(b.clock.Now()) && now.Sub(r.Hints[2].ReceivedAt) > time.Minute {
			t.Errorf("%+v", r.Hints)
		}
	}
	{ // ids that are not numbers
		r := read(inbound.LogPlan{ConnectedAt: connected, ReadAt: now.Add(-5 * time.Minute)}, entry(0, old, 1, map[string]any{"log_id": "b7f2-11"}))
		if len(r.Hints) != 1 || r.Cursor != "" || !asked[0].Has("requested_start_date") {
			t.Errorf("%+v", r)
		}
	}
	b.pages(t, read, old)
}

// pages are logs of many failures.
func (b *bench) pages(t *testing.T, read func(inbound.LogPlan, ...map[string]any) inbound.LogReading, at time.Time) {
	t.Helper()
	many := func(n int) (rows []map[string]any) {
		for i := range n {
			rows = append(rows, entry(i+1, at, i%500+1, nil))
		}
		return rows
	}
	{ // pages
		r := read(inbound.LogPlan{Cursor: "0"}, many(2500)...)
		if len(r.Hints) != 2500 || r.Cursor != "2500" || r.More {
			t.Errorf("%d hints to %s, more %v", len(r.Hints), r.Cursor, r.More)
		}
	}
	{ // more pages than one reading follows
		r := read(inbound.LogPlan{Cursor: "0"}, many(3500)...)
		if len(r.Hints) != 3000 || r.Cursor != "3000" || !r.More {
			t.Errorf("%d hints to %s, more %v", len(r.Hints), r.Cursor, r.More)
		}
	}
	{ // a full page, newest first
		rows := many(1500)
		slices.Reverse(rows)
		r := read(inbound.LogPlan{Cursor: "0"}, rows...)
		if len(r.Hints) != 1000 || r.Cursor != "1500" || !r.More {
			t.Errorf("%d hints to %s, more %v", len(r.Hints), r.Cursor, r.More)
		}
	}
}

// If the log may not be read, or has another format, the page shows it. Nothing
// else stops, and the mall is not asked to reconnect.
func TestALogThatCannotBeRead(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		status int
		body   string
		want   inbound.LogTrouble
	}{
		"no permission":  {http.StatusForbidden, `{"error":{"code":403,"message":"insufficient_scope"}}`, inbound.LogScope},
		"another shape":  {http.StatusOK, `{"logs":{"total":3}}`, inbound.LogUnreadable},
		"no list at all": {http.StatusOK, `{"rows":[]}`, inbound.LogUnreadable},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b, _ := quiet(t, options{})
			answer := func(url.Values) (int, string) { return c.status, c.body }
			b.cut.logs.Store(&answer)
			b.clock.advance(6 * time.Minute)
			var got overview.Connection
			until(t, func() (s string) {
				var err error
				got, err = b.store.Mall(mall).Connection(t.Context(), b.clock.Now())
				return missing(err == nil && got.LogTrouble == c.want, "trouble %q, error %v", got.LogTrouble, err)
			})
			if got.Mall.State != lowstock.MallActive {
				t.Errorf("mall is %s", got.Mall.State)
			}
			b.cut.logs.Store(nil)
			b.clock.advance(6 * time.Minute)
			until(t, func() string {
				got, err := b.store.Mall(mall).Connection(t.Context(), b.clock.Now())
				return missing(err == nil && got.LogTrouble == inbound.LogReadable, "trouble %q, error %v", got.LogTrouble, err)
			})
		})
	}
}
