package install

import (
	"github.com/prometheus/client_golang/prometheus"

	"cafe24-inventory-alert/internal/cafe24"
	"cafe24-inventory-alert/internal/connect"
)

type metrics struct{ refusals *prometheus.CounterVec }

func newMetrics(r prometheus.Registerer, refused func() bool) metrics {
	const namespace = "inventory_alert"
	m := metrics{refusals: prometheus.NewCounterVec(prometheus.CounterOpts{
		Namespace: namespace, Name: "token_refusals_total",
		Help: "Refusals by Cafe24's token endpoint: whom they blame (client: the app's credentials; token, grant: the mall's tokens) and what was made of them.",
	}, []string{"blame", "verdict"})}
	secret := prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Namespace: namespace, Name: "client_secret_refused", Help: "1 while Cafe24 refuses this process's CAFE24_CLIENT_SECRET.",
	}, func() float64 {
		if refused() {
			return 1
		}
		return 0
	})
	if r == nil {
		return m
	}
	for _, c := range []prometheus.Collector{m.refusals, secret} {
		_ = r.Register(c) // refused only if it is registered already: then a second instance counts for itself
	}
	return m
}

// count counts a refusal. The verdict "app" is for a refusal that says nothing
// about any mall.
func (m metrics) count(blame cafe24.Blame, verdict connect.Verdict) {
	name := string(verdict)
	if blame == cafe24.BlameClient {
		name = "app"
	}
	m.refusals.WithLabelValues(string(blame), name).Inc()
}
