package cafe24sim

import (
	"log/slog"
	"slices"
	"time"
)

// The credentials of the app if Config names no others. They protect only a simulator and are no secrets.
const (
	DefaultClientID     = "SimClientId0000000000A"
	DefaultClientSecret = "sim-client-secret-not-for-production" //nolint:gosec // G101: the simulator's own published value
	DefaultWebhookKey   = "sim-webhook-key-not-for-production"   //nolint:gosec // G101: the simulator's own published value
	DefaultMall         = "hanbit"
)

// App has the addresses of the app under test. They are absolute; with an empty WebhookURL no webhooks are sent.
type App struct {
	URL         string // the launch address, opened in the admin's frame with a signed query
	RedirectURI string // compared exactly, as Cafe24 does
	WebhookURL  string
}

// Config describes a simulator. The zero value is usable: one mall of 1,200 products with generous defaults.
type Config struct {
	Products         int    // number of products in each mall's generated catalogue; 0 is 1,200, negative is an empty mall
	Seed             uint64 // the same seed gives the same catalogue
	HistoryDays      int    // days of past orders to generate and to keep; 0 means no past orders
	OrderHistoryDays int    // days of past orders, before the mall was made, that are computed when they are requested; 0 means none

	ClientID, ClientSecret, WebhookKey string
	AppURL, RedirectURI, WebhookURL    string
	Scopes                             []string // the scopes selected in the developers console; no others can be granted
	Malls                              []string // mall ids; one "hanbit" by default

	OrdersPerMinute float64 // orders of each mall's shoppers at the start; 0 means no shoppers
	Speed           float64 // divides token lifetimes and multiplies the shoppers' rate; 0 is 1

	CallQuota      int             // calls a mall may make in ten minutes; 0 is 3,000
	BurstGuard     bool            // refuse more than 10 calls per second from one address; otherwise they are only counted
	WebhookRetries []time.Duration // waits before a failed webhook is sent again; nil is 5 s, 30 s, 2 min
	WebhookTimeout time.Duration   // 0 is 5 s

	DataFile string // file for the state between runs; empty keeps the state in memory
	Now      func() time.Time
	Log      *slog.Logger
}

func (c Config) withDefaults() Config {
	if c.Products == 0 {
		c.Products = 1200
	}
	c.ClientID = orDefault(c.ClientID, DefaultClientID)
	c.ClientSecret = orDefault(c.ClientSecret, DefaultClientSecret)
	c.WebhookKey = orDefault(c.WebhookKey, DefaultWebhookKey)
	if len(c.Scopes) == 0 {
		c.Scopes = defaultScopes()
	}
	if len(c.Malls) == 0 {
		c.Malls = []string{DefaultMall}
	}
	c.Malls = slices.Clone(c.Malls)
	c.Speed = orDefault(max(c.Speed, 0), 1)
	c.CallQuota = orDefault(c.CallQuota, 3000)
	if c.WebhookRetries == nil {
		c.WebhookRetries = []time.Duration{5 * time.Second, 30 * time.Second, 2 * time.Minute}
	}
	c.WebhookTimeout = orDefault(c.WebhookTimeout, 5*time.Second)
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	return c
}

func orDefault[T comparable](v, fallback T) T {
	var zero T
	if v == zero {
		return fallback
	}
	return v
}

func defaultScopes() []string {
	return []string{
		scopeReadProduct, scopeWriteProduct, scopeReadCategory, scopeReadSupply, scopeReadStore,
		scopeReadOrder, scopeReadApplication, scopeWriteApplication,
	}
}

const (
	scopeReadProduct      = "mall.read_product"
	scopeWriteProduct     = "mall.write_product"
	scopeReadCategory     = "mall.read_category"
	scopeReadSupply       = "mall.read_supply"
	scopeReadStore        = "mall.read_store"
	scopeReadOrder        = "mall.read_order"
	scopeReadApplication  = "mall.read_application"
	scopeWriteApplication = "mall.write_application"
)

// kst is the zone of every time that Cafe24 writes, with or without a zone.
func kst() *time.Location { return time.FixedZone("KST", 9*60*60) }
