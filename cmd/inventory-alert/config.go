package main

import (
	"encoding/base64"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"net"
	"net/netip"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"cafe24-inventory-alert/internal/cafe24"
	"cafe24-inventory-alert/internal/notify"
	"cafe24-inventory-alert/internal/redact"
)

// Config is the environment, read once and checked as a whole. The variables
// are documented in the table of docs/configuration.md.
type Config struct {
	DatabaseURL  redact.Secret
	DirectURL    redact.Secret // PostgreSQL's own address where DatabaseURL is a pooler's; "" where it is its own
	AppURL       string
	AppName      string // "" for the app's own name in each language
	SupportEmail string // "" if there is none
	SupportURL   string // "" if there is none
	ListenAddr   string
	OpsAddr      string        // "" if it is switched off
	OpsToken     redact.Secret // "": the listener asks for none

	ClientID       string
	ClientSecret   redact.Secret
	OldSecrets     []redact.Secret // still accepted, while the client secret is replaced
	RedirectURI    string
	WebhookKey     redact.Secret
	OldWebhookKeys []redact.Secret // still accepted, while the key is replaced
	APIURL         string          // with {mall_id}
	APIVersion     string          // "" sends none
	Scopes         []string
	FrameAncestors string // with {mall_id}
	AdminURL       string // with {mall_id}; "" if a consent returns to the app itself, and other links lead to Cafe24's own page
	LaunchMaxAge   time.Duration
	Rate           float64 // calls per second, mall and endpoint

	HintDelay     time.Duration
	ConfirmDelay  time.Duration
	SweepInterval time.Duration
	WatchInterval time.Duration
	DrainDelay    time.Duration // between "not ready" and the end of accepting requests

	SessionKeys    [][]byte
	EncryptionKeys [][]byte

	SMTP           notify.SMTP
	MailFrom       string
	DKIM           notify.DKIM // no key: mails are not signed
	SlackAPIURL    string
	SlackURL       redact.Secret // the channel that a new mall starts with; "" for none
	TrustedProxies []netip.Prefix

	LogLevel  slog.Level
	LogFormat string
	Debug     bool

	// HealthInterval is the time between two self-checks of the app, 0 for the
	// default. Only the demo sets it, so that a fault in the demo is seen soon.
	HealthInterval time.Duration

	// AllowPrivateHooks permits outgoing webhooks to private addresses. Only
	// the demo sets it; there is no variable for it.
	AllowPrivateHooks bool
}

