package postgres_test

import (
	"testing"
	"time"

	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outgoing"
	"cafe24-inventory-alert/internal/postgres/postgrestest"
	"cafe24-inventory-alert/internal/preference"
	"cafe24-inventory-alert/internal/worklist"
)

// installing returns a mall whose first sync has been claimed.
func installing(t *testing.T) (*bundle, inbound.Sync) {
	t.Helper()
	store, url := postgrestest.Open(t)
	b := &bundle{Store: store, t: t, url: url, mall: hansan, now: noon}
	b.connect(hansan)
	y, err := b.Mall(hansan).ClaimSync(t.Context(), b.now, time.Minute)
	b.ok(err)
	return b, y
}

func TestASyncIsClaimedFencedAndFinished(t *testing.T) {
	t.Parallel()
	b, y := installing(t)
	_, err := b.Mall(hansan).ClaimSync(t.Context(), b.now, time.Minute)
	wantCode(t, err, lowstock.CodeNotFound)
	want(t, "due while claimed", b.due(worklist.DueSweep), nil)

	y.Cursor, y.ProductsDone, y.ProductsTotal = 100, 100, 250
	b.ok(b.Mall(hansan).ProgressSync(t.Context(), y, b.now.Add(2*time.Second)))
	b.wait(2 * time.Second)
	want(t, "due", b.due(worklist.DueSweep), []worklist.Due{{Kind: worklist.DueSweep, Mall: hansan}})
	next, err := b.Mall(hansan).ClaimSync(t.Context(), b.now, time.Minute)
	b.ok(err)
	wanted := y
	wanted.Fence++
	want(t, "next slice", next, wanted)

	wantCode(t, b.Mall(hansan).ProgressSync(t.Context(), y, b.now), lowstock.CodeConflict)
	_, err = b.Mall(hansan).FinishSync(t.Context(), y, b.now, b.now)
	wantCode(t, err, lowstock.CodeConflict)
	wantCode(t, b.Mall(hansan).FailSync(t.Context(), y, b.now, b.now, "sync.failed"), lowstock.CodeConflict)

	_, err = b.Mall(hansan).FinishSync(t.Context(), next, b.now, b.now.Add(6*time.Hour))
	b.ok(err)
	latest, err := b.Mall(hansan).LatestSync(t.Context())
	b.ok(err)
	want(t, "state", latest.State, inbound.SyncDone)
	want(t, "finished", latest.FinishedAt, b.now)
	want(t, "done", latest.ProductsDone, 100)
	_, err = b.Mall(hansan).ClaimSync(t.Context(), b.now, time.Minute)
	wantCode(t, err, lowstock.CodeNotFound)

	b.wait(6 * time.Hour)
	want(t, "due by the interval", b.due(worklist.DueSweep), []worklist.Due{{Kind: worklist.DueSweep, Mall: hansan}})
	swept, err := b.Mall(hansan).ClaimSync(t.Context(), b.now, time.Minute)
	b.ok(err)
	want(t, "first", swept.First, false)
	want(t, "began", swept.StartedAt, b.now)
	want(t, "due once claimed", b.due(worklist.DueSweep), nil)
}

func TestStartSyncJoinsTheRunningOne(t *testing.T) {
	t.Parallel()
	b := setup(t)
	first, err := b.Mall(hansan).StartSync(t.Context(), b.now)
	b.ok(err)
	second, err := b.Mall(hansan).StartSync(t.Context(), b.now.Add(time.Second))
	b.ok(err)
	want(t, "second", second, first)
	_, err = b.Mall(bori).StartSync(t.Context(), b.now)
	wantCode(t, err, lowstock.CodeConflict)
	y, err := b.Mall(bori).LatestSync(t.Context())
	b.ok(err)
	want(t, "without any", y, inbound.Sync{State: inbound.SyncNever})
}

func TestAFailedFirstSyncIsFollowedByAFirstSync(t *testing.T) {
	t.Parallel()
	b, y := installing(t)
	b.ok(b.Mall(hansan).FailSync(t.Context(), y, b.now, b.now.Add(time.Minute), "sync.quota"))
	latest, err := b.Mall(hansan).LatestSync(t.Context())
	b.ok(err)
	want(t, "state", latest.State, inbound.SyncFailed)
	want(t, "error", latest.Error, "sync.quota")
	b.wait(time.Minute)
	again, err := b.Mall(hansan).ClaimSync(t.Context(), b.now, time.Minute)
	b.ok(err)
	want(t, "first", again.First, true)
}

