package cafe24sim

import (
	"slices"
	"time"
)

// hookEntry is one attempt in the webhook log.
type hookEntry struct {
	ID      int           `json:"id"`
	Type    string        `json:"type"` // G first attempt, R repeated
	EventNo int           `json:"event_no"`
	TraceID string        `json:"trace_id"`
	At      time.Time     `json:"at"`
	URL     string        `json:"url"`
	Body    string        `json:"body"`
	Code    int           `json:"code"`
	Answer  string        `json:"answer"`
	OK      bool          `json:"ok"`
	Took    time.Duration `json:"took"`
}

const keepHooks = 20_000

func (m *mall) logHook(d delivery, a hookAnswer) {
	m.sim.dirty.Store(true)
	kind := "G"
	if d.attempt > 0 {
		kind = "R"
	}
	if a.ok() {
		m.stats.WebhooksSent++
	} else {
		m.stats.WebhooksFailed++
	}
	m.lastLogID++
	m.hookLog = append(m.hookLog, hookEntry{
		ID: m.lastLogID, Type: kind, EventNo: d.eventNo, TraceID: d.traceID, At: m.sim.cfg.Now(), URL: d.url,
		Body: string(d.body), Code: a.code, Answer: a.body, OK: a.ok(), Took: a.took,
	})
	if extra := len(m.hookLog) - keepHooks; extra > 0 {
		m.hookLog = slices.Delete(m.hookLog, 0, extra)
	}
}
