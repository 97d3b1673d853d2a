package pipeline

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outgoing"
)

const namespace = "inventory_alert"

type intakeMetrics struct {
	hints   *prometheus.CounterVec
	batch   prometheus.Histogram
	refused prometheus.Counter
}

func newIntakeMetrics(r prometheus.Registerer, depth func() float64) intakeMetrics {
	m := intakeMetrics{
		hints: prometheus.NewCounterVec(prometheus.CounterOpts{
			Namespace: namespace, Name: "hints_total", Help: "Committed webhooks by what became of them.",
		}, []string{"result"}),
		batch: prometheus.NewHistogram(prometheus.HistogramOpts{
			Namespace: namespace, Name: "intake_batch_hints", Help: "Webhooks that shared one commit.",
			Buckets: prometheus.ExponentialBuckets(1, 2, 10),
		}),
		refused: prometheus.NewCounter(prometheus.CounterOpts{
			Namespace: namespace, Name: "intake_refused_total", Help: "Webhooks refused because the queue was full or closed.",
		}),
	}
	queued := prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Namespace: namespace, Name: "intake_queue_hints", Help: "Webhooks that wait for a commit.",
	}, depth)
	register(r, m.hints, m.batch, m.refused, queued)
	return m
}

func (m intakeMetrics) count(result inbound.HintResult) {
	name := "recorded"
	switch result {
	case inbound.HintRecorded:
	case inbound.HintDuplicate:
		name = "duplicate"
	case inbound.HintUnknownMall:
		name = "unknown_mall"
	}
	m.hints.WithLabelValues(name).Inc()
}

type workMetrics struct {
	jobs             *prometheus.CounterVec
	duration         *prometheus.HistogramVec
	incidents        *prometheus.CounterVec
	messages         *prometheus.CounterVec
	age              prometheus.Histogram
	drifts           prometheus.Counter
	quarantined      *prometheus.GaugeVec
	quarantinedTotal prometheus.Gauge
	refusals         *prometheus.CounterVec
}

func newWorkMetrics(r prometheus.Registerer) workMetrics {
	m := workMetrics{
		jobs: prometheus.NewCounterVec(prometheus.CounterOpts{
			Namespace: namespace, Name: "jobs_total", Help: "Finished jobs by kind and error code.",
		}, []string{"kind", "code"}),
		duration: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Namespace: namespace, Name: "job_seconds", Help: "How long jobs ran.",
			Buckets: []float64{.005, .02, .1, .3, 1, 3, 10, 30, 100, 300},
		}, []string{"kind"}),
		incidents: prometheus.NewCounterVec(prometheus.CounterOpts{
			Namespace: namespace, Name: "incidents_total", Help: "Changes of incidents by a reading.",
		}, []string{"change"}),
		messages: prometheus.NewCounterVec(prometheus.CounterOpts{
			Namespace: namespace, Name: "messages_total", Help: "Attempts to send by channel and outcome.",
		}, []string{"channel", "state"}),
		age: prometheus.NewHistogram(prometheus.HistogramOpts{
			Namespace: namespace, Name: "message_age_seconds", Help: "Age of a message when it was sent.",
			Buckets: []float64{.1, .3, 1, 3, 10, 60, 300, 900, 3600, 86400},
		}),
	}
	m.drifts = prometheus.NewCounter(prometheus.CounterOpts{
		Namespace: namespace, Name: "drifts_total", Help: "Changes of quantities that nothing had announced.",
	})
	m.quarantined = prometheus.NewGaugeVec(prometheus.GaugeOpts{
		Namespace: namespace, Name: "set_aside_jobs", Help: "Work whose job failed for good, by kind; see /jobs/ on OPS_ADDR.",
	}, []string{"kind"})
	m.quarantinedTotal = prometheus.NewGauge(prometheus.GaugeOpts{
		Namespace: namespace, Name: "set_aside_jobs_all", Help: "Work whose job failed for good.",
	})
	m.refusals = prometheus.NewCounterVec(prometheus.CounterOpts{
		Namespace: namespace, Name: "refusals_total", Help: "Refusals by Cafe24's API: once, of many malls at once, for good (the mall has to reconnect).",
	}, []string{"verdict"})
	register(r, m.jobs, m.duration, m.incidents, m.messages, m.age, m.drifts, m.quarantined, m.quarantinedTotal, m.refusals)
	return m
}

func (m workMetrics) applied(a lowstock.Applied) {
	m.incidents.WithLabelValues("opened").Add(float64(a.Opened))
	m.incidents.WithLabelValues("escalated").Add(float64(a.Escalated))
	m.incidents.WithLabelValues("resolved").Add(float64(a.Resolved))
	m.drifts.Add(float64(a.Drifts))
}

func (m workMetrics) sent(message outgoing.Message, outcome outgoing.Outcome, now time.Time) {
	m.messages.WithLabelValues(string(message.Channel), string(outcome.State)).Inc()
	if outcome.State == lowstock.DeliverySent {
		m.age.Observe(now.Sub(message.CreatedAt).Seconds())
	}
}

func register(r prometheus.Registerer, collectors ...prometheus.Collector) {
	if r == nil {
		return
	}
	for _, c := range collectors {
		_ = r.Register(c) // refused only if it is registered already: then a second instance counts for itself
	}
}