// readConfig reads every variable and reports all problems, not only the first.
func readConfig(getenv func(string) string) (Config, error) {
	r := &source{getenv: getenv}
	appURL := r.appURL("APP_URL")
	opsAddr := r.listener("OPS_ADDR", "127.0.0.1:9090")
	secret, oldSecrets := r.secrets("CAFE24_CLIENT_SECRET")
	webhookKey, oldWebhookKeys := r.secrets("CAFE24_WEBHOOK_KEY")
	c := Config{
		DatabaseURL:    r.database("DATABASE_URL"),
		DirectURL:      r.databaseAt("DATABASE_DIRECT_URL", r.text("DATABASE_DIRECT_URL", "")),
		AppURL:         appURL,
		AppName:        r.name("APP_NAME"),
		SupportEmail:   r.address("SUPPORT_EMAIL"),
		SupportURL:     r.website("SUPPORT_URL"),
		ListenAddr:     r.listener("LISTEN_ADDR", ":8080"),
		OpsAddr:        opsAddr,
		OpsToken:       r.opsToken("OPS_TOKEN", opsAddr),
		ClientID:       r.required("CAFE24_CLIENT_ID"),
		ClientSecret:   secret,
		OldSecrets:     oldSecrets,
		RedirectURI:    r.redirect("CAFE24_REDIRECT_URI", appURL),
		WebhookKey:     webhookKey,
		OldWebhookKeys: oldWebhookKeys,
		APIURL:         r.url("CAFE24_API_URL", "https://{mall_id}.cafe24api.com"),
		APIVersion:     r.orNothing("CAFE24_API_VERSION", cafe24.DefaultAPIVersion),
		Scopes:         r.list("CAFE24_SCOPES", "mall.read_product,mall.read_category,mall.read_supply,mall.read_store,mall.read_order,mall.read_application"),
		FrameAncestors: r.sources("CAFE24_FRAME_ANCESTORS", "https://{mall_id}.cafe24.com"),
		AdminURL:       r.url("CAFE24_ADMIN_URL", ""),
		LaunchMaxAge:   r.duration("CAFE24_LAUNCH_MAX_AGE", 5*time.Minute, time.Second),
		Rate:           r.rate("CAFE24_RATE", 1.8),
		HintDelay:      r.duration("HINT_DELAY", 2*time.Second, 0),
		ConfirmDelay:   r.duration("CONFIRM_DELAY", 8*time.Second, 0),
		SweepInterval:  r.duration("SWEEP_INTERVAL", 6*time.Hour, time.Second),
		WatchInterval:  r.duration("WATCH_INTERVAL", 10*time.Minute, time.Second),
		DrainDelay:     r.duration("DRAIN_DELAY", 2*time.Second, 0),
		SessionKeys:    r.keys("SESSION_KEYS"),
		EncryptionKeys: r.keys("ENCRYPTION_KEYS"),
		SMTP:           r.smtp(),
		MailFrom:       r.sender("MAIL_FROM"),
		DKIM:           r.dkim(),
		SlackAPIURL:    r.url("SLACK_API_URL", slackAPIURL),
		SlackURL:       r.slack("SLACK_WEBHOOK_URL", "SLACK_API_URL"),
		TrustedProxies: r.prefixes("TRUSTED_PROXIES"),
		LogLevel:       r.level("LOG_LEVEL"),
		LogFormat:      r.oneOf("LOG_FORMAT", "json", "text"),
		Debug:          r.bool("DEBUG"),
	}
	return c, errors.Join(r.problems...)
}

// source collects the problems while it reads.
type source struct {
	getenv   func(string) string
	problems []error
}

func (r *source) problem(name, what string) {
	r.problems = append(r.problems, fmt.Errorf("%s %s", name, what))
}

// text returns NAME, otherwise the content of the file NAME_FILE, otherwise
// fallback.
func (r *source) text(name, fallback string) string {
	if v := strings.TrimSpace(r.getenv(name)); v != "" {
		return v
	}
	if path := strings.TrimSpace(r.getenv(name + "_FILE")); path != "" {
		content, err := os.ReadFile(path) //nolint:gosec // the operator chose the file
		if err != nil {
			r.problem(name+"_FILE", "cannot be read: "+err.Error())
			return ""
		}
		return strings.TrimSpace(string(content))
	}
	return fallback
}

// orNothing is like text, but a variable that is set to the empty value returns
// "" and not the fallback; see environment.
func (r *source) orNothing(name, fallback string) string {
	if v := r.getenv(name); v != "" && strings.TrimSpace(v) == "" {
		return ""
	}
	return r.text(name, fallback)
}

func (r *source) required(name string) string {
	v := r.text(name, "")
	if v == "" {
		r.problem(name, "is required")
	}
	return v
}

// appURL reads an address with https. It permits http only for hosts that the
// browser treats as its own machine, because the session cookie is Secure and
// would not be stored elsewhere.
func (r *source) appURL(name string) string {
	v := r.required(name)
	if v == "" {
		return ""
	}
	u, err := url.Parse(v)
	switch {
	case err != nil || u.Host == "" || (u.Scheme != "https" && u.Scheme != "http"):
		r.problem(name, "is not an address like https://app.example.com")
	case u.Scheme == "http" && !isLocal(u.Hostname()):
		r.problem(name, "must be https: browsers keep the session cookie on secure addresses only")
	case strings.HasSuffix(v, "/") || u.RawQuery != "":
		r.problem(name, "must have no trailing slash and no query")
	}
	return v
}