func TestASweepRemovesWhatItDidNotMeet(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.apply(read(1, 0), read(2, 0), read(3, 0))
	b.wait(time.Hour)
	_, err := b.Mall(hansan).StartSync(t.Context(), b.now)
	b.ok(err)
	y, err := b.Mall(hansan).ClaimSync(t.Context(), b.now, time.Minute)
	b.ok(err)
	b.apply(read(1, 0))
	b.apply(read(4, 5))
	applied, err := b.Mall(hansan).FinishSync(t.Context(), y, b.now, b.now.Add(time.Hour))
	b.ok(err)
	want(t, "applied", applied, lowstock.Applied{Resolved: 2})
	want(t, "resolved at", b.incidents(lowstock.IncidentResolved)[0].ResolvedAt, b.now)
	list, _, err := b.Mall(hansan).Products(t.Context(), listing.Params{})
	b.ok(err)
	want(t, "left", []int64{list[0].No, list[1].No}, []int64{1, 4})
	// A reading that began during the sweep and is applied after it counts.
	want(t, "late reading", b.applyLevels(inbound.Levels{StartedAt: y.StartedAt.Add(time.Second), Readings: []inbound.ProductReading{read(2, 0)}}).Opened, 1)
	b.checkKept(t)
}

func TestTheFirstSyncNotifiesInOneSummary(t *testing.T) {
	t.Parallel()
	b, y := installing(t)
	b.notifyByEmail(func(s *preference.Settings) {
		s.CollectSeconds = 3600
		s.Targets = s.Targets.With(lowstock.ChannelWebhook, "https://hook.example/1")
	}, "kim@hansan.example", "lee@hansan.example")
	held := inbound.Levels{Source: lowstock.SourceInstall, Hold: true, Readings: []inbound.ProductReading{read(1, 3), read(2, 0, 7)}}
	want(t, "opened", b.applyLevels(held).Opened, 1)
	b.threshold(5) // while it runs: opens one more incident and notifies nobody either
	want(t, "standing", len(b.incidents(lowstock.IncidentStanding)), 2)
	want(t, "deliveries before it ends", one[int](b, "select count(*) from deliveries"), 0)

	_, err := b.Mall(hansan).FinishSync(t.Context(), y, b.now, b.now.Add(6*time.Hour))
	b.ok(err)
	want(t, "due at once", b.due(worklist.DueCollect), []worklist.Due{{Kind: worklist.DueCollect, Mall: hansan}})
	want(t, "messages", b.collect(), 3)
	for _, m := range b.mails() {
		want(t, "purpose", m.Purpose, outgoing.PurposeSummary)
		want(t, "items", len(m.Items), 2)
		want(t, "sold out first", m.Items[0].Kind, lowstock.KindOut)
		b.ok(b.Mall(hansan).FinishMessage(t.Context(), m.ID, 1, outgoing.Outcome{State: lowstock.DeliverySent}, b.now, time.Time{}))
	}
	b.apply(read(1, 0))
	b.wait(time.Hour)
	b.collect()
	want(t, "afterwards", b.mails()[0].Purpose, outgoing.PurposeAlert)
}

func TestTheFirstRecipientGetsWhatWasNotAnnounced(t *testing.T) {
	t.Parallel()
	b, y := installing(t)
	b.applyLevels(inbound.Levels{Source: lowstock.SourceInstall, Hold: true, Readings: []inbound.ProductReading{read(1, 0), read(2, 0)}})
	_, err := b.Mall(hansan).FinishSync(t.Context(), y, b.now, b.now.Add(6*time.Hour))
	b.ok(err)
	want(t, "notified", b.incidents(lowstock.IncidentStanding)[0].Notified, lowstock.Kind(""))
	b.notifyByEmail(nil, "kim@hansan.example")
	want(t, "messages", b.collect(), 1)
	mails := b.mails()
	want(t, "purpose", mails[0].Purpose, outgoing.PurposeSummary)
	want(t, "items", len(mails[0].Items), 2)
	b.notifyByEmail(nil, "kim@hansan.example", "lee@hansan.example")
	want(t, "for the second recipient", b.collect(), 0)
}

func TestClaimWatch(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.apply(read(1, 0, 9), read(2, 0, 0), read(3, 50))
	b.setRule(lowstock.RuleChange{ProductNo: 3, Threshold: new(41)})
	plan, err := b.Mall(hansan).ClaimWatch(t.Context(), b.now, pace)
	b.ok(err)
	want(t, "plan", plan, inbound.WatchPlan{MaxThreshold: 46, Products: []int64{1, 2}})
	_, err = b.Mall(hansan).ClaimWatch(t.Context(), b.now, pace)
	wantCode(t, err, lowstock.CodeNotFound)
	b.wait(10 * time.Minute)
	want(t, "due", len(b.due(worklist.DueWatch)), 1)
	b.ok(b.Mall(hansan).MarkReconnect(t.Context(), "reconnect.revoked", b.now))
	want(t, "due while it must reconnect", len(b.due(worklist.DueWatch)), 0)
	_, err = b.Mall(hansan).ClaimWatch(t.Context(), b.now, pace)
	wantCode(t, err, lowstock.CodeNotFound)
}
