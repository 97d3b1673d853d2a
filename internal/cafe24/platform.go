package cafe24

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"

	"cafe24-inventory-alert/internal/redact"
)

const (
	defaultAPIURL       = "https://" + mallPlaceholder + ".cafe24api.com"
	defaultLaunchMaxAge = 5 * time.Minute
	defaultRate         = 1.8
	mallPlaceholder     = "{mall_id}"
)

// A mall id becomes part of a host name, so no character may end that part: no dot, slash, colon or at sign.
var mallIDPattern = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{2,49}$`)

// ValidMallID reports whether id may be put into an address.
func ValidMallID(id string) bool { return mallIDPattern.MatchString(id) }

// Config configures a [Platform]. Zero values of the optional fields mean the platform's defaults.
type Config struct {
	ClientID     string          // required
	ClientSecret redact.Secret   // required; signs launches and relayed webhooks, authenticates token calls
	WebhookKey   redact.Secret   // required; the value Cafe24 sends in X-API-Key
	OldSecrets   []redact.Secret // other client secrets that launches and relayed webhooks may be signed with, while it is replaced
	OldKeys      []redact.Secret // other values that X-API-Key may have, while it is replaced
	RedirectURI  string          // required; sent unchanged with authorize and token calls

	APIURL       string        // base address; "{mall_id}" in it is replaced; default Cafe24's own
	APIVersion   string        // X-Cafe24-Api-Version; default DefaultAPIVersion
	NoAPIVersion bool          // send no X-Cafe24-Api-Version, whatever APIVersion is
	Scopes       []string      // requested by AuthorizeURL
	LaunchMaxAge time.Duration // how old a signed launch may be; default 5 minutes
	Rate         float64       // calls per second, per mall and endpoint, over the long run; default 1.8

	// VersionReplaced is called when Cafe24 refuses a version and the offered version is used from now on.
	VersionReplaced func(ctx context.Context, refused, used string)

	Turns     Turns             // the memory of the limits that all processes share; nil: there are no other processes
	Transport http.RoundTripper // default: like http.DefaultTransport, with more idle connections
	Now       func() time.Time  // for launches and token expiry; waits always use the real clock
	Log       *slog.Logger      // default: discards
}

// Platform is the connection to Cafe24 for one app and all its malls. It is safe for concurrent use. Make one per
// process, because it holds the limits that its clients share. Several processes share them through Config.Turns.
type Platform struct {
	cfg      Config   // without the secrets
	secret   sealed   // the client secret
	secrets  []sealed // the client secret, and others that sign
	keys     []sealed // the webhook key, and others that are accepted
	http     *http.Client
	limiter  *limiter
	versions *versions
	log      *slog.Logger
	now      func() time.Time
}

// sealed hides a secret behind a function: fmt calls no methods of unexported fields and would print a string in one.
// So a Platform, and everything that holds one, is safe to print with every verb.
type sealed func() string

func seal(s redact.Secret) sealed { return s.Reveal }

func sealAll(first sealed, others []redact.Secret) []sealed {
	all := []sealed{first}
	for _, s := range others {
		all = append(all, seal(s))
	}
	return all
}

// signed reports whether the text has the MAC of one of the client secrets, in the form that spell gives it.
func (p *Platform) signed(text, mac []byte, spell func(sum []byte) []byte) bool {
	found := false
	for _, secret := range p.secrets {
		want := hmac.New(sha256.New, []byte(secret()))
		want.Write(text)
		found = hmac.Equal(mac, spell(want.Sum(nil))) || found
	}
	return found
}

// New checks the configuration and returns the Platform, or one error that joins every problem.
func New(cfg Config) (*Platform, error) {
	cfg = withDefaults(cfg)
	if err := check(cfg); err != nil {
		return nil, err
	}
	secret, key := seal(cfg.ClientSecret), seal(cfg.WebhookKey)
	secrets, keys := sealAll(secret, cfg.OldSecrets), sealAll(key, cfg.OldKeys)
	cfg.ClientSecret, cfg.WebhookKey, cfg.OldSecrets, cfg.OldKeys = "", "", nil, nil
	return &Platform{
		cfg:      cfg,
		secret:   secret,
		secrets:  secrets,
		keys:     keys,
		http:     &http.Client{Transport: cfg.Transport, CheckRedirect: refuseRedirect},
		limiter:  newLimiter(cfg.Rate, cfg.Turns),
		versions: &versions{configured: cfg.APIVersion, inUse: cfg.APIVersion},
		log:      cfg.Log,
		now:      cfg.Now,
	}, nil
}

func withDefaults(cfg Config) Config {
	if cfg.APIURL == "" {
		cfg.APIURL = defaultAPIURL
	}
	cfg.APIURL = strings.TrimRight(cfg.APIURL, "/")
	switch {
	case cfg.NoAPIVersion:
		cfg.APIVersion = ""
	case cfg.APIVersion == "":
		cfg.APIVersion = DefaultAPIVersion
	}
	if cfg.LaunchMaxAge == 0 {
		cfg.LaunchMaxAge = defaultLaunchMaxAge
	}
	if cfg.Rate == 0 {
		cfg.Rate = defaultRate
	}
	if cfg.Transport == nil {
		cfg.Transport = defaultTransport()
	}
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	return cfg
}

// defaultTransport keeps enough connections open for the workers of one host.
func defaultTransport() http.RoundTripper {
	shared, ok := http.DefaultTransport.(*http.Transport)
	if !ok {
		return http.DefaultTransport // a program that replaced it did so on purpose
	}
	own := shared.Clone()
	own.MaxIdleConnsPerHost = 16
	return own
}

func check(cfg Config) error {
	var errs []error
	require := func(name, value string) {
		if strings.TrimSpace(value) == "" {
			errs = append(errs, fmt.Errorf("cafe24: %s is empty", name))
		}
	}
	require("ClientID", cfg.ClientID)
	require("ClientSecret", cfg.ClientSecret.Reveal())
	require("WebhookKey", cfg.WebhookKey.Reveal())
	for _, s := range cfg.OldSecrets {
		require("an old client secret", s.Reveal()) // anybody could sign with the empty one
	}
	for _, s := range cfg.OldKeys {
		require("an old webhook key", s.Reveal())
	}
	require("RedirectURI", cfg.RedirectURI)
	if cfg.LaunchMaxAge < 0 {
		errs = append(errs, errors.New("cafe24: LaunchMaxAge is negative"))
	}
	if !(cfg.Rate > 0 && cfg.Rate <= 1000) { // written so that NaN fails too
		errs = append(errs, errors.New("cafe24: Rate must be above 0 and at most 1000"))
	}
	if err := checkBase(cfg.APIURL); err != nil {
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}

func checkBase(base string) error {
	u, err := url.Parse(strings.ReplaceAll(base, mallPlaceholder, "mall"))
	if err != nil {
		return errors.New("cafe24: APIURL is not an address")
	}
	if (u.Scheme != "https" && u.Scheme != "http") || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return errors.New("cafe24: APIURL must be scheme, host and at most a path")
	}
	return nil
}

// baseURL is the only place where a mall id enters an address.
func (p *Platform) baseURL(mallID string) (string, error) {
	if !ValidMallID(mallID) {
		return "", ErrMallID
	}
	return strings.ReplaceAll(p.cfg.APIURL, mallPlaceholder, mallID), nil
}

// refuseRedirect prevents that a redirect sends a bearer token to another host.
func refuseRedirect(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