func isLocal(host string) bool {
	if host == "localhost" || strings.HasSuffix(host, ".localhost") {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}

func (r *source) url(name, fallback string) string {
	v := strings.TrimSuffix(r.text(name, fallback), "/")
	if v == "" {
		return ""
	}
	u, err := url.Parse(strings.ReplaceAll(v, "{mall_id}", "mall"))
	if err != nil || u.Host == "" || (u.Scheme != "https" && u.Scheme != "http") {
		r.problem(name, "is not an address like https://example.com")
	}
	return v
}

func (r *source) list(name, fallback string) []string {
	var out []string
	for part := range strings.SplitSeq(r.text(name, fallback), ",") {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}

func (r *source) duration(name string, fallback, least time.Duration) time.Duration {
	v := r.text(name, "")
	if v == "" {
		return fallback
	}
	d, err := time.ParseDuration(v)
	if v == "0" {
		d, err = 0, nil
	}
	if err != nil || d < least {
		r.problem(name, fmt.Sprintf("is not a duration of at least %s, for example 90s or 10m", least))
		return fallback
	}
	return d
}

func (r *source) rate(name string, fallback float64) float64 {
	v := r.text(name, "")
	if v == "" {
		return fallback
	}
	f, err := strconv.ParseFloat(v, 64)
	if err != nil || !(f > 0) || math.IsInf(f, 0) {
		r.problem(name, "is not a number of calls a second above 0")
		return fallback
	}
	return f
}

// keys reads base64 values of 32 bytes each, newest first.
func (r *source) keys(name string) [][]byte {
	var keys [][]byte
	for i, part := range r.list(name, "") {
		key, err := base64.StdEncoding.DecodeString(part)
		if err != nil || len(key) != 32 {
			r.problem(name, fmt.Sprintf("key %d is not base64 of 32 bytes (make one: openssl rand -base64 32)", i+1))
			continue
		}
		keys = append(keys, key)
	}
	if len(keys) == 0 && r.text(name, "") == "" {
		r.problem(name, "is required (make one: openssl rand -base64 32)")
	}
	return keys
}

func (r *source) smtp() notify.SMTP {
	raw := r.text("SMTP_URL", "")
	if key := r.text("SENDGRID_API_KEY", ""); key != "" { // before SMTP_URL, because docker-compose.yml has a default for that
		raw = "smtp://apikey:" + url.PathEscape(key) + "@smtp.sendgrid.net:587"
	}
	if raw == "" {
		r.problem("SMTP_URL", "is required (or SENDGRID_API_KEY)")
		return notify.SMTP{}
	}
	smtp, err := notify.ParseSMTP(raw)
	if err != nil {
		r.problem("SMTP_URL", "is not like smtp://user:password@host:587, smtps://… or smtp://host:1025?tls=off")
	}
	return smtp
}

func (r *source) prefixes(name string) []netip.Prefix {
	var out []netip.Prefix
	for _, part := range r.list(name, "") {
		p, err := netip.ParsePrefix(part)
		if err != nil {
			r.problem(name, "is not a list of CIDRs like 10.0.0.0/8: "+part)
			continue
		}
		out = append(out, p)
	}
	return out
}

func (r *source) level(name string) slog.Level {
	var level slog.Level
	if err := level.UnmarshalText([]byte(r.text(name, "info"))); err != nil {
		r.problem(name, "is not one of debug, info, warn, error")
	}
	return level
}

func (r *source) oneOf(name string, choices ...string) string {
	v := r.text(name, choices[0])
	if slices.Contains(choices, v) {
		return v
	}
	r.problem(name, "is not one of "+strings.Join(choices, ", "))
	return choices[0]
}

func (r *source) bool(name string) bool {
	b, err := strconv.ParseBool(r.text(name, "false"))
	if err != nil {
		r.problem(name, "is not true or false")
	}
	return b
}
