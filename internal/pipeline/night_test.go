package pipeline_test

import (
	"bytes"
	"log/slog"
	"strings"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/cafe24/cafe24sim"
	"cafe24-inventory-alert/internal/demand"
	"cafe24-inventory-alert/internal/forecast"
	"cafe24-inventory-alert/internal/pipeline"
)

// A nightly forecast whose learning from the mall as a whole fails goes on with
// the models alone. It says so in the log and stores it, and the next nightly forecast
// learns again.
func TestTheNightGoesOnWithoutLearning(t *testing.T) {
	t.Parallel()
	l := newLedger(t, cafe24sim.Config{Products: 60, OrderHistoryDays: demand.Days, Seed: 25})
	l.stocked()
	l.count()
	var log bytes.Buffer
	l.work = l.logged(1000, l.calls, slog.New(slog.NewJSONHandler(&log, nil)))
	for _, c := range []struct{ name, breaks, repairs string }{
		{
			"the roots cannot be written",
			`UPDATE demand_days SET roots = NULL WHERE day > (SELECT max(day) - 20 FROM demand_days);
			 CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RAISE 'disk full' USING ERRCODE = '53100'; END$$;
			 CREATE TRIGGER refuse BEFORE UPDATE ON demand_days FOR EACH ROW EXECUTE FUNCTION refuse()`,
			`DROP TRIGGER refuse ON demand_days`,
		},
		{
			"the sample cannot be read",
			`REVOKE SELECT ON pools FROM inventory_alert_app; GRANT SELECT (mall_id, content) ON pools TO inventory_alert_app`,
			`GRANT SELECT ON pools TO inventory_alert_app`,
		},
		{
			"the pool cannot be stored",
			`REVOKE INSERT ON pools FROM inventory_alert_app`,
			`GRANT INSERT ON pools TO inventory_alert_app`,
		},
	} {
		log.Reset()
		l.admin(t, c.breaks)
		if known := l.suggested(); known < 50 {
			t.Errorf("%s: %d suggestions", c.name, known)
		}
		if n := strings.Count(log.String(), `"msg":"the nightly forecast has not learnt from the mall"`); n != 1 {
			t.Errorf("%s: %d lines in the log say so: %s", c.name, n, log.String())
		}
		if l.forecastDue() || l.learningFailed().IsZero() {
			t.Errorf("%s: due again %t, failed at %s", c.name, l.forecastDue(), l.learningFailed())
		}
		l.admin(t, c.repairs)
		l.tomorrow()
		if l.suggested(); forecast.ReadPool(l.plan().Pool) == nil || !l.learningFailed().IsZero() {
			t.Errorf("%s, the night after: pool of %d bytes, failed at %s", c.name, len(l.plan().Pool), l.learningFailed())
		}
		l.tomorrow()
	}
}

// suggested runs the nightly forecast and returns how many variants it suggests
// a threshold for.
func (l *ledger) suggested() (known int) {
	for _, row := range l.night() {
		if row.Suggestion.Known {
			known++
		}
	}
	return known
}

// tomorrow waits for the next nightly forecast.
func (l *ledger) tomorrow() {
	l.nightlyRun()
	l.admin(l.t, `UPDATE malls SET next_sales_at = $1`, l.clock.Now())
}

// learningFailed returns when the last nightly forecast failed to learn.
func (l *ledger) learningFailed() time.Time {
	l.t.Helper()
	at := rowsOf[struct{ At *time.Time }](l.t, l.desk, `SELECT learning_failed_at FROM malls`)[0].At
	if at == nil {
		return time.Time{}
	}
	return *at
}

// A computation that panics is an error with its cause and its place.
func TestAPanicIsAnError(t *testing.T) {
	t.Parallel()
	var empty []int
	err := pipeline.Guarded(func() { empty[3]++ })
	if err == nil || !strings.Contains(err.Error(), "index out of range") || !strings.Contains(err.Error(), "night_test.go") {
		t.Errorf("error %v", err)
	}
	if err := pipeline.Guarded(func() { empty = append(empty, 1) }); err != nil || len(empty) != 1 {
		t.Errorf("error %v, %d elements", err, len(empty))
	}
}
